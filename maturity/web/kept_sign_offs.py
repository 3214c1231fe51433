"""Where the sign-off of a round is, for pages that tell it beside other things: worked out once until it changes.

It changes with what the product records in the round. A change that went round the product is seen at once on the
pages of signing off, which read the whole round each time, and here not before a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import current_app
from sqlalchemy.orm import Session

from maturity.core.recently_used import RecentlyUsed
from maturity.core.record.sign_off import SignOffs
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.compare import result_key
from maturity.usecases.sign_off import load_sign_offs_to_tell

MOST_KEPT: Final = 256
_NAME: Final = "maturity-sign-offs"


@dataclass(frozen=True, slots=True)
class _Kept:
    """The sign-offs of rounds of one database in which somebody has signed."""

    database: Database
    by_round: RecentlyUsed[SignOffs] = field(default_factory=lambda: RecentlyUsed(MOST_KEPT))


def sign_offs_to_tell(session: Session, head: RoundHead) -> SignOffs | None:
    """The sign-off of a round whose head was read in this session; None where nothing is told of it."""
    kept = _kept()
    known = kept.by_round.find(result_key(head))
    if known is not None:
        return known
    found = load_sign_offs_to_tell(session, head)
    if found is None or not any(each.signatures for each in found.partners):
        return found  # costs little, and asking somebody by email does not change the round
    return kept.by_round.keep(result_key(head), found)


def _kept() -> _Kept:
    database: Database = current_app.extensions["maturity-database"]
    found: _Kept | None = current_app.extensions.get(_NAME)
    if found is None or found.database is not database:
        found = current_app.extensions[_NAME] = _Kept(database)
    return found
