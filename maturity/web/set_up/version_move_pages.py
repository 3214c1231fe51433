"""What the page of the matrix version of a round shows: the move that is offered, and those that were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from maturity.core.declared_changes import Change
from maturity.core.matrix_change.difference import CriterionDifference, difference
from maturity.core.matrix_change.given_otherwise import GivenOtherwise, said_of_given
from maturity.core.matrix_change.version_move import CriterionFate, Fate, Tier
from maturity.core.round import Stage
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.touched import tells_nothing
from maturity.persistence.queries.version_moves import MadeMove
from maturity.usecases.author import said_in_words
from maturity.usecases.version_move import KeptFromBefore, PlannedMove
from maturity.web.design_system.words import count
from maturity.web.set_up.frame import CollaborativeFrame, frame_of


@dataclass(frozen=True, slots=True)
class FateLine:
    """One criterion: how it changed, what becomes of what was said, and how much that is in each tier, as counts alone.

    `title_before` is empty where the title is the same.
    """

    title: str
    title_before: str
    changed: str
    note: str
    in_words: str
    counts: str


@dataclass(frozen=True, slots=True)
class MoveOffer:
    """A move that a lead may make. `obstacle` says why it cannot be made, empty where it can.

    `lines` are the criteria that change and `unchanged` the others, as far as the collaborative is asked them;
    `leaves_out` is whether there are more. Where `is_untold`, how much was said is not told, and no line has counts.
    """

    target: str
    summary: str
    lines: tuple[FateLine, ...]
    unchanged: tuple[FateLine, ...]
    leaves_out: bool
    effects: tuple[str, ...]
    obstacle: str
    is_untold: bool


@dataclass(frozen=True, slots=True)
class MadeLine:
    """A move that was made. `undo_address` is empty where it cannot be undone by who looks.

    `undo_obstacle` says why a lead cannot undo the last one, empty where nothing is in the way. `reopened` says to a
    lead who has to submit again because of it, empty where nobody has to. `leaves` says to a lead what undoing it would
    leave standing although it was given to what is asked now, empty where there is nothing.
    """

    what: str
    by: str
    when: datetime
    reason: str
    undone: datetime | None
    id: int
    undo_address: str
    undo_obstacle: str
    reopened: str
    leaves: str


@dataclass(frozen=True, slots=True)
class WayBack:
    """The move that can be undone, unless there is an `obstacle`, which says why not.

    `would_leave` is what would stand after that though it was given when another version asked it otherwise.
    """

    made: MadeMove
    obstacle: str
    would_leave: Sequence[GivenOtherwise]


@dataclass(frozen=True, slots=True)
class VersionMovePage:
    """The matrix version of a round. `keeps` says that it is the round’s for ever; empty where it may still move.

    `no_version` says why a newer version cannot be reached, empty where there is none.
    """

    frame: CollaborativeFrame
    round_label: str
    round_address: str
    saves_to: str
    matrix: str
    offer: MoveOffer | None
    moves: tuple[MadeLine, ...]
    kept: tuple[KeptFromBefore, ...]
    keeps: str
    no_version: str


def version_move_page(
    head: RoundHead,
    *,
    matrix: str,
    plan: PlannedMove | None,
    moves: Sequence[MadeMove],
    reopened: Mapping[int, tuple[int, int]],
    way_back: WayBack | None,
    kept: tuple[KeptFromBefore, ...],
    keeps_version: bool,
    no_version: str,
) -> VersionMovePage:
    """The page for the person who is signed in; only a lead is offered anything.

    `reopened` is, by move, how many people it reopened and how many of them have not submitted.
    """
    frame = frame_of(head.collaborative, head.collaborative_name)
    back = way_back if frame.is_lead else None
    last = None if back is None else back.made.id
    obstacle = "" if back is None else back.obstacle
    undo = frame.to("undo_version", number=head.number)
    return VersionMovePage(
        frame=frame,
        round_label=head.label,
        round_address=frame.to("round_page", number=head.number),
        saves_to=frame.to("keep_version", number=head.number),
        matrix=matrix,
        offer=_offer(plan) if plan is not None and frame.is_lead else None,
        moves=tuple(
            MadeLine(
                what=f"Moved from version {each.from_name} to version {each.to_name}",
                by=each.by,
                when=each.moved_at,
                reason=each.reason,
                undone=each.undone_at,
                id=each.id,
                undo_address=undo if each.id == last and not obstacle else "",
                undo_obstacle=obstacle if each.id == last else "",
                reopened=_reopened(head, each, *reopened.get(each.id, (0, 0))) if frame.is_lead else "",
                leaves=_leaves(back) if back is not None and each.id == last and not obstacle else "",
            )
            for each in moves
        ),
        kept=kept,
        keeps=_keeps(head) if keeps_version else "",
        no_version=no_version,
    )


def _keeps(head: RoundHead) -> str:
    if head.stage is Stage.CLOSED:
        return "It is closed, so it keeps that version for ever."
    return "It was closed once, so it keeps that version for ever, also now that it is reopened."


def _reopened(head: RoundHead, made: MadeMove, reopened: int, waiting: int) -> str:
    """Who has to submit again; in a round without names no number, which would tell who had answered since."""
    if head.stage is not Stage.OPEN or not waiting:
        return ""
    undoing = " Undoing the move counts as submitted again whoever changed nothing since."
    back = undoing if made.undone_at is None else ""
    if tells_nothing(head.naming, head.stage):
        return f"Not everybody who had submitted before it has submitted again.{back}"
    return f"{waiting:,} of {count(reopened, 'person', 'people')} who had submitted before it must submit again.{back}"


def _leaves(back: WayBack) -> str:
    if not back.would_leave:
        return ""
    return (
        f"Undoing the move leaves standing what was given when it was asked otherwise than in version "
        f"{back.made.from_name}: {said_of_given(back.would_leave)}. It is marked so until a level is recorded again."
    )


def _offer(plan: PlannedMove) -> MoveOffer:
    kind = plan.head.collaborative_type
    found = difference(plan.walk.earlier, plan.walk.later)
    of = {each.criterion_id: each for each in found.criteria}
    lines: dict[bool, list[FateLine]] = {True: [], False: []}
    leaves_out, keeps_all = False, not plan.changes_scale
    for fate in plan.fates:
        change, said = of[fate.criterion_id], _said(plan, fate)
        if said or any(each.is_asked_of(kind) for each in (change.earlier, change.later) if each is not None):
            is_changed = plan.changes_scale or fate.fate is not Fate.KEPT or not change.is_the_same
            keeps_all &= fate.fate is Fate.KEPT
            lines[is_changed].append(_line(fate, change, said, is_untold=plan.is_untold))
        else:
            leaves_out = True
    return MoveOffer(
        target=plan.target.version,
        summary=_summary(len(lines[True]), len(lines[False]), keeps_all=keeps_all),
        lines=tuple(lines[True]),
        unchanged=tuple(lines[False]),
        leaves_out=leaves_out,
        effects=tuple(_effects(plan)),
        obstacle=plan.obstacle,
        is_untold=plan.is_untold,
    )


def _said(plan: PlannedMove, fate: CriterionFate) -> Counter[Tier]:
    said: Counter[Tier] = Counter()
    for each in dict.fromkeys([*fate.sources, fate.criterion_id]):
        said.update(plan.counts.get(each, {}))
    return said


def _line(fate: CriterionFate, change: CriterionDifference, said: Counter[Tier], *, is_untold: bool) -> FateLine:
    before = change.earlier.title if change.earlier is not None else fate.title
    is_declared = not {Change.SAME}.issuperset(change.declared or ()) or change.went is not None
    nothing = "" if is_untold else "Nothing was said on it yet."
    return FateLine(
        title=fate.title,
        title_before=before if before != fate.title else "",
        changed=change.declared_in_words if is_declared else change.found_in_words,
        note=change.note or "",
        in_words=fate.in_words,
        counts=said_in_words(said) if said else nothing,
    )


def _summary(changed: int, same: int, *, keeps_all: bool) -> str:
    others = f", {same} {'stays' if same == 1 else 'stay'} the same" if same else ""
    changes = count(changed, "criterion changes", "criteria change") if changed else "No criterion changes"
    kept = " Nothing that was said is changed." if keeps_all else ""
    return f"{changes}{others if changed else ''}.{kept}"


def _effects(plan: PlannedMove) -> list[str]:
    until = "the round closes"
    if plan.changes_scale:
        until += ", or votes are revealed in the room on the new scale of levels"
    effects = [
        "Every earlier word stays: what is changed gets a further version.",
        "A vote that is under way in the room is withdrawn. Votes that were revealed stay with their criterion.",
        f"You can undo the move until {until}. What was changed since then keeps its newer words.",
    ]
    if plan.reopens:
        effects.insert(
            0,
            f"{count(plan.reopens, 'person who', 'people who')} submitted can change the answers and must submit "
            "again, which also confirms what they leave as it is. Nobody is written to by this: the round offers to "
            "remind them.",
        )
    return effects
