"""What was signed for the partners of a round, and whether anybody was asked to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from maturity.core.record.sign_off import signature_digest
from maturity.core.round import Stage
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.persistence.rows.message import MessageKind, MessageRow
from maturity.persistence.rows.round_row import Respondent, RoundPartnerRow, RoundRow
from maturity.persistence.rows.sign_off import SignOff


def list_sign_offs(session: Session, *, round_id: int) -> Sequence[SignOff]:
    """Everything that was signed in a round, the latest first."""
    return session.scalars(select(SignOff).where(SignOff.round_id == round_id).order_by(SignOff.id.desc())).all()


def find_sign_off(session: Session, *, round_id: int, request_key: str) -> SignOff | None:
    """What was signed by one request, if it was made before."""
    return session.scalar(select(SignOff).where(SignOff.round_id == round_id, SignOff.request_key == request_key))


def digest_of(row: SignOff, *, partner_name: str) -> str:
    """The digest of a signature, by which its event holds it."""
    return signature_digest(
        partner_name=partner_name,
        decision=row.decision,
        words=row.words,
        signed_name=row.signed_name,
        role_title=row.role_title,
        on_behalf=row.on_behalf,
        state_hash=row.state_hash,
        request_key=row.request_key,
        signed_at=f"{row.signed_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}",
    )


def was_asked_to_sign(session: Session, *, round_id: int) -> bool:
    """Whether anybody of a round was ever asked by email to sign it off."""
    asked = select(MessageRow.id).where(MessageRow.round_id == round_id, MessageRow.kind == MessageKind.SIGN_OFF)
    return session.execute(asked.limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class ToSign:
    """A closed round that a partner has not signed since it was closed, while its partners are signing."""

    collaborative: int
    number: int
    round_label: str
    partner: int
    partner_name: str


def list_to_sign(session: Session, *, account: int) -> Sequence[ToSign]:
    """What a person can sign for the partners that they respond for, where anybody was asked to or has signed."""
    rows = session.execute(
        select(
            RoundRow.collaborative_id,
            RoundRow.number,
            RoundRow.label,
            Respondent.partner_id,
            RoundPartnerRow.name,
        )
        .join(RoundRow, RoundRow.id == Respondent.round_id)
        .join(
            RoundPartnerRow,
            (RoundPartnerRow.round_id == Respondent.round_id) & (RoundPartnerRow.partner_id == Respondent.partner_id),
        )
        .where(
            Respondent.account_id == account,
            Respondent.stood_down_at.is_(None),
            RoundRow.stage == Stage.CLOSED,
            exists().where(MessageRow.round_id == RoundRow.id, MessageRow.kind == MessageKind.SIGN_OFF)
            | exists().where(SignOff.round_id == RoundRow.id),
            ~exists().where(
                SignOff.round_id == RoundRow.id,
                SignOff.partner_id == Respondent.partner_id,
                SignOff.signed_at >= RoundRow.closed_at,
            ),
            exists().where(
                RoleGrant.account_id == Respondent.account_id,
                RoleGrant.partner_id == Respondent.partner_id,
                RoleGrant.role == Role.RESPONDENT,
                RoleGrant.accept_hash.is_(None),
            ),
        )
        .order_by(RoundRow.closed_at.desc(), RoundPartnerRow.name)
    ).all()
    return [ToSign(*row) for row in rows]
