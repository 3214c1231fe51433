"""Taking a round back to the version before: what was changed since keeps its newer words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from maturity.core.matrix_change.asked_then import asked_otherwise
from maturity.core.matrix_change.given_otherwise import GivenOtherwise, said_of_given
from maturity.core.matrix_change.version_move import changes_levels
from maturity.core.round import Stage, WayOfScoring
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.reopened_seats import (
    count_reopened,
    put_submissions_back,
    reopen_to_look_again,
)
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.queries.touched import tells_nothing
from maturity.persistence.queries.version_moves import (
    MadeMove,
    count_revealed_ballots,
    list_effects,
    list_version_moves,
    note_undone,
    request_key_of,
)
from maturity.persistence.rows.round_row import RoundRow
from maturity.usecases.given_otherwise import list_given_otherwise
from maturity.usecases.room.ballots import withdraw_open_ballot
from maturity.usecases.room.conduct import stay_on_what_is_asked
from maturity.usecases.round_changes import note_round_changed
from maturity.usecases.rounds.asking_anew import asked_of_others, list_handed
from maturity.usecases.rounds.positions import reach_positions
from maturity.usecases.version_move.lengths import refuse_too_long, titles_of
from maturity.usecases.version_move.planning import keeps_its_version, walk_between
from maturity.usecases.version_move.refusals import NotMovable
from maturity.usecases.version_move.tiers import TIERS, Standing, Undoing


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing came to: how many rows say again what they said, and how many keep newer words.

    `reopened` is how many people had submitted before the move and were to submit again, and `waiting` how many of them
    do not count as submitted now; `is_open` is whether they still can submit. `astray` is how many others submitted
    since, with an answer to what is asked otherwise again. `otherwise` is on which criteria positions and agreed levels
    stand that were given when another version asked them otherwise. Where `is_untold`, no number may be told:
    in a round without names it would say how many had answered.
    """

    restored: int
    kept_newer: int
    reopened: int = 0
    waiting: int = 0
    is_open: bool = True
    astray: int = 0
    is_untold: bool = False
    otherwise: tuple[GivenOtherwise, ...] = ()

    @property
    def in_words(self) -> str:
        """What became of what the move had changed, and who has to submit again."""
        of_people = (self._of_the_people, self._of_who_answered_since)
        return " ".join(filter(None, (self._of_the_words, *of_people, self._of_what_stands)))

    @property
    def _of_what_stands(self) -> str:
        if not self.otherwise:
            return ""
        return (
            "Given when another version asked otherwise, and marked so until a level is recorded again: "
            f"{said_of_given(self.otherwise)}."
        )

    @property
    def _of_who_answered_since(self) -> str:
        if not self.astray or self.is_untold:
            return ""
        who, have = ("1 person", "has") if self.astray == 1 else (f"{self.astray:,} people", "have")
        return f"{who} who submitted since {have} to look again at what was asked otherwise, and to submit again."

    @property
    def _of_the_people(self) -> str:
        if not self.reopened:
            return ""
        if self.is_untold:
            return (
                "Whoever had submitted before it counts as submitted again; who changed an answer, took the response "
                "back or was asked more since has to submit again."
            )
        if not self.waiting:
            return "Everybody who had submitted before it counts as submitted."
        who, have, do = "1 person", "has", "does"
        if self.waiting > 1:
            who, have, do = f"{self.waiting:,} people", "have", "do"
        said = f"{who} {f'{have} to submit again' if self.is_open else f'{do} not count as submitted'}: an answer, or "
        said += "what is asked, changed since the move, or the response was taken back."
        others = " Everybody else who had submitted before it counts as submitted."
        return f"{said}{others if self.waiting < self.reopened else ''}"

    @property
    def _of_the_words(self) -> str:
        if self.is_untold:
            return "The move is undone. What it had changed is as before; what was changed since keeps its newer words."
        if not self.restored and not self.kept_newer:
            return "The move is undone. No answer or result had been changed by it, so nothing had to be put back."
        said = ["The move is undone."]
        if self.restored:
            said.append(
                "1 answer or result that the move changed is back as it was."
                if self.restored == 1
                else f"{self.restored:,} answers and results that the move changed are back as they were."
            )
        if self.kept_newer:
            said.append(
                "1 that was changed since keeps its newer words."
                if self.kept_newer == 1
                else f"{self.kept_newer:,} that were changed since keep their newer words."
            )
        return " ".join(said)


