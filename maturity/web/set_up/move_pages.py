"""What a move to another stage does, told before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from flask import url_for

from maturity.core.matrix import Criterion
from maturity.core.meeting.closing_checks import Finding, Part
from maturity.core.participant import Participant, why_levels_not_revealed
from maturity.core.record.sign_off import Signature
from maturity.core.round import Naming
from maturity.persistence.queries.rounds import RoundHead
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame
from maturity.web.set_up.how_far import how_far, how_far_agreed


@dataclass(frozen=True, slots=True)
class Listing:
    """Some names under the sentence that says what happens to them."""

    sentence: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Something to see to, and where that is done."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class MovePage:
    """A move to confirm. `listings` come first: they are what a lead would want to know before anything else.

    `missing` and `obstacle`, a sentence, keep the move from being made; `warnings` do not.
    """

    frame: CollaborativeFrame
    round_label: str
    round_address: str
    saves_to: str
    question: str
    button: str
    done: str
    needs_reason: bool
    listings: tuple[Listing, ...]
    effects: tuple[str, ...]
    seen: str
    missing: tuple[Place, ...] = ()
    warnings: tuple[Place, ...] = ()
    obstacle: str = ""


@dataclass(frozen=True, slots=True)
class MoveSetting:
    """What a move is looked at against: the round, its participants, and the criteria that have no result.

    `findings` are what a look at the results found before they are final.
    `signed` are the sign-offs that stand, by the name of the partner.
    `without_role` names those who have lost the role, by the id of their part in the round.
    """

    head: RoundHead
    participants: Sequence[Participant]
    unrecorded: tuple[Criterion, ...]
    without_role: frozenset[int] = frozenset()
    findings: tuple[Finding, ...] = ()
    signed: tuple[tuple[str, Signature], ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    question: str
    button: str
    done: str
    effects: tuple[str, ...]


_WORDS: Final[Mapping[str, _Words]] = {
    "open": _Words(
        "Open {label} for responses?",
        "Open the round",
        "{label} is open. Now tell the respondents.",
        (
            "The respondents find it under “Your work” and can start at once. Nobody is written to yet.",
            "The matrix, the way of scoring, how names are shown and any overall result are then fixed.",
            "No partner can be left out any more. You can still add one, and change who responds.",
        ),
    ),
    "start-agreeing": _Words(
        "Start agreeing levels in {label}?",
        "Start agreeing levels",
        "You can record agreed levels now.",
        (
            "You record the level that the collaborative agrees on each criterion, with the reason.",
            "The matrix, the way of scoring and who takes part are then fixed.",
        ),
    ),
    "close-responding": _Words(
        "Close responding in {label} and reveal the partners’ levels?",
        "Close responding and reveal",
        "Responding is closed and the levels are revealed. The positions of the partners stand side by side.",
        (
            "Nobody can change a response any more.",
            "This is the reveal: leads, facilitators and respondents see the partners’ positions side by side.",
            "With one respondent the response is the partner’s position. With several it is what the partner agreed.",
            "Where the partner agreed nothing, the median is taken and said to be that.",
            "You can go back to responding later, with a reason.",
        ),
    ),
    "reopen-responding": _Words(
        "Go back to responding in {label}?",
        "Go back to responding",
        "{label} is open for responses again.",
        (
            "Respondents can submit, or take their response back and change it.",
            "The positions are put together anew when you close responding again.",
            "Agreed levels that you have recorded stay as they are.",
        ),
    ),
    "close": _Words(
        "Close {label}?",
        "Close the round",
        "{label} is closed and its result is final.",
        (
            "The agreed levels are locked, and the result is worked out by the rule of the matrix.",
            "Everyone with a role in the collaborative, viewers included, can see the result and the report.",
            "You can reopen the round later, with a reason.",
        ),
    ),
    "reopen": _Words(
        "Reopen {label}?",
        "Reopen the round",
        "{label} is reopened. Close it again when the levels are right.",
        (
            "Agreed levels can be changed again. What the partners said stays as it is.",
            "Until you close it again there is no final result, and viewers cannot see it.",
            "Everyone in the collaborative can see your reason.",
        ),
    ),
}


_WITHOUT_NAMES: Final = (
    "This round is without names. If one partner alone changes its answers now, those who saw the levels before can "
    "tell which they are."
)


def move_page(name: str, setting: MoveSetting, frame: CollaborativeFrame, *, needs_reason: bool) -> MovePage:
    """The page on which a move is confirmed."""
    head, words, is_closing = setting.head, _WORDS[name], name == "close"
    is_going_back = name == "reopen-responding" and head.naming is Naming.ANONYMOUS
    listings = _LISTINGS[name](setting) if name in _LISTINGS else ()
    return MovePage(
        frame=frame,
        round_label=head.label,
        round_address=frame.to("round_page", number=head.number),
        saves_to=frame.to("make_move", number=head.number, name=name),
        question=words.question.format(label=f"“{head.label}”"),
        button=words.button,
        done=words.done.format(label=head.label),
        needs_reason=needs_reason,
        listings=tuple(listing for listing in listings if listing.names),
        effects=(*words.effects, _WITHOUT_NAMES) if is_going_back else words.effects,
        seen=mark_of(setting),
        missing=tuple(Place(c.title, _part_address(head, c.id, Part.LEVEL)) for c in setting.unrecorded)
        if is_closing
        else (),
        warnings=tuple(Place(f.sentence, _mended_at(head, f)) for f in setting.findings) if is_closing else (),
        obstacle=why_levels_not_revealed(head.naming, setting.participants) if name == "close-responding" else "",
    )


def _part_address(head: RoundHead, criterion_id: str, part: Part | None) -> str:
    """Where a part of what was recorded on a criterion is changed: at its field, which the address moves to."""
    return url_for(
        "agree.criterion",
        collaborative=head.collaborative,
        number=head.number,
        criterion_id=criterion_id,
        _anchor=None if part is None else f"{criterion_id}-{part.value}",
    )


def _mended_at(head: RoundHead, finding: Finding) -> str:
    if finding.criterion_id:
        return _part_address(head, finding.criterion_id, finding.part)
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    if finding.partner is not None:
        return url_for("respond.on_behalf", **where, partner=finding.partner)
    return url_for("agree.overview", **where)


def mark_of(setting: MoveSetting) -> str:
    """What a lead bases a move on, as a page carries it: who responds, who has submitted, and what is not recorded.

    How far somebody has come is left out: it changes while they write.
    """
    people = [
        (p.partner, each.account, each.submitted_at is not None) for p in setting.participants for each in p.people
    ]
    unrecorded = tuple(criterion.title for criterion in setting.unrecorded)
    seen = (setting.head.state_version, people, unrecorded, sorted(setting.without_role))
    return sha256(repr(seen).encode()).hexdigest()


def _who_can_start(setting: MoveSetting) -> tuple[Listing, ...]:
    named = [p for p in setting.participants if p.people]
    return (
        Listing(
            f"{count(len(named), 'partner has', 'partners have')} somebody who responds:",
            tuple(f"{p.partner_name}: {'; '.join(each.name for each in p.people)}" for p in named),
        ),
        Listing(
            "Nobody responds yet for these partners. You can name somebody while the round is open:",
            tuple(p.partner_name for p in setting.participants if not p.people),
        ),
    )


def _who_takes_part(setting: MoveSetting) -> tuple[Listing, ...]:
    return (Listing("These partners take part:", tuple(p.partner_name for p in setting.participants)),)


def _who_has_not_submitted(setting: MoveSetting) -> tuple[Listing, ...]:
    entered = [p for p in setting.participants if p.entered and not p.people]
    missing = [p for p in setting.participants if not p.submitted and p not in entered]
    others = [(p, each) for p in setting.participants if p.submitted for each in p.waiting]
    divided = [p for p in setting.participants if not p.agreeing.is_done]
    naming = setting.head.naming
    return (
        Listing(
            f"{count(len(others), 'person has', 'people have')} not submitted, of partners for which a colleague has. "
            "What they wrote so far does not count for the partner:",
            tuple(f"{p.partner_name}: {each.name}, {how_far(each, naming)}" for p, each in others),
        ),
        Listing(
            f"{count(len(missing), 'partner has', 'partners have')} not submitted. What they wrote so far is kept "
            "for whoever wrote it, but it does not count and nobody else sees it:",
            tuple(f"{p.partner_name}: {_how_far_all(p, naming)}" for p in missing),
        ),
        Listing(
            "Nobody responds for these partners. What was entered on their behalf counts:",
            tuple(_entered(p, naming) for p in entered),
        ),
        Listing(
            "Several people respond for these partners, which have not agreed every position. Where none is agreed the "
            "median of those who submitted is taken, or none where it lies between two levels:",
            tuple(f"{p.partner_name}: {how_far_agreed(p, naming)}" for p in divided if naming is not Naming.ANONYMOUS),
        ),
    )


def _who_cannot_respond(setting: MoveSetting) -> tuple[Listing, ...]:
    gone = [(p, each) for p in setting.participants for each in p.people if each.respondent in setting.without_role]
    return (
        Listing(
            "Nobody responds any more for these partners, because the person no longer has the role. What they wrote "
            "is kept, but does not count when you close responding again. Name somebody else, who starts anew:",
            tuple(f"{p.partner_name}: {each.name}" for p, each in gone),
        ),
        Listing(
            "Nobody has been named to respond for these partners:",
            tuple(p.partner_name for p in setting.participants if not p.people),
        ),
    )


def _how_far_all(participant: Participant, naming: Naming) -> str:
    return "; ".join(f"{person.name}, {how_far(person, naming)}" for person in participant.people) or "nobody responds"


def _entered(participant: Participant, naming: Naming) -> str:
    if naming is Naming.ANONYMOUS:
        return participant.partner_name
    return f"{participant.partner_name}: {count(participant.entered, 'criterion', 'criteria')}"


def _what_is_voided(setting: MoveSetting) -> tuple[Listing, ...]:
    return (
        Listing(
            "These sign-offs become stale. They stay to be read, marked as of an earlier state, and each partner has "
            "to sign again:",
            tuple(f"{name}: {each.label.lower()}, {each.who}, {day(each.signed_on)}" for name, each in setting.signed),
        ),
    )


_LISTINGS: Final[Mapping[str, Callable[[MoveSetting], tuple[Listing, ...]]]] = {
    "open": _who_can_start,
    "start-agreeing": _who_takes_part,
    "close-responding": _who_has_not_submitted,
    "reopen-responding": _who_cannot_respond,
    "reopen": _what_is_voided,
}
