"""What a dry run found, in the words that the page and the command line share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from maturity.core.matrix_change.version_move import Tier
from maturity.core.wording import listed
from maturity.usecases.author.dry_run import DryRun

_TIERS: Final = {
    Tier.RESPONSE: ("person’s answer", "people’s answers"),
    Tier.POSITION: ("partner’s position", "partners’ positions"),
    Tier.CONSENSUS: ("agreed result", "agreed results"),
    Tier.DISSENT: ("dissent", "dissents"),
}


def said_in_words(said: Mapping[Tier, int]) -> str:
    """How much was said, tier by tier: “12 people’s answers, 6 partners’ positions and 2 agreed results”."""
    counted = [_count(said[tier], *names) for tier, names in _TIERS.items() if said.get(tier)]
    return listed(counted) if counted else "No answer"


def others_in_words(run: DryRun) -> str:
    """How many rounds there are of which the person is told no more; empty where there are none."""
    if not run.other_rounds:
        return ""
    more = " more" if run.rounds else ""
    rounds = f"{run.other_rounds}{more} {'round' if run.other_rounds == 1 else 'rounds'}"
    return (
        f"{rounds} in {_count(run.other_collaboratives, 'collaborative', 'collaboratives')} in which you have no role."
    )


def untold_in_words(run: DryRun) -> str:
    """Why answers of some rounds are not counted; empty where all are."""
    if not run.untold:
        return ""
    rounds = _count(run.untold, "open round without names is", "open rounds without names are")
    return f"Answers of {rounds} not counted: how much was said there is not told before the levels are revealed."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
