"""How long to talk about a criterion in the room: as long as the agenda of the meeting gives it."""

from __future__ import annotations

from typing import Final

from maturity.core.meeting.agenda import LEAST_MINUTES
from maturity.persistence.queries.rooms import RoomState
from maturity.usecases.agree import AgreementTable
from maturity.usecases.prepare import meeting_agenda

USUAL_MINUTES: Final = LEAST_MINUTES
"""For a criterion that has no time of its own on the agenda, and for a meeting without one."""

MORE_MINUTES: Final = 2
"""What a timer that runs is extended by."""


def minutes_for(table: AgreementTable, criterion_id: str, *, room: RoomState) -> int:
    """The minutes to talk about a criterion in the meeting that goes on in a room."""
    agenda = meeting_agenda(table, room=room)
    on_agenda = None if agenda is None else agenda.minutes_for(criterion_id)
    return USUAL_MINUTES if on_agenda is None else on_agenda
