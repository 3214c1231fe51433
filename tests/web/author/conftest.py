from __future__ import annotations

import pytest

from maturity.persistence.engine import Database
from tests.factories.installations import an_account
from tests.web.browser import Browser
from tests.web.conftest import SignIn


@pytest.fixture
def author(database: Database, sign_in: SignIn) -> Browser:
    """The browser of somebody who may write matrices and has no role anywhere."""
    return sign_in(an_account(database, name="Imogen Ward", may_author=True))
