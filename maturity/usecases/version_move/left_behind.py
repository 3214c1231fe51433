"""What was said on criteria that a move left behind, and who may still read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from maturity.core.round import Stage
from maturity.core.version_move import Tier
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.version_moves import list_own_seats, list_said, list_version_moves


@dataclass(frozen=True, slots=True)
class KeptFromBefore:
    """What somebody may still read of a criterion that the round asked in an earlier version and asks no more.

    `whose` is “Your own answer” or “Agreed by the collaborative”; `level` is in the words of that version.
    """

    criterion: str
    version: str
    whose: str
    level: str
    reason: str
    evidence: str


def list_kept_from_before(
    session: Session, *, head: RoundHead, account: int, may_see_draft: bool
) -> tuple[KeptFromBefore, ...]:
    """What is kept on criteria that a move left behind: a person's own answers, and what was recorded together.

    What is recorded is a draft until the round is closed, for those alone who may see one.
    """
    moves = [each for each in list_version_moves(session, round_id=head.id) if each.undone_at is None]
    now = get_matrix(session, matrix_version=head.matrix_version, content_hash=head.matrix_hash)
    own = set(list_own_seats(session, round_id=head.id, account=account))
    tiers = [(Tier.RESPONSE, "Your own answer")]
    if head.stage is Stage.CLOSED or (may_see_draft and head.stage is Stage.AGREEING):
        tiers.append((Tier.CONSENSUS, "Recorded by the collaborative"))
    found: dict[tuple[str, str], KeptFromBefore] = {}
    for tier, whose in tiers if moves else ():
        for place, said in list_said(session, round_id=head.id, tier=tier).items():
            if tier is Tier.RESPONSE and dict(place)["respondent_id"] not in own:
                continue
            for move in moves:
                before = get_matrix(session, matrix_version=move.from_version)
                for criterion_id, kept in said.items():
                    is_asked = criterion_id in now.criterion_ids
                    # The latest move comes first: its words are in the version in which the criterion was last asked.
                    is_found = (criterion_id, whose) in found
                    if is_asked or is_found or criterion_id not in before.criterion_ids:
                        continue
                    words: Any = kept.said
                    level = "" if words.level is None else before.level(words.level).numbered_label
                    found[criterion_id, whose] = KeptFromBefore(
                        criterion=before.criterion(criterion_id).title,
                        version=before.version,
                        whose=whose,
                        level=level or words.state.label,
                        reason=words.reason,
                        evidence=words.evidence,
                    )
    return tuple(found.values())
