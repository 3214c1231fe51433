from __future__ import annotations

import pytest

from maturity.persistence.engine import Database
from tests.factories.installations import Setting, a_setting
from tests.web.browser import Browser
from tests.web.conftest import SignIn


@pytest.fixture
def setting(database: Database) -> Setting:
    """A collaborative with three partners: fewer are too few to judge agreement or movement."""
    return a_setting(database, partners=3)


@pytest.fixture
def respondent(setting: Setting, sign_in: SignIn) -> Browser:
    """The browser of the first partner’s respondent."""
    return sign_in(setting.respondents[0])
