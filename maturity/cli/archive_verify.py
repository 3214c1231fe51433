"""`maturity archive verify`: an archive is unchanged, or exactly this differs. No database is needed."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import click

from maturity.cli.audit_record import HeadNoted
from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.core.record.archive import MOST_BYTES, Archive, ArchiveNotReadable, unpack
from maturity.core.record.audit_chain import Head
from maturity.reports.archive_check import check_archive
from maturity.reports.archive_record import head_of, is_in_record


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", "expected", help="What “maturity archive write” said of the file.")
@click.option("--head", type=HeadNoted(), help="A head of the record of events that was noted: it has to be in it.")
def verify(file: Path, expected: str | None, head: Head | None) -> None:
    """Check the archive in FILE: every hash, every figure scored again, every signature and event.

    Says “Unchanged” with what was looked at, or where it differs.
    """
    data = content_of(file)
    check_sha256(data, expected)
    archive = checked_archive(data)
    if head is not None and not is_in_record(archive, head):
        click.echo("Changed: the head that was noted is not in its record of events.")
        raise click.exceptions.Exit(NOT_RIGHT)
    click.echo(f"The head of its record of events: {head_of(archive)}")
    about = archive.manifest["about"]
    click.echo(f"Unchanged: {about['collaborative']}, round {about['number']}, “{about['label']}”.")
    if not archive.is_whole:
        click.echo("The words of people and partners are not in it, so figures of how closely partners agree, and")
        click.echo("levels that a split decides, were not scored again.")


def content_of(file: Path) -> bytes:
    """The bytes of a file; raises `CannotRun` where it cannot be read, or is larger than an archive can be."""
    try:
        if file.stat().st_size > MOST_BYTES:
            raise CannotRun(f"{file} is larger than any archive can be.")
        return file.read_bytes()
    except OSError as problem:
        raise CannotRun(f"{problem.strerror or problem} ({file}).") from problem


def check_sha256(data: bytes, expected: str | None) -> None:
    """Say so and end there where a file is not the one of which a SHA-256 was noted."""
    if expected is not None and sha256(data).hexdigest() != expected.strip().lower():
        click.echo("Changed: the file is not the one with this SHA-256.")
        raise click.exceptions.Exit(NOT_RIGHT)


def checked_archive(data: bytes) -> Archive:
    """The archive, once it was found to be unchanged; says what was looked at, or where it differs, and ends there."""
    try:
        archive = unpack(data)
    except ArchiveNotReadable as problem:
        click.echo(f"Changed, or no archive: {problem}")
        raise click.exceptions.Exit(NOT_RIGHT) from None
    checked = check_archive(archive)
    for said in checked.looked_at:
        click.echo(f"Looked at {said}")
    for difference in checked.differences:
        click.echo(f"Differs: {difference}")
    if not checked.is_unchanged:
        click.echo(f"Changed: {len(checked.differences)} found.")
        raise click.exceptions.Exit(NOT_RIGHT)
    for remark in checked.remarks:
        click.echo(remark)
    return archive
