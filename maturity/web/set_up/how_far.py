"""How far people and partners have come, in the words that stand beside a name on the pages of a lead.

In a round without names none of them holds a figure: it would tell later whose criterion has no answer.
"""

from __future__ import annotations

from maturity.core.participant import Participant, Seated
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.design_system.words import count


def how_far(person: Seated, naming: Naming) -> str:
    """How far a person has come, beginning small: “3 of 27 criteria done”; without names whether they have begun."""
    if naming is Naming.ANONYMOUS:
        return "submitted" if person.submitted_at else "started" if person.has_begun else "not started"
    if not person.progress.asked:
        return "asked nothing"
    return f"{person.progress.dealt_with} of {count(person.progress.asked, 'criterion', 'criteria')} done"


def how_far_waited_for(person: Seated, participant: Participant, naming: Naming) -> str:
    """How far somebody has come who is waited for, to respond or to agree: “Started, 3 of 27”."""
    if not person.is_waited_for:
        return _with_figure("Submitted", how_far_agreed(participant, naming))
    if not person.has_begun:
        return "Not started"
    return _with_figure("Started", "" if naming is Naming.ANONYMOUS else person.progress.in_words)


def how_far_agreed(participant: Participant, naming: Naming) -> str:
    """How far a partner has agreed its positions: “3 of 7 positions agreed”; empty in a round without names."""
    return "" if naming is Naming.ANONYMOUS else participant.agreeing.in_words


def left_to_agree(participant: Participant, naming: Naming) -> str:
    """A partner that has positions to agree, by name, and how many of them it has agreed."""
    return _with_figure(participant.partner_name, how_far_agreed(participant, naming))


def how_far_entered(participant: Participant, naming: Naming, *, asked: int) -> str:
    """On how many criteria positions were entered for a partner: “3 of 7”; empty in a round without names."""
    return "" if naming is Naming.ANONYMOUS else f"{participant.entered} of {asked}"


def entered_for(participant: Participant, naming: Naming, *, asked: int) -> str:
    """A partner for which positions were entered, by name, and on how many criteria."""
    return _with_figure(participant.partner_name, how_far_entered(participant, naming, asked=asked))


def tells_entered(participant: Participant, head: RoundHead) -> bool:
    """Whether it is told beside a partner’s name that positions were entered on its behalf.

    In a round without names only to a lead, while the round is open and nobody responds for the partner: what is told
    later would appear with a position that just then has one dot more.
    """
    if not participant.entered:
        return False
    return head.naming is not Naming.ANONYMOUS or (head.stage is Stage.OPEN and not participant.people)


def is_entered(participant: Participant, naming: Naming, *, asked: int) -> bool:
    """Whether the positions of a partner were entered: all of them, or in a round without names any."""
    enough = 1 if naming is Naming.ANONYMOUS else asked
    return participant.entered >= enough > 0


def _with_figure(said: str, figure: str) -> str:
    return f"{said}, {figure}" if figure else said
