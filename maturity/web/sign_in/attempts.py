"""How often somebody may try to sign in."""

from __future__ import annotations

from typing import Final

from flask import current_app, request
from limits import RateLimitItemPerMinute, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from maturity.settings import Settings
from maturity.usecases.sign_in import EmailRefused, email_key, hash_token

_MINUTES: Final = 15
_PER_SOURCE: Final = parse("200 per hour")

# One process serves the product, so its memory is where every try is seen.
_LIMITER: Final = MovingWindowRateLimiter(MemoryStorage())


def may_try(email: str) -> bool:
    """Count one try against the address that is signed in to and the machine it comes from."""
    settings: Settings = current_app.config["SETTINGS"]
    per_account = RateLimitItemPerMinute(settings.sign_in_attempts, _MINUTES)
    return _LIMITER.hit(per_account, "account", hash_token(_key(email))) and _LIMITER.hit(
        _PER_SOURCE, "source", request.remote_addr or ""
    )


def _key(email: str) -> str:
    # By the form in which accounts are found: letters that only look different are the same address.
    try:
        return email_key(email)
    except EmailRefused:
        return email
