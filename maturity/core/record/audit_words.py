"""What an event says in plain words, and which events a lead reads.

A lead reads what was done with the collaborative and its rounds. What people do inside their partner, when they write,
vote or dissent, is recorded and no lead reads it one by one: a round without names would otherwise tell by its times.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class About(StrEnum):
    """What an event is about: the kinds that the history is filtered by."""

    COLLABORATIVE = "collaborative"
    PEOPLE = "people"
    ROUND = "round"
    MEETING = "meeting"
    MESSAGES = "messages"
    OWN_WORDS = "own-words"
    LIBRARY = "library"
    ACCOUNTS = "accounts"

    @property
    def label(self) -> str:
        """The kind, as people read it."""
        return _LABELS[self]


_LABELS: Final = {
    About.COLLABORATIVE: "Collaborative and partners",
    About.PEOPLE: "People and roles",
    About.ROUND: "Rounds and sign-off",
    About.MEETING: "Agreeing and the room",
    About.MESSAGES: "Messages",
    About.OWN_WORDS: "What people said",
    About.LIBRARY: "Matrix library",
    About.ACCOUNTS: "Accounts and signing in",
}
TOLD_WITH_NAMES_ONLY: Final = ("submit response", "take back response")
"""What nobody reads one by one of a round without names."""
READ_BY_LEADS: Final = (About.COLLABORATIVE, About.PEOPLE, About.ROUND, About.MEETING, About.MESSAGES)
"""What a lead reads of the own collaborative."""

READ_BY_ADMINISTRATORS: Final = (About.ACCOUNTS, About.LIBRARY)
"""What an administrator reads: nothing that was done with a collaborative."""


@dataclass(frozen=True, slots=True)
class Words:
    """What an event is about, and its sentence without who did it: `{round}`, `{partner}`, `{person}` are filled in.

    `is_by_nobody`: it came about by itself, and the sentence is a whole one.
    """

    about: About
    sentence: str
    is_by_nobody: bool = False


WORDS: Final[Mapping[str, Words]] = {
    "set up collaborative": Words(About.COLLABORATIVE, "set up the collaborative"),
    "change collaborative": Words(About.COLLABORATIVE, "changed the details of the collaborative"),
    "add partner": Words(About.COLLABORATIVE, "added {partner}"),
    "change partner": Words(About.COLLABORATIVE, "changed {partner}"),
    "give role": Words(About.PEOPLE, "gave {person} a role"),
    "take role away": Words(About.PEOPLE, "took a role away from {person}"),
    "make role link": Words(About.PEOPLE, "made the link with which {person} accepts a role"),
    "accept role": Words(About.PEOPLE, "accepted a role"),
    "correct address": Words(About.PEOPLE, "corrected the email address of {person}"),
    "set up round": Words(About.ROUND, "set up {round}"),
    "change round": Words(About.ROUND, "changed the details of {round}"),
    "discard round": Words(About.ROUND, "discarded {round}"),
    "choose participants": Words(About.ROUND, "chose who takes part in {round}"),
    "choose respondents": Words(About.ROUND, "chose who responds for {partner} in {round}"),
    "submit response": Words(About.ROUND, "submitted a response in {round}"),
    "take back response": Words(About.ROUND, "took a response back to be changed in {round}"),
    "open round": Words(About.ROUND, "opened {round} for responses"),
    "start-agreeing round": Words(About.ROUND, "began to agree levels in {round}"),
    "close-responding round": Words(About.ROUND, "closed responding in {round}"),
    "reopen-responding round": Words(About.ROUND, "opened {round} for responses again"),
    "close round": Words(About.ROUND, "closed {round}"),
    "reopen round": Words(About.ROUND, "reopened {round}"),
    "sign off round": Words(About.ROUND, "said for {partner} whether it signs {round} off"),
    "move round to matrix version": Words(About.ROUND, "moved {round} to another version of its matrix"),
    "undo move to matrix version": Words(About.ROUND, "took {round} back to the version of its matrix before"),
    "import archive": Words(About.ROUND, "imported {round} from an archive"),
    "agree level": Words(About.MEETING, "recorded a result in {round}"),
    "set meeting length": Words(About.MEETING, "set the length of the meeting of {round}"),
    "open room": Words(About.MEETING, "opened the room of {round}"),
    "resume room": Words(About.MEETING, "opened the room of {round} again"),
    "end room": Words(About.MEETING, "ended the room of {round}"),
    "go to criterion": Words(About.MEETING, "went to another criterion in the room of {round}"),
    "start timer": Words(About.MEETING, "started the timer in the room of {round}"),
    "stop timer": Words(About.MEETING, "stopped the timer in the room of {round}"),
    "open ballot": Words(About.MEETING, "opened a vote in the room of {round}"),
    "reveal ballot": Words(About.MEETING, "revealed a vote in the room of {round}"),
    "reveal full ballot": Words(
        About.MEETING, "A vote in the room of {round} was revealed, as every partner was in", is_by_nobody=True
    ),
    "withdraw ballot": Words(About.MEETING, "withdrew a vote in the room of {round}"),
    "queue invitation": Words(About.MESSAGES, "asked for an invitation to be sent to {person}"),
    "queue reminder": Words(About.MESSAGES, "asked for a reminder to be sent to {person}"),
    "queue pre-read": Words(About.MESSAGES, "asked for the pre-read to be sent to {person}"),
    "queue room": Words(About.MESSAGES, "asked for the way into the room to be sent to {person}"),
    "queue hand-over": Words(About.OWN_WORDS, "asked for word of a hand-over to be sent to {person}"),
    "queue sign-off": Words(About.MESSAGES, "asked for {person} to be asked to sign off"),
    "queue sign-in": Words(About.ACCOUNTS, "asked for a link to sign in to be sent to {person}"),
    "save answer": Words(About.OWN_WORDS, "saved an answer in {round}"),
    "hand over domain": Words(About.OWN_WORDS, "handed a domain over in {round}"),
    "take domain back": Words(About.OWN_WORDS, "took a domain back in {round}"),
    "agree position": Words(About.OWN_WORDS, "agreed a position in {round}"),
    "enter position": Words(About.OWN_WORDS, "entered a position for a partner in {round}"),
    "vote": Words(About.OWN_WORDS, "voted in {round}"),
    "enter vote": Words(About.OWN_WORDS, "entered a vote for a partner in {round}"),
    "dissent": Words(About.OWN_WORDS, "recorded what a partner says to a result in {round}"),
    "enter dissent": Words(About.OWN_WORDS, "entered what a partner says to a result in {round}"),
    "look back": Words(About.OWN_WORDS, "looked back on a level in {round}"),
    "add matrix": Words(About.LIBRARY, "added the matrix {subject} to the library"),
    "replace matrix": Words(About.LIBRARY, "replaced the draft {subject}"),
    "remove matrix": Words(About.LIBRARY, "removed the draft {subject}"),
    "publish matrix": Words(About.LIBRARY, "published the matrix {subject}"),
    "retire matrix": Words(About.LIBRARY, "retired the matrix {subject}"),
    "offer matrix again": Words(About.LIBRARY, "offered the matrix {subject} again"),
    "add account": Words(About.ACCOUNTS, "added the account of {person}"),
    "change permissions": Words(About.ACCOUNTS, "changed what {person} may do"),
    "disable account": Words(About.ACCOUNTS, "disabled the account of {person}"),
    "enable account": Words(About.ACCOUNTS, "enabled the account of {person}"),
    "make password link": Words(About.ACCOUNTS, "made a link with which {person} sets a password"),
    "set password": Words(About.ACCOUNTS, "set a password"),
    "ask for link": Words(About.ACCOUNTS, "asked for a link to sign in, and none was sent"),
    "come in by link": Words(About.ACCOUNTS, "came in by a link that was sent"),
    "sign in": Words(About.ACCOUNTS, "signed in"),
    "sign out": Words(About.ACCOUNTS, "signed out"),
}

FULLER: Final[Mapping[tuple[str, str], str]] = {
    ("add partner", "merged"): "added {partner}, which merged into {other}",
    ("add partner", "succeeded"): "added {partner}, which was succeeded by {other}",
    ("change partner", "merged"): "recorded that {partner} merged into {other}",
    ("change partner", "succeeded"): "recorded that {partner} was succeeded by {other}",
    ("change partner", "alone"): "recorded that {partner} goes on in no other partner",
    ("sign off round", "agrees"): "signed {round} off for {partner}",
    ("sign off round", "reservations"): "signed {round} off for {partner} with reservations",
    ("sign off round", "declines"): "declined to sign {round} off for {partner}",
    ("agree level", "named"): "recorded the result on {criterion} in {round}",
    ("move round to matrix version", "named"): "moved {round} from version {before} to {after} of its matrix",
    ("undo move to matrix version", "named"): "took {round} back from version {before} to {after} of its matrix",
    ("reopen round", "why"): "reopened {round}: {reason}",
    ("reopen-responding round", "why"): "opened {round} for responses again: {reason}",
}
"""The sentence of an action where more is known of an event than what every event of it tells, by what kind that is."""


@dataclass(frozen=True, slots=True)
class MoreKnown:
    """What is known of an event beyond whom and which round it is about: its kind, and what is to be filled in.

    `kind` and the names of `places` are those of the sentence that is told instead. Without a kind nothing is known.
    """

    kind: str = ""
    places: Mapping[str, str] = field(default_factory=dict)


NOTHING_MORE: Final = MoreKnown()


def actions_about(*kinds: About) -> tuple[str, ...]:
    """The actions of some kinds."""
    return tuple(action for action, words in WORDS.items() if words.about in kinds)


def said_of(
    action: str,
    *,
    who: str,
    round_label: str,
    partner: str,
    person: str,
    subject: str,
    more: MoreKnown = NOTHING_MORE,
) -> str:
    """An event as a sentence without its full stop. What is not known is called by its kind; `who` may be empty.

    A reason stands at its end as it was written, with its own full stop if it has one.
    """
    words = WORDS.get(action)
    said = FULLER.get((action, more.kind), action if words is None else words.sentence)
    filled = {
        **more.places,
        "round": round_label or "a round",
        "partner": partner or "a partner",
        "person": person or "somebody",
        "subject": subject,
    }
    # In one go: a name that looks like a place to fill in stays as it is.
    said = _PLACE.sub(lambda place: filled.get(place[1], place[0]), said)
    if words is not None and words.is_by_nobody:
        return said
    return f"{who or 'Somebody who was not signed in, or a command,'} {said}"


_PLACE: Final = re.compile(r"\{([a-z]+)\}")
