"""Nothing is cut when texts are joined: what would be longer than can be kept is refused before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from maturity.core.matrix import Matrix
from maturity.core.response import LONGEST_TEXT
from maturity.core.wording import listed
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.touched import tells_nothing
from maturity.usecases.version_move.refusals import NotMovable
from maturity.usecases.version_move.tiers import Rewrite


def refuse_too_long(rewrites: Iterable[Rewrite], *, head: RoundHead, titles: Mapping[str, str]) -> None:
    """Raises `NotMovable` where a text would be longer than `LONGEST_TEXT`, naming the criteria and whose kind it is.

    Whose kind it is stays untold while a round without names is open. `titles` are those of criteria, by id.
    """
    is_untold = tells_nothing(head.naming, head.stage)
    long = dict.fromkeys(_place(each, titles, is_untold=is_untold) for each in rewrites if each.is_too_long)
    if long:
        raise NotMovable(
            "Joined under one criterion, or with the level of then written under it, a text would have more than "
            f"{LONGEST_TEXT:,} characters: {listed(list(long))}. Nothing is cut, so let these texts be shortened "
            "first, or let the round go on with the version that it has."
        )


def titles_of(*matrices: Matrix) -> Mapping[str, str]:
    """The titles of all criteria by id, of the first matrix that has them."""
    return {each.id: each.title for matrix in reversed(matrices) for each in matrix.criteria}


def _place(rewrite: Rewrite, titles: Mapping[str, str], *, is_untold: bool) -> str:
    title = f"“{titles.get(rewrite.criterion_id, rewrite.criterion_id)}”"
    return title if is_untold else f"{rewrite.tier.label.lower()} on {title}"
