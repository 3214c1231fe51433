"""What a move to another stage does, told before it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from maturity.persistence.queries.rounds import Participant, RoundHead, Seated
from maturity.web.design_system.words import count
from maturity.web.set_up.frame import CollaborativeFrame


@dataclass(frozen=True, slots=True)
class Listing:
    """Some names under the sentence that says what happens to them."""

    sentence: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovePage:
    """A move to confirm. `listings` come first: they are what a lead would want to know before anything else."""

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


@dataclass(frozen=True, slots=True)
class MoveSetting:
    """What a move is looked at against: the round, its participants, and the criteria asked and not recorded.

    `without_role` names those who have lost the role, by the id of their part in the round.
    """

    head: RoundHead
    participants: Sequence[Participant]
    asked: int
    unrecorded: tuple[str, ...]
    without_role: frozenset[int] = frozenset()


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
            "The matrix, the way of scoring and whether an overall result is shown are then fixed.",
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
        "Close responding in {label}?",
        "Close responding",
        "Responding is closed. The positions of the partners stand side by side.",
        (
            "Nobody can change a response any more.",
            "Each submitted response becomes the position of its partner. Leads and respondents see them side by side.",
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


def move_page(name: str, setting: MoveSetting, frame: CollaborativeFrame, *, needs_reason: bool) -> MovePage:
    """The page on which a move is confirmed."""
    head, words = setting.head, _WORDS[name]
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
        effects=words.effects,
        seen=mark_of(setting),
    )


def mark_of(setting: MoveSetting) -> str:
    """What a lead bases a move on, as a page carries it: who responds, who has submitted, and what is not recorded.

    How far somebody has come is left out: it changes while they write.
    """
    people = [
        (p.partner, each.account, each.submitted_at is not None) for p in setting.participants for each in p.people
    ]
    seen = (setting.head.state_version, people, setting.unrecorded, sorted(setting.without_role))
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
    missing = [p for p in setting.participants if not p.submitted]
    others = [(p, each) for p in setting.participants if p.submitted for each in p.waiting]
    return (
        Listing(
            f"{count(len(others), 'person has', 'people have')} not submitted, of partners for which a colleague has. "
            "What they wrote so far does not count for the partner:",
            tuple(f"{p.partner_name}: {_how_far(each, setting.asked)}" for p, each in others),
        ),
        Listing(
            f"{count(len(missing), 'partner has', 'partners have')} not submitted. What they wrote so far is kept "
            "for whoever wrote it, but it does not count and nobody else sees it:",
            tuple(f"{p.partner_name}: {_how_far_all(p, setting.asked)}" for p in missing),
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


def _how_far_all(participant: Participant, asked: int) -> str:
    return "; ".join(_how_far(person, asked) for person in participant.people) or "nobody responds"


def _how_far(person: Seated, asked: int) -> str:
    return f"{person.name}, {person.dealt_with} of {count(asked, 'criterion', 'criteria')} done"


def _what_is_not_recorded(setting: MoveSetting) -> tuple[Listing, ...]:
    number = len(setting.unrecorded)
    return (
        Listing(
            f"Nothing is recorded yet on {count(number, 'criterion', 'criteria')}. "
            f"{'It counts' if number == 1 else 'They count'} as missing, never as zero:",
            setting.unrecorded,
        ),
    )


_LISTINGS: Final[Mapping[str, Callable[[MoveSetting], tuple[Listing, ...]]]] = {
    "open": _who_can_start,
    "start-agreeing": _who_takes_part,
    "close-responding": _who_has_not_submitted,
    "reopen-responding": _who_cannot_respond,
    "close": _what_is_not_recorded,
}
