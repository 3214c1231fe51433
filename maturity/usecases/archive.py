"""Gathering everything that an archive of a closed round holds, but for the files that reports make of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from maturity.core.record.archive import EVENTS, FIGURES, PEOPLE, SIGNATURES, Contents, read_part
from maturity.core.record.archive_figures import figures_of
from maturity.core.record.round_state import RoundState, canonical_json, read_json
from maturity.core.round import Stage
from maturity.core.round_report import RoundReport
from maturity.persistence.queries.round_states import LoadedState, load_round_state
from maturity.persistence.queries.sign_offs import list_sign_offs
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.collaborative import Collaborative
from maturity.persistence.rows.imported_archive import ImportedArchive
from maturity.persistence.rows.sign_off import SignOff
from maturity.usecases.archive_matrices import gather_matrices
from maturity.usecases.closed_rounds import NotClosedYet, RoundHeads
from maturity.usecases.share import load_report

TOLD_EVENTS: Final = (
    "open round",
    "start-agreeing round",
    "close round",
    "reopen round",
    "sign off round",
    "import archive",
)
"""The events that are in the archive of somebody who may not read every tier: none of them tells who answered when."""


def gather_archive(session: Session, *, heads: RoundHeads, whole: bool) -> tuple[Contents, RoundReport]:
    """What an archive of a closed round holds, and the report that is printed into it; raises `NotClosedYet`.

    `whole` is for whoever runs the installation: every tier, and the people by name and address. Without it the words
    of people and partners are left out, and stand as one hash.
    """
    head = heads.head
    if head.stage is not Stage.CLOSED:
        raise NotClosedYet(head)
    loaded = load_round_state(session, round_id=head.id)
    state = loaded.state if whole else loaded.state.without_what_is_kept_back()
    report = load_report(session, heads)
    signed = list_sign_offs(session, round_id=head.id)[::-1]
    accounts = [
        *loaded.accounts,
        *dict.fromkeys(row.account_id for row in signed if row.account_id not in loaded.accounts),
    ]
    matrices, has_overlays = gather_matrices(session, matrix_versions=loaded.matrix_versions)
    parts = {
        FIGURES: canonical_json(figures_of(report.result)),
        SIGNATURES: canonical_json(_signatures(signed, loaded, accounts if whole else None)),
        EVENTS: canonical_json(_events(session, head.collaborative, head.id, whole=whole)),
        **matrices,
    }
    if whole:
        parts[PEOPLE] = canonical_json(_people(session, accounts))
    return Contents(about=_about(session, heads, state), state=state, parts=parts, has_overlays=has_overlays), report


def _about(session: Session, heads: RoundHeads, state: RoundState) -> dict[str, Any]:
    collaborative = session.get_one(Collaborative, heads.head.collaborative)
    [round_row] = state.parts["round"].records()
    return {
        "collaborative": collaborative.name,
        "type": collaborative.type.value,
        "footprint": collaborative.footprint.value,
        "region": collaborative.region,
        "number": round_row["number"],
        "label": round_row["label"],
        "closed_at": round_row["closed_at"],
    }


def _signatures(signed: Sequence[SignOff], loaded: LoadedState, accounts: Sequence[int] | None) -> list[dict[str, Any]]:
    """The first at the top. `account` is the place of who sent it, in an archive that names people."""
    return [
        {
            "partner": loaded.partners.index(row.partner_id) + 1,
            "account": None if accounts is None else accounts.index(row.account_id) + 1,
            "decision": row.decision.value,
            "words": row.words,
            "signed_name": row.signed_name,
            "role_title": row.role_title,
            "on_behalf": row.on_behalf,
            "state_hash": row.state_hash,
            "request_key": row.request_key,
            "signed_at": _moment(row.signed_at),
        }
        for row in signed
    ]


def _people(session: Session, accounts: Sequence[int]) -> list[dict[str, str]]:
    rows = {row.id: row for row in session.scalars(select(Account).where(Account.id.in_(accounts)))}
    return [{"name": rows[account].name, "email": rows[account].email} for account in accounts]


def _events(session: Session, collaborative: int, round_id: int, *, whole: bool) -> dict[str, Any]:
    """The events of the round with their hashes, the last of all events, and what an import brought with it."""
    of_round = (
        select(AuditEvent)
        .where(AuditEvent.collaborative_id == collaborative, AuditEvent.round_id == round_id)
        .order_by(AuditEvent.id)
    )
    rows = session.scalars(of_round if whole else of_round.where(AuditEvent.action.in_(TOLD_EVENTS))).all()
    last = session.scalars(
        select(AuditEvent).where(AuditEvent.id == select(func.max(AuditEvent.id)).scalar_subquery())
    ).one()
    imported = session.scalar(select(ImportedArchive.content).where(ImportedArchive.round_id == round_id))
    return {
        "events": [
            {
                "number": row.id,
                "happened_at": _moment(row.happened_at),
                "account": row.account_id,
                "collaborative": row.collaborative_id,
                "round": row.round_id,
                "action": row.action,
                "subject": row.subject,
                "previous_hash": row.previous_hash,
                "hash": row.hash,
            }
            for row in rows
        ],
        "head": {"number": last.id, "hash": last.hash},
        "before_import": None if imported is None else _before_import(read_part(imported, EVENTS), whole=whole),
    }


def _before_import(part: bytes, *, whole: bool) -> dict[str, Any]:
    """The events that an imported archive brought with it; without every tier, of each record those that are told."""
    events: dict[str, Any] = read_json(part)
    return events if whole else _told(events)


def _told(events: dict[str, Any]) -> dict[str, Any]:
    before = events["before_import"]
    told = [event for event in events["events"] if event["action"] in TOLD_EVENTS]
    return {**events, "events": told, "before_import": None if before is None else _told(before)}


def _moment(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
