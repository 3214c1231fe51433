"""Whose words each reader of the two worlds may read, by the place in which a canary was written."""

from __future__ import annotations

from typing import Final

from tests.promises.visits import ANONYMOUS

# What each place of a canary is: the collaborative’s name (co) and what else is said of it (set), its people’s names
# and addresses, ODS codes, then by round what is said of it (set), each partner’s answers (p1 to p3, the third never
# submitted; its people wrote w2, i2 and h2 for the second), the agreed levels and moves, the votes that were revealed
# (v), the first partner’s secret one (s), what was said looking back (b) and signing (f).
_ABOUT_A: Final = {"aco", "aset", "ao", "aname"}
_CLOSED_ROUND: Final = {"a1set", "a1p1", "a1p2", "a1h2", "a1g", "a1m", "a1v", "a1f"}
_AGREEING_ROUND: Final = {"a2set", "a2p1", "a2p2", "a2h2", "a2g", "a2v", "a2b"}
_OPEN_ROUND: Final = {"a3set", "a3m"}
# What the colleague of the second partner wrote, for that person and the partner’s lead alone.
_INSIDE: Final = {"a1i2", "a2i2", "a3i2", "a3h2"}
_MEMBERS: Final = _ABOUT_A | _CLOSED_ROUND | _OPEN_ROUND
MAY_SEE: Final[dict[str, set[str]]] = {
    "respondent": _MEMBERS | _AGREEING_ROUND | {"a2s", "a3p1"},
    "sibling": _MEMBERS | _AGREEING_ROUND | _INSIDE | {"a1w2", "a2w2", "a3w2", "a3p2"},
    "colleague": _MEMBERS | _AGREEING_ROUND | _INSIDE | {"a3p2"},
    "silent": _MEMBERS | _AGREEING_ROUND | {"a1p3", "a2p3", "a3p3"},
    "viewer": _MEMBERS | {"a2set"},
    "facilitator": _MEMBERS | _AGREEING_ROUND,
    "lead": _MEMBERS | _AGREEING_ROUND | {"adraft", "amail"},
    # Before the account of a last lead is disabled, the administrator is told what would be without a lead.
    "administrator": {"aco", "aname", "amail", "bco", "bname", "bmail"},
    "removed": {"aname"},
    ANONYMOUS: set(),
}

OF_THE_OTHER: Final = {place.replace("a", "b", 1) for place in MAY_SEE["lead"]}
"""What the lead of the other world may read: the same of that one, and nothing of this."""
