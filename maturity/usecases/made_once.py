"""Making a thing once: a form that is sent twice, by an impatient second press, finds what the first one made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from maturity.persistence.rows.made_once import MadeOnce


def make_once(
    session: Session, *, request_key: str, entered: object, by: int, now: datetime, make: Callable[[], int]
) -> int:
    """What `make` returns, or what it returned when the same form was sent before.

    `request_key` comes from the page; without one everything is made anew. `entered` is all that the form says: one
    that comes back with the same key and other words is another form, and nothing in it gets lost.
    """
    if not request_key:
        return make()
    form_hash = sha256(repr((request_key, entered)).encode()).hexdigest()
    before = session.get(MadeOnce, (by, form_hash))
    if before is not None:
        return before.made
    made = make()
    session.add(MadeOnce(account_id=by, form_hash=form_hash, made=made, made_at=now))
    session.flush()
    return made
