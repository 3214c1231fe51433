from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from maturity.persistence.engine import Database
from tests.factories.living_rounds import LivingRound, a_living_round
from tests.web.browser import Browser
from tests.web.conftest import SignIn

JSON = {"Accept": "application/json"}
FIRST = "d1-c1"


@pytest.fixture
def living(database: Database) -> LivingRound:
    return a_living_round(database)


@pytest.fixture
def respondent(living: LivingRound, sign_in: SignIn) -> Browser:
    return sign_in(living.respondent)


@pytest.fixture
def base(living: LivingRound) -> str:
    return f"/collaboratives/{living.collaborative}/rounds/{living.number}/respond/{living.partner}"


def token_of(client: FlaskClient, address: str) -> str:
    page = Browser(client).get(address)
    found = page.soup.find("input", attrs={"name": "csrf_token"})
    assert found is not None
    return str(found["value"])


def fields(prefix: str = FIRST, **values: str) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in values.items()}


def autosave(client: FlaskClient, base: str, token: str, **values: str) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"{base}/criteria/{FIRST}", data={"csrf_token": token, **fields(**values)}, headers=JSON)
    return answer.status_code, answer.get_json()
