"""Rounds that a collaborative has held, made by the use cases from the first response to the closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from maturity.core.matrix import Criterion
from maturity.core.round import Naming, WayOfScoring
from maturity.persistence.queries.consensus import NOTHING_KEPT, list_consensus
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.agree import agree_level
from tests.factories.installations import NOW, SEVEN_LENSES, Setting
from tests.factories.rounds import ConsensusLike, a_consensus, agreed


def hold_round(
    setting: Setting,
    *,
    partners: Sequence[int] = (2, 2, 2),
    everywhere: ConsensusLike = None,
    but: Mapping[str, ConsensusLike] | None = None,
    label: str = "Spring 2026",
    matrix: str = SEVEN_LENSES,
    closes: bool = True,
    naming: Naming = Naming.PARTNER_ONLY,
) -> int:
    """A round in which each partner gives one level throughout. Returns its number.

    `everywhere` is recorded on every criterion, the first partner’s level unless told otherwise, but for those in
    `but`. Without `closes` the round is left where levels are agreed.
    """
    number = setting.add_round(label=label, matrix=matrix, naming=naming)
    setting.move("open", number=number)
    for place, level in enumerate(partners):
        setting.answer(place, number=number, level=level)
    setting.move("close-responding", number=number)
    _record(setting, number, partners[0] if everywhere is None else everywhere, but or {}, closes=closes)
    return number


def hold_round_together(
    setting: Setting, *, everywhere: ConsensusLike = 2, label: str = "In one room", matrix: str = SEVEN_LENSES
) -> int:
    """A closed round that was scored in one room. Returns its number."""
    number = setting.add_round(label=label, way=WayOfScoring.TOGETHER, matrix=matrix)
    setting.move("start-agreeing", number=number)
    _record(setting, number, everywhere, {}, closes=True)
    return number


def agree(
    setting: Setting, number: int, levels: Mapping[str, ConsensusLike], *, reason: str = "We all see it."
) -> None:
    """Record levels, over whatever was recorded."""
    with setting.database.writing() as session:
        head = get_round(session, collaborative=setting.collaborative, number=number)
        kept = list_consensus(session, round_id=head.id)
        for criterion, value in levels.items():
            version = kept.get(criterion, NOTHING_KEPT).version
            agree_level(
                session,
                head=head,
                criterion_id=criterion,
                consensus=agreed(value, reason=reason) if isinstance(value, int) else a_consensus(value),
                based_on=version,
                request_key=f"{criterion}-{version}",
                account=setting.lead,
                now=NOW,
            )


def criteria_of(setting: Setting, number: int) -> tuple[Criterion, ...]:
    """What a round asks."""
    with setting.database.reading() as session:
        head = get_round(session, collaborative=setting.collaborative, number=number)
        matrix = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    return tuple(c for _, criteria in matrix.asked_of(head.collaborative_type) for c in criteria)


def _record(
    setting: Setting, number: int, everywhere: ConsensusLike, but: Mapping[str, ConsensusLike], *, closes: bool
) -> None:
    levels = {c.id: everywhere for c in criteria_of(setting, number)} | dict(but)
    agree(setting, number, {criterion: value for criterion, value in levels.items() if value is not None})
    if closes:
        setting.move("close", number=number)