def find_move_to_undo(session: Session, *, head: RoundHead) -> MadeMove | None:
    """The last move of a round that was never closed and is where it was moved to; else there is none to undo.

    `why_not_undone` says what may be in the way of it all the same.
    """
    last = next((each for each in list_version_moves(session, round_id=head.id) if each.undone_at is None), None)
    is_there = last is not None and last.to_version == head.matrix_version
    return last if is_there and not keeps_its_version(session, head=head) else None


def why_not_undone(session: Session, *, head: RoundHead, made: MadeMove) -> str:
    """Why a move to another scale cannot be undone: votes were revealed on the new one. Empty where it can."""
    if changes_levels(walk_between(session, made.from_version, made.to_version)) and count_revealed_ballots(
        session, round_id=head.id
    ):
        return (
            "Votes were revealed in the room since, on the scale of levels of the new version. Votes are never "
            "rewritten, so this move cannot be undone any more."
        )
    return ""


def undo_move(session: Session, *, head: RoundHead, move: int, by: int, now: datetime) -> Undone:
    """Take a round back to the version before, by further versions of every row that the move wrote.

    Whoever had submitted before the move counts as submitted again, but for who has changed an answer, submitted anew,
    stood down or been asked more since. Whoever submitted since with an answer to what is asked otherwise again looks
    at it and submits again.
    What was changed since the move keeps its newer words, and its level too unless the scale is another one: then the
    level is left open and written under the words. Raises `NotMovable`, also where votes were revealed on another
    scale, or words and level would not fit together.
    """
    made = find_move_to_undo(session, head=head)
    if made is None or made.id != move:
        raise NotMovable("This move cannot be undone any more: it was undone already, or the round was closed since.")
    obstacle = why_not_undone(session, head=head, made=made)
    if obstacle:
        raise NotMovable(obstacle)
    before = get_matrix(session, matrix_version=made.from_version)
    after = get_matrix(session, matrix_version=made.to_version)
    withdraw_open_ballot(session, head=head, account=by, now=now)
    undoing = Undoing(
        round_id=head.id,
        made=made,
        before=before,
        after=after,
        changes_scale=changes_levels(walk_between(session, made.from_version, made.to_version)),
        effects={(each.tier, each.row): each for each in list_effects(session, move=move)},
    )
    # All is read before anything is written: what is written must not be taken for newer words.
    taken_back = [rewrite for tier in TIERS for rewrite in tier.taken_back(session, undoing)]
    refuse_too_long(taken_back, head=head, titles=titles_of(before, after))
    astray = 0
    if head.stage is Stage.OPEN:
        otherwise = {each.id for each in asked_otherwise(then=after, now=before, versions=(before, after))}
        back = walk_between(session, made.to_version, made.from_version)
        otherwise |= asked_of_others(back, handed=list_handed(session, round_id=head.id).values())
        astray = reopen_to_look_again(session, round_id=head.id, move=move, criteria=otherwise, since=made.moved_at)
    for rewrite in taken_back:
        rewrite.write(session, account=by, request_key=request_key_of(move, is_undone=True), now=now)
    stands = Counter(each.standing for each in taken_back)
    note_undone(session, move=move, by=by, now=now)
    put_submissions_back(session, move=move)
    note_round_changed(
        session,
        head=head,
        action="undo move to matrix version",
        account=by,
        now=now,
        subject=f"{before.key} {before.version}",
        version=RoundRow.version + 1,
        matrix_version_id=made.from_version,
    )
    now_head = get_round(session, collaborative=head.collaborative, number=head.number)
    if head.stage is Stage.AGREEING and head.way is WayOfScoring.PARTNERS_FIRST:
        # Positions were reached on the criteria of the other version, if responding closed after the move.
        reach_positions(session, head=now_head, request_key=f"after undoing version move {move}", by=by, now=now)
    stay_on_what_is_asked(session, collaborative=head.collaborative, number=head.number, now=now)
    reopened, waiting = count_reopened(session, round_id=head.id).get(move, (0, 0))
    return Undone(
        restored=stands[Standing.AS_MOVED],
        kept_newer=stands[Standing.NEWER],
        reopened=reopened,
        waiting=waiting,
        is_open=head.stage is Stage.OPEN,
        astray=astray,
        is_untold=tells_nothing(head.naming, head.stage),
        otherwise=tuple(list_given_otherwise(session, head=now_head).values()),
    )
