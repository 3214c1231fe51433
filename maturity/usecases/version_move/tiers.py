"""What a move, and undoing it, write in each tier of a round: one rule for all four, whoever's words they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final, Generic, Protocol

from sqlalchemy.orm import Session

from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk
from maturity.core.matrix_change.version_move import (
    CriterionFate,
    Fate,
    Said,
    Tier,
    answer_after,
    consensus_after,
    dissent_after,
    is_by_a_person,
    level_said,
    longest_text,
    stance_after,
    without_level,
)
from maturity.core.response import LONGEST_TEXT
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS
from maturity.persistence.queries.positions import POSITIONS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.version_moves import EffectOfMove, MadeMove, Place, list_said
from maturity.persistence.queries.versions import Kept, Versions
from maturity.persistence.queries.written import LastWritten, list_last_written


@dataclass(frozen=True, slots=True)
class Undoing:
    """A move that is undone. `before` and `after` are the matrices, `effects` the rows it wrote, by tier and row."""

    round_id: int
    made: MadeMove
    before: Matrix
    after: Matrix
    changes_scale: bool
    effects: Mapping[tuple[Tier, int], EffectOfMove]


class Standing(Enum):
    """How a row stands to a move that is undone."""

    AS_MOVED = "as the move wrote it"
    NEWER = "changed by somebody since the move"
    SINCE = "written since the move, in the same words or by nobody: worked out from responses"
    UNTOUCHED = "neither written by the move nor changed since"


class Rewrite(Protocol):
    """The next version of one row, to be written."""

    @property
    def tier(self) -> Tier:
        """Whose words they are."""

    @property
    def criterion_id(self) -> str:
        """What they are said on."""

    @property
    def standing(self) -> Standing:
        """How the row stood before, where a move is undone."""

    @property
    def is_too_long(self) -> bool:
        """Whether a text would get longer than can be kept."""

    def write(self, session: Session, *, account: int, request_key: str, now: datetime) -> EffectOfMove:
        """Write it, and say which row and versions that touched."""


class MovedTier(Protocol):
    """One tier of a round, whatever its words are."""

    def moved(
        self, session: Session, *, round_id: int, walk: Crosswalk, planned: Sequence[CriterionFate]
    ) -> Iterator[Rewrite]:
        """What a move has to write; what would say the same is left out."""

    def taken_back(self, session: Session, undoing: Undoing) -> Iterator[Rewrite]:
        """What undoing a move looks at: every row that the move wrote, or that was written since.

        One that keeps its newer words as they are says the same afterwards. What a later move wrote, and undoing
        that one, is as if it had never been.
        """


@dataclass(frozen=True, slots=True)
class _Rewrite(Generic[Said]):
    tier: Tier
    versions: Versions[Said]
    place: Place
    criterion_id: str
    kept: Kept[Said]
    becomes: Said
    standing: Standing

    @property
    def is_too_long(self) -> bool:
        return longest_text(self.becomes) > max(LONGEST_TEXT, longest_text(self.kept.said))

    def write(self, session: Session, *, account: int, request_key: str, now: datetime) -> EffectOfMove:
        made = self.kept
        if self.becomes != self.kept.said or self.standing is Standing.AS_MOVED:
            made = self.versions.keep(
                session,
                place={**dict(self.place), "criterion_id": self.criterion_id},
                before=self.kept,
                said=self.becomes,
                account=account,
                request_key=request_key,
                now=now,
            )
        return EffectOfMove(self.tier, made.row or 0, self.criterion_id, self.kept.version, made.version)


@dataclass(frozen=True, slots=True)
class _Tier(Generic[Said]):
    tier: Tier
    versions: Versions[Said]
    after: Callable[[Crosswalk, CriterionFate, Mapping[str, Said]], Said]

    def moved(
        self, session: Session, *, round_id: int, walk: Crosswalk, planned: Sequence[CriterionFate]
    ) -> Iterator[Rewrite]:
        going_on = [each for each in planned if each.fate not in {Fate.NEW, Fate.GONE}]
        for place, kept in list_said(session, round_id=round_id, tier=self.tier, versions=self.versions).items():
            said = {criterion_id: each.said for criterion_id, each in kept.items()}
            for fate in going_on:
                if not any(each in said for each in fate.sources):
                    continue
                there = kept.get(fate.criterion_id, self.versions.nothing_kept)
                becomes = self.after(walk, fate, said)
                if becomes != there.said:
                    yield self._rewrite(place, fate.criterion_id, there, becomes, Standing.UNTOUCHED)

    def taken_back(self, session: Session, undoing: Undoing) -> Iterator[Rewrite]:
        said = list_said(session, round_id=undoing.round_id, tier=self.tier, versions=self.versions)
        written = list_last_written(session, round_id=undoing.round_id, tier=self.tier)
        for place, by_criterion in said.items():
            for criterion_id, kept in by_criterion.items():
                effect = undoing.effects.get((self.tier, kept.row or 0))
                if _was_written_since(written.get(kept.row or 0), undoing.made, effect):
                    newer = _readable_before(kept.said, criterion_id, undoing)
                    then = self._then(session, kept, undoing.made, effect)
                    is_newer = is_by_a_person(kept.said) and kept.said != then
                    standing = Standing.NEWER if is_newer else Standing.SINCE
                    yield self._rewrite(place, criterion_id, kept, newer, standing)
                elif effect is not None:
                    before = self._before(session, effect)
                    yield self._rewrite(place, criterion_id, kept, before, Standing.AS_MOVED)

    def _rewrite(
        self, place: Place, criterion_id: str, kept: Kept[Said], becomes: Said, standing: Standing
    ) -> _Rewrite[Said]:
        return _Rewrite(self.tier, self.versions, place, criterion_id, kept, becomes, standing)

    def _then(self, session: Session, kept: Kept[Said], made: MadeMove, effect: EffectOfMove | None) -> Said:
        """What a row said before a move, whether the move wrote it or not."""
        if effect is not None:
            return self._before(session, effect)
        return self.versions.find_version_at(session, row=kept.row or 0, moment=made.moved_at).said

    def _before(self, session: Session, effect: EffectOfMove) -> Said:
        """What a row said before the move wrote it."""
        if not effect.from_version:
            return self.versions.nothing_kept.said
        return self.versions.get_version(session, row=effect.row, version=effect.from_version).said


def _was_written_since(last: LastWritten | None, made: MadeMove, effect: EffectOfMove | None) -> bool:
    if last is None:
        return False
    return last.at > made.moved_at if effect is None else last.version > effect.to_version


def _readable_before(said: Said, criterion_id: str, undoing: Undoing) -> Said:
    """Newer words as they can be read in the version before: a level of another scale is left open under them."""
    level = level_said(said)
    is_asked_there = criterion_id in undoing.before.criterion_ids
    if level is None or not undoing.changes_scale or not is_asked_there:
        return said
    return without_level(said, f"{undoing.after.level(level).numbered_label} in version {undoing.after.version}")


TIERS: Final[Sequence[MovedTier]] = (
    _Tier(Tier.RESPONSE, ANSWERS, answer_after),
    _Tier(Tier.POSITION, POSITIONS, stance_after),
    _Tier(Tier.CONSENSUS, AGREED_LEVELS, consensus_after),
    _Tier(Tier.DISSENT, DISSENTS, dissent_after),
)
"""Everything that is said in a round."""
