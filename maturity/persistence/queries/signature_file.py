"""The sign-offs in a database file, read without the product, as they are held against the record of events."""

from __future__ import annotations

from hashlib import sha256
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite

from maturity.core.record.archive import EVENTS, ArchiveNotReadable, unpack
from maturity.core.record.round_state import StateNotReadable, read_json
from maturity.core.record.sign_off import SignOffDecision, signature_digest
from maturity.core.record.signature_check import KeptSignature, SigningEvent, check_signatures
from maturity.persistence.queries.audit_file import RecordFile, RecordNotReadable

_KEPT: Final = """
SELECT sign_off.id, sign_off.round_id, sign_off.partner_id, round_partner.name, decision, words, signed_name,
    role_title, on_behalf, state_hash, request_key, signed_at
FROM sign_off LEFT JOIN round_partner
    ON round_partner.round_id = sign_off.round_id AND round_partner.partner_id = sign_off.partner_id
ORDER BY sign_off.id
"""
_SIGNED: Final = "SELECT id, round_id, subject FROM audit_event WHERE action = 'sign off round' ORDER BY id"
_IMPORTED: Final = "SELECT round_id, content FROM imported_archive ORDER BY id"
_IMPORT_EVENTS: Final = "SELECT round_id, subject FROM audit_event WHERE action = 'import archive'"


def faults_of_signatures(record: RecordFile) -> list[str]:
    """A sentence for each sign-off that the record of events does not bear out. Raises `RecordNotReadable`."""
    connection = record.connection
    try:
        kept = [_kept(row) for row in connection.execute(_KEPT)]
        signed = [event for row in connection.execute(_SIGNED) if (event := _signed(row)) is not None]
        import_events = set(connection.execute(_IMPORT_EVENTS))
        brought_in: list[tuple[int, str]] = []
        faults: list[str] = []
        for round_id, content in connection.execute(_IMPORTED):
            is_bytes = isinstance(content, bytes)
            if not is_bytes or (round_id, sha256(content).hexdigest()) not in import_events:
                faults.append(
                    f"The archive kept of round {round_id} is not the one that the event of its import holds."
                )
            if is_bytes:
                brought_in += [(round_id, digest) for digest in _digests_in(content)]
    except sqlite.Error as problem:
        raise RecordNotReadable(f"{record.path} is damaged: its sign-offs cannot be read ({problem}).") from problem
    return [*faults, *check_signatures(kept, signed, brought_in)]


def _kept(row: tuple[Any, ...]) -> KeptSignature:
    own, round_id, partner_id, name, decision, words, signed_name, role, on_behalf, state, key, signed_at = row
    digest = None
    texts = (name, decision, words, signed_name, role, state, key, signed_at)
    if all(isinstance(text, str) for text in texts) and decision in set(SignOffDecision) and on_behalf in {0, 1}:
        digest = signature_digest(
            partner_name=name,
            decision=SignOffDecision(decision),
            words=words,
            signed_name=signed_name,
            role_title=role,
            on_behalf=bool(on_behalf),
            state_hash=state,
            request_key=key,
            signed_at=f"{signed_at.replace(' ', 'T', 1)}Z",
        )
    return KeptSignature(own, round_id, partner_id, digest)


def _signed(row: tuple[Any, ...]) -> SigningEvent | None:
    """The event; None for one that the check of the chain names already, because no sign-off writes such a subject."""
    number, round_id, subject = row
    words = subject.split(" ") if isinstance(subject, str) else []
    if len(words) != 3 or not words[1].isdecimal():
        return None
    return SigningEvent(number, round_id, int(words[1]), words[2])


def _digests_in(content: bytes) -> list[str]:
    """The digest of every signature in the record that an archive brought with it, also from before an import."""
    found: list[str] = []
    try:
        there = read_json(unpack(content).parts[EVENTS])
        while there is not None:
            signed = [event["subject"] for event in there["events"] if event["action"] == "sign off round"]
            found += [subject.rpartition(" ")[2] for subject in signed]
            there = there["before_import"]
    except (ArchiveNotReadable, StateNotReadable, LookupError, TypeError, AttributeError):
        return []  # then the hash of the archive is not that of its event either
    return found
