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
    return _may("account", _key(email))


def may_ask(email: str) -> bool:
    """Count one wish for a link against the address that it goes to and the machine it comes from."""
    return _may("link", _key(email))


def may_ask_again(token: str) -> bool:
    """Count one wish for another link against the one that does not work and the machine it comes from."""
    return _may("another link", token)


def _may(what: str, key: str) -> bool:
    settings: Settings = current_app.config["SETTINGS"]
    per_key = RateLimitItemPerMinute(settings.sign_in_attempts, _MINUTES)
    return _LIMITER.hit(per_key, what, hash_token(key)) and _LIMITER.hit(
        _PER_SOURCE, "source", request.remote_addr or ""
    )


def _key(email: str) -> str:
    # By the form in which accounts are found: letters that only look different are the same address.
    try:
        return email_key(email)
    except EmailRefused:
        return email
