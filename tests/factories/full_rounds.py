"""A closed round in which something was written into every table that holds a part of a round."""

from __future__ import annotations

from dataclasses import dataclass, replace

from maturity.core.hindsight import HindsightState
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.version_move import Tier
from maturity.core.record.round_state import RoundState
from maturity.core.round import Naming
from maturity.persistence.engine import Database
from maturity.persistence.queries.round_states import load_round_state
from maturity.persistence.queries.rounds import RoundHead, get_round
from maturity.persistence.rows.hindsight import HindsightRevision, HindsightRow
from maturity.persistence.rows.version_move import VersionMove, VersionMoveEffect
from tests.factories.living_rounds import NOW, LivingRound, keep_matrix, next_round
from tests.factories.named_rounds import NamedRound, a_named_round


@dataclass(frozen=True, slots=True)
class FullRound:
    """The closed round, and one after it that is open."""

    named: NamedRound
    next_number: int

    @property
    def living(self) -> LivingRound:
        return self.named.living

    @property
    def database(self) -> Database:
        return self.living.database

    def head(self) -> RoundHead:
        with self.database.reading() as session:
            return get_round(session, collaborative=self.living.collaborative, number=self.living.number)

    def state(self) -> RoundState:
        with self.database.reading() as session:
            return load_round_state(session, round_id=self.head().id).state


def a_full_round(database: Database, naming: Naming = Naming.NAMED) -> FullRound:
    """The round of `named_rounds`, looked back on from itself, moved to another version and back, and closed."""
    named = a_named_round(database, naming)
    living = named.living
    named.room.record(2, reason="We met halfway.")
    named.room.record(1, reason="We looked again.")
    version, _ = keep_matrix(database, _another_version(living.matrix))
    with database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        looked_back = HindsightRow(
            round_id=head.id,
            earlier_round_id=head.id,
            criterion_id="d1-c1",
            state=HindsightState.OTHERWISE,
            level=3,
            reason="It was higher.",
            version=1,
            saved_at=NOW,
        )
        moved = VersionMove(
            round_id=head.id,
            from_version_id=head.matrix_version,
            to_version_id=version,
            reason="The newer words are clearer.",
            account_id=living.lead,
            moved_at=NOW,
            undone_by=living.lead,
            undone_at=NOW,
        )
        session.add_all([looked_back, moved])
        session.flush()
        session.add(
            HindsightRevision(
                hindsight_id=looked_back.id,
                version=1,
                request_key="looked back",
                account_id=living.lead,
                state=HindsightState.OTHERWISE,
                level=3,
                reason="It was higher.",
                saved_at=NOW,
            )
        )
        position = load_round_state(session, round_id=head.id).rows["position"][0]
        session.add(
            VersionMoveEffect(
                move_id=moved.id,
                tier=Tier.POSITION,
                row_id=position,
                criterion_id="d1-c1",
                from_version=1,
                to_version=2,
            )
        )
    living.move("close")
    return FullRound(named, next_round(living))


def _another_version(matrix: Matrix) -> Matrix:
    return replace(matrix, version="9.0.0")
