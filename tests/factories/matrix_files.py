"""Matrix files of one's own, as an author would bring them, and putting them in a library."""

from __future__ import annotations

from typing import Final

from sqlalchemy import update

from maturity.core.library import LibraryState
from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.settings import product_folder
from maturity.usecases.author import add_matrix
from tests.factories.installations import NOW

LENSES: Final = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
KEY: Final = "our-own"


def own_file(*, version: str = "1.0.0", title: str = "Our own", more: str = "") -> bytes:
    """A matrix of seven criteria with the key “our-own”; `more` goes at the end, such as a comment."""
    text = LENSES.decode().replace("key: transformation-lenses", f"key: {KEY}")
    text = text.replace('version: "1.0.0"', f'version: "{version}"')
    line = next(line for line in text.splitlines() if line.startswith("title:"))
    return (text.replace(line, f"title: {title}") + more).encode()


def put_draft(database: Database, data: bytes | None = None) -> Matrix:
    """Add a file as a draft."""
    with database.writing() as session:
        return add_matrix(session, data=data or own_file(), name="own.yaml", by=None, now=NOW).matrix


def put_published(database: Database, data: bytes | None = None) -> Matrix:
    """Have a file as a published version, also one that does not say truly what it changes: such are from before."""
    with database.writing() as session:
        added = add_matrix(session, data=data or own_file(), name="own.yaml", by=None, now=NOW)
        session.execute(
            update(MatrixVersion)
            .where(MatrixVersion.id == added.matrix_version, MatrixVersion.state == LibraryState.DRAFT)
            .values(state=LibraryState.PUBLISHED, published_at=NOW)
        )
    return added.matrix


def next_file(*, changes: str = "", version: str = "2.0.0", of: bytes = b"") -> bytes:
    """The same matrix in a later version in which the question of “vision” has other words.

    `changes` is what is declared below `changes:`, each line indented; with nothing nothing is declared. `of` is
    another matrix of seven lenses than one’s own, in version 1.0.0.
    """
    text = (of or own_file()).decode().replace('version: "1.0.0"', f'version: "{version}"')
    before = "Do people act on a shared picture of the future?"
    assert before in text
    text = text.replace(before, "Does a shared picture of the future guide what people do?")
    return (text + (f"changes:\n{changes}" if changes else "")).encode()


DECLARED: Final = """  from: "1.0.0"
  summary: One question is put more plainly.
  criteria:
    vision: {is: reworded, note: The same question in plainer words.}
"""
UNTRUE: Final = """  from: "1.0.0"
  summary: One question is put more plainly.
  criteria:
    design: {is: amended, note: It is said to ask more than it did.}
"""


AMENDED: Final = """
changes:
  from: "1.0.0"
  summary: Vision asks for more.
  criteria:
    vision: {is: amended, note: It now asks for a date.}
"""
NOTHING_MORE: Final = """
changes:
  from: "2.0.0"
  summary: Nothing that is compared.
"""


def with_another_title(version: str, changes: str) -> bytes:
    """The same matrix in a later version in which the title of “vision” is another; `changes` is what it declares."""
    text = own_file(version=version, more=changes).decode()
    start = text.index("- id: vision")
    return (text[:start] + text[start:].replace("title: ", "title: Dated ", 1)).encode()


def an_overlay(more: bytes) -> bytes:
    """A local overlay of one’s own matrix in version 1.0.0; `more` is what it says on top of it."""
    return (
        b"""\
format: 1
overlay: {of: our-own, version: "1.0.0"}
key: northmere
version: "1.0.0"
title: Northmere
provenance: {source: Us., licence: Ours., attribution: Us., fidelity: adapted}
"""
        + more
    )
