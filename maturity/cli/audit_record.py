"""The record of events as the commands open it: of this installation, or of a copy of its database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.core.record.audit_chain import Head
from maturity.persistence.queries.audit_file import RecordFile, RecordNotReadable, open_record
from maturity.settings import read_settings


@contextmanager
def record_of(file: Path | None) -> Iterator[RecordFile]:
    """The record in a database file, or in that of this installation. What stands in the way becomes `CannotRun`."""
    try:
        with refusals():
            path = read_settings().database if file is None else file
        with open_record(path) as record:
            yield record
    except RecordNotReadable as problem:
        raise CannotRun(str(problem)) from problem


class HeadNoted(click.ParamType[Head]):
    """A head of the record as somebody noted it, NUMBER:HASH."""

    name = "NUMBER:HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """The head; refused in a sentence where it is none."""
        if isinstance(value, Head):
            return value
        try:
            return Head.read(value)
        except ValueError:
            self.fail(
                f"“{value}” is no head of the record. Write the number, a colon and the 64 characters of the hash, "
                "as “maturity audit head” wrote them.",
                param,
                ctx,
            )
