from __future__ import annotations

import pytest
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


@pytest.fixture(autouse=True)
def _nobody_has_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.web.sign_in.attempts._LIMITER", MovingWindowRateLimiter(MemoryStorage()))
