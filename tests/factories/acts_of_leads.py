"""What a lead does with the round of a setting, in few words."""

from __future__ import annotations

from sqlalchemy.orm import Session

from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.matrices import list_matrices
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.usecases.rounds import RoundDetails, change_round, choose_participants, move_round
from tests.factories.closing import set_the_rest_aside
from tests.factories.installations import NOW, SEVEN_LENSES, Setting


def details(session: Session, *, matrix: str = SEVEN_LENSES, **changes: object) -> RoundDetails:
    entry = next(entry for entry in list_matrices(session) if entry.key == matrix)
    values: dict[str, object] = {
        "label": "Autumn",
        "purpose": "To learn.",
        "matrix_version": entry.id,
        "way": WayOfScoring.PARTNERS_FIRST,
        **changes,
    }
    return RoundDetails(**values)  # type: ignore[arg-type]


def head_of(session: Session, setting: Setting, number: int = 1) -> RoundHead:
    return get_round(session, collaborative=setting.collaborative, number=number)


def change(session: Session, setting: Setting, what: RoundDetails) -> None:
    head = head_of(session, setting)
    change_round(session, head=head, details=what, based_on=head.version, by=setting.lead, now=NOW)


def choose(
    session: Session,
    setting: Setting,
    respondents: dict[int, int | None],
    seen: dict[int, int | None] | None = None,
) -> None:
    choose_participants(
        session, head=head_of(session, setting), respondents=respondents, seen=seen, by=setting.lead, now=NOW
    )


def move(session: Session, setting: Setting, name: str, reason: str = "") -> Stage:
    if name == "close":
        set_the_rest_aside(session, head=head_of(session, setting), by=setting.lead, now=NOW)
    return move_round(session, head=head_of(session, setting), name=name, reason=reason, by=setting.lead, now=NOW)
