"""What the screens of the room show, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from maturity.core.response import LONGEST_TEXT
from maturity.reports.charts.drawing import Chart
from maturity.web.versioned_form import Problems


@dataclass(frozen=True, slots=True)
class RoomFrame:
    """What every page of the room says of itself."""

    collaborative: str
    round_label: str
    round_address: str
    overview_address: str
    results_address: str
    room_address: str
    facilitate_address: str
    state_address: str
    act_addresses: dict[str, str]
    may_facilitate: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One level with what it looks like."""

    value: str
    label: str
    descriptor: str


@dataclass(frozen=True, slots=True)
class Voice:
    """One partner’s level with its words."""

    partner: str
    label: str
    origin: str
    reason: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Strip:
    """A row of dots with what it says; `note` is how it came to be, empty for the partners’ own levels."""

    title: str
    note: str
    chart: Chart | None
    agreement: str
    voices: tuple[Voice, ...]


@dataclass(frozen=True, slots=True)
class Talk:
    """The criterion that is talked about, with the partners’ own levels and each vote as they are drawn.

    `have_voted` says that what is talked about is a vote, and not what partners submitted. `local_mark` says whose
    words the criterion has, where an overlay made them local.
    """

    id: str
    domain: str
    place: str
    title: str
    local_mark: str
    question: str
    options: tuple[Option, ...]
    stands: Markup | None
    votes: tuple[Markup, ...]
    have_voted: bool


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ballot under way: how many are in, who is not, and why it cannot be revealed yet, empty where it can."""

    ballot: int
    number: int
    are_in: int
    of: int
    missing: tuple[tuple[int, str], ...]
    why_not_early: str

    @property
    def in_words(self) -> str:
        """Such as “4 of 6 are in”."""
        return f"{self.are_in} of {self.of} {'is' if self.are_in == 1 else 'are'} in"


@dataclass(frozen=True, slots=True)
class OwnVote:
    """The vote of a partner that the reader speaks for, and the form to cast it.

    `by_colleague` says who sent it where that was somebody else of the partner.
    """

    partner: int
    partner_name: str
    is_in: bool
    label: str
    by_facilitator: bool
    by_colleague: str
    address: str
    form: VoteFields


@dataclass(frozen=True, slots=True)
class VoteFields:
    """The fields of a vote. `prefix` makes them its own on a page with several, `shown` is under whose name it is."""

    prefix: str
    save_address: str
    ballot: int
    options: tuple[Option, ...]
    choice: str
    reason: str
    shown: str
    based_on: int
    request_key: str
    problems: Problems = ()
    longest_text: int = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Agreed:
    """What is recorded on the criterion.

    `by_rule` says that a split has no level, where partners are split and a split decides; `in_vain` that the level
    which is recorded does not count for that. Both are empty elsewhere. `is_agreed` is whether a level is recorded that
    counts. `otherwise` says what on the criterion was given when another version asked it otherwise.
    """

    label: str
    otherwise: tuple[str, ...]
    by_rule: str
    in_vain: str
    is_recorded: bool
    is_agreed: bool
    lacks_reason: bool
    reason: str
    evidence: str
    moves_up: str
    may_dissent: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What a partner holds against the result."""

    partner: str
    words: str
    by_facilitator: bool


@dataclass(frozen=True, slots=True)
class Recording:
    """The form of what is agreed.

    `look_back_address` is where the level of `earlier`, the round before, is looked back on; empty where it has none.
    """

    address: str
    id: str
    title: str
    choices: tuple[tuple[str, str], ...]
    choice: str
    reason: str
    evidence: str
    moves_up: str
    based_on: int
    request_key: str
    stamp: str
    look_back_address: str
    earlier: str
    longest_text: int = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Agenda:
    """Where the room can go: every criterion in the order of talk with whether it is done, and where it goes from here.

    `previous` is the one before this in that order, and `next` the one after it that has no result yet, from the start
    again after the last; where every other has one, the one after it in that order.

    `minutes` is what the timer is given next: the time of this criterion, or some more while it runs.
    """

    criteria: tuple[tuple[str, str, bool], ...]
    previous: tuple[str, str]
    next: tuple[str, str]
    minutes: int


@dataclass(frozen=True, slots=True)
class RoomPage:
    """A screen in the room. `talk` is None while nothing is talked about, and `message` says why.

    `link` is where people come in, to copy, and `sends_mail` whether it can be sent to them as well. `is_over` says
    that the round is closed, so that there is nothing to follow any more.
    """

    frame: RoomFrame
    is_facilitator: bool
    screen_address: str
    count: int
    now: datetime
    message: str
    may_open: bool
    is_open: bool
    is_over: bool
    sends_mail: bool
    link: str
    talk: Talk | None = None
    timer_ends_at: datetime | None = None
    waiting: Waiting | None = None
    own: tuple[OwnVote, ...] = ()
    agreed: Agreed | None = None
    dissents: tuple[Held, ...] = ()
    dissent_addresses: tuple[tuple[str, str], ...] = ()
    dissent_note: str = ""
    on_behalf_addresses: tuple[tuple[str, str], ...] = ()
    recording: Recording | None = None
    agenda: Agenda | None = None

    @property
    def said(self) -> str:
        """What has just happened, for who hears the page and does not see it."""
        if self.talk is None:
            return self.message
        if self.waiting is not None:
            return f"Voting on {self.talk.title}. {self.waiting.in_words}."
        if self.agreed is not None and self.agreed.is_recorded:
            return f"{self.talk.title}: {self.agreed.label}. {self.agreed.in_vain}".rstrip()
        if self.talk.votes:
            return f"{self.talk.title}: the votes are revealed."
        return f"Now: {self.talk.title}."

    @property
    def refreshes(self) -> bool:
        """Whether the page may refresh itself without a script: more is to come, and nothing can be typed on it."""
        return not self.is_over and self.recording is None and all(own.is_in for own in self.own)


@dataclass(frozen=True, slots=True)
class VotePage:
    """The vote of one partner on a page of its own. `on_behalf` says that a facilitator enters it."""

    frame: RoomFrame
    back_address: str
    title: str
    partner_name: str
    on_behalf: bool
    is_in: bool
    fields: VoteFields


@dataclass(frozen=True, slots=True)
class DissentPage:
    """The dissent of one partner. `agreed` is the result that it dissents from; `has_level` that this is a level.

    `shown` is under whose name it stands, and `is_marked` whether it says that it was written down for it.
    """

    frame: RoomFrame
    back_address: str
    save_address: str
    title: str
    question: str
    agreed: str
    has_level: bool
    partner_name: str
    on_behalf: bool
    shown: str
    is_marked: bool
    words: str
    based_on: int
    request_key: str
    stamp: str
    problems: Problems = ()
    longest_text: int = LONGEST_TEXT
