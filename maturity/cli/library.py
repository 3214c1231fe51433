"""The matrix library of this installation, as the commands open it, and how a version of it is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from maturity.cli.exit_codes import CannotRun
from maturity.cli.refusal import refusals
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import NoSuchMatrix
from maturity.persistence.schema import check_schema
from maturity.settings import read_settings


@dataclass(frozen=True, slots=True)
class NamedVersion:
    """One version of a matrix, named as KEY@VERSION."""

    key: str
    version: str

    @classmethod
    def read(cls, name: str) -> NamedVersion:
        """What somebody typed; raises `CannotRun`."""
        key, at, version = name.partition("@")
        if not (key and at and version):
            raise CannotRun(f"“{name}” names no version. Write KEY@VERSION; “maturity matrix list” shows them.")
        return cls(key, version)


@contextmanager
def open_library(named: NamedVersion | None = None) -> Iterator[Database]:
    """The database of this installation; refusals, and that there is no version `named`, become `CannotRun`."""
    with refusals():
        database = Database(read_settings().database)
        check_schema(database)
        try:
            yield database
        except NoSuchMatrix:
            if named is None:
                raise
            raise CannotRun(
                f"The library has no {named.key} {named.version}. “maturity matrix list” shows what it has."
            ) from None
        finally:
            database.close()
