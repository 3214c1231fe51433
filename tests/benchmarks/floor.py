"""The floors: the transaction of a save, and nothing else, under a bare WSGI function on the same server.

`python -m tests.benchmarks.floor KIND DATABASE THREADS` serves one on a free port, which it prints. There is no
sign-in, no token of the form and no form. The kind `use-case` is the product’s own transaction. The kind `statements`
is lower still: the same statements sent straight to the driver, and what they return hardly looked at.
"""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from threading import Lock, local
from typing import Any, Final
from urllib.parse import parse_qs

import pysqlite3.dbapi2 as sqlite

from maturity.cli.server import run_server
from maturity.core.response import Answer, AnswerState
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import get_seat
from maturity.usecases.respond import save_answer
from tests.benchmarks.load import ROOT

_SEAT: Final = """
SELECT respondent.id, respondent.submitted_at, round_partner.name, round.id, round.stage, round.label, round.purpose,
       collaborative.id, collaborative.name, round.collaborative_type, matrix_version.content_hash
FROM respondent
JOIN round ON round.id = respondent.round_id
JOIN round_partner ON round_partner.round_id = round.id AND round_partner.partner_id = respondent.partner_id
JOIN collaborative ON collaborative.id = round.collaborative_id
JOIN matrix_version ON matrix_version.id = round.matrix_version_id
WHERE round.collaborative_id = ? AND round.number = ? AND respondent.partner_id = ? AND respondent.account_id = ?
  AND respondent.stood_down_at IS NULL
"""
_ANSWER: Final = """
SELECT id, state, level, reason, confidence, evidence, elements, version, saved_at
FROM response WHERE respondent_id = ? AND criterion_id = ?
"""
_LAST: Final = "SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1"
_EVENT: Final = """
INSERT INTO audit_event
       (id, happened_at, account_id, collaborative_id, round_id, action, subject, previous_hash, hash)
VALUES ((SELECT coalesce(max(id), 0) + 1 FROM audit_event), strftime('%Y-%m-%d %H:%M:%f'),
        ?, ?, ?, 'save answer', ?, ?, ?)
"""
_CHANGE: Final = """
UPDATE response SET state = 'level', level = ?, reason = ?, confidence = NULL, evidence = '', elements = '',
       version = ?, saved_at = strftime('%Y-%m-%d %H:%M:%f') WHERE id = ?
"""
_REVISION: Final = """
INSERT INTO response_revision
       (response_id, version, request_key, account_id, state, level, reason, confidence, evidence, elements, saved_at)
VALUES (?, ?, ?, ?, 'level', ?, ?, NULL, '', '', strftime('%Y-%m-%d %H:%M:%f'))
"""


Sent = dict[str, str]
Save = Callable[[Sent], int]


def bare_application(save: Save) -> Callable[[dict[str, Any], Any], list[bytes]]:
    """The WSGI function. The form names the seat, so that nothing has to be looked up to find it."""

    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
        version = save({name: values[0] for name, values in parse_qs(body).items()})
        said = b'{"status":"saved","version":%d}\n' % version
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(said)))])
        return [said]

    return application


def by_use_case(database: Path, threads: int) -> Save:
    """The product’s own transaction."""
    opened = Database(database, threads=threads)

    def save(sent: Sent) -> int:
        with opened.writing() as session:
            seat = get_seat(
                session,
                collaborative=int(sent["collaborative"]),
                number=int(sent["number"]),
                partner=int(sent["partner"]),
                account=int(sent["account"]),
            )
            kept = save_answer(
                session,
                seat=seat,
                criterion_id=sent["criterion"],
                answer=Answer(state=AnswerState.LEVEL, level=int(sent["choice"]), reason=sent["reason"]),
                based_on=int(sent["based_on"]),
                request_key=sent["request_key"],
                now=datetime.now(UTC),
            )
        return kept.version

    return save


def by_statements(database: Path, _threads: int) -> Save:
    """The same statements, by the driver alone."""
    of_thread = local()
    one_writer = Lock()

    def save(sent: Sent) -> int:
        if not hasattr(of_thread, "connection"):
            of_thread.connection = _connect(database)
        with one_writer:
            return _save(of_thread.connection, sent)

    return save


KINDS: Final = {"use-case": by_use_case, "statements": by_statements}


def _connect(database: Path) -> Any:
    one = sqlite.connect(str(database), isolation_level=None, check_same_thread=False, cached_statements=256)
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -8000"):
        one.execute(f"PRAGMA {pragma}")
    return one


def _save(one: Any, sent: Sent) -> int:
    account = sent["account"]
    one.execute("BEGIN IMMEDIATE")
    try:
        seat = one.execute(_SEAT, (sent["collaborative"], sent["number"], sent["partner"], account)).fetchone()
        kept = one.execute(_ANSWER, (seat[0], sent["criterion"])).fetchone()
        assert kept[7] == int(sent["based_on"])
        [previous] = one.execute(_LAST).fetchone()
        event = (account, seat[7], seat[3], f"respondent {seat[0]} {sent['criterion']}")
        one.execute(_EVENT, (*event, previous, sha256(repr((previous, *event)).encode()).hexdigest()))
        one.execute(_CHANGE, (sent["choice"], sent["reason"], kept[7] + 1, kept[0]))
        one.execute(_REVISION, (kept[0], kept[7] + 1, sent["request_key"], account, sent["choice"], sent["reason"]))
        one.execute("COMMIT")
    except BaseException:
        one.execute("ROLLBACK")
        raise
    version: int = kept[7] + 1
    return version


@contextmanager
def a_floor(kind: str, database: Path, *, threads: int) -> Iterator[int]:
    """A floor on a database, in processes of its own; its port."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.floor", kind, str(database), str(threads)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def main(kind: str, database: Path, threads: int) -> None:
    """Serve one until told to stop."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
    port = listener.getsockname()[1]
    run_server(
        bare_application(KINDS[kind](database, threads)),  # type: ignore[arg-type]  # any WSGI function will do
        listener=listener,
        threads=threads,
        when_ready=lambda: print(port, flush=True),  # noqa: T201  (read by the process that started this one)
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
