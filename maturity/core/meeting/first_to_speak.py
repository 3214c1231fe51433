"""Who is asked to speak first on a criterion: the lowest and the highest, and who is divided itself."""

from __future__ import annotations

from maturity.core.matrix import Matrix
from maturity.core.position import A_PARTNER, YOUR_PARTNER, unsettled_in_words
from maturity.core.results import CriterionResult
from maturity.core.wording import listed


def who_speaks_first(now_on: CriterionResult, matrix: Matrix) -> str:
    """The partners at either end, then those whose people differ and have agreed no level; empty where nobody is.

    As far as the round names partners; in a round without names they are asked to make themselves known.
    """
    unsettled = now_on.agreement.unsettled if now_on.agreement else ()
    said = _of_those_who_gave(now_on, matrix)
    if not unsettled:
        return said
    is_one = len(unsettled) == 1
    hear = f"what divides {'it' if is_one else 'them'}{' too' if said else ''}"
    if A_PARTNER in unsettled:  # which may not have answered: that is not told apart
        hear = f"why, if {'it wants' if is_one else 'they want'} to be known"
    return f"{said} {unsettled_in_words(unsettled)}: hear {hear}.".strip()


def _of_those_who_gave(now_on: CriterionResult, matrix: Matrix) -> str:
    levels = [position.level for position in now_on.positions if position.level is not None]
    if not levels:
        return ""
    lowest, highest = min(levels), max(levels)
    if lowest == highest:
        return f"All who gave a level say {matrix.level(lowest).numbered_label}."
    if {position.partner_name for position in now_on.positions} <= {A_PARTNER, YOUR_PARTNER}:
        ends = (matrix.level(lowest).numbered_label, matrix.level(highest).numbered_label)
        said = f"The lowest ({ends[0]}) and the highest ({ends[1]}) speak first, if they want to be known."
        own = {position.level for position in now_on.positions if position.partner_name == YOUR_PARTNER}
        return f"{said} Your partner is one of them." if own & {lowest, highest} else said
    ends = (_at(now_on, matrix, lowest), _at(now_on, matrix, highest))
    return f"The lowest and the highest speak first: {ends[0]}, then {ends[1]}."


def _at(now_on: CriterionResult, matrix: Matrix, level: int) -> str:
    names = list(dict.fromkeys(position.whose for position in now_on.positions if position.level == level))
    return f"{listed(names)} ({matrix.level(level).numbered_label})"
