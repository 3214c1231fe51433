"""What stops a command: one sentence on standard error, and an exit code that says which kind of thing it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click
from sqlalchemy.exc import OperationalError

from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.engine import SqliteNotSafe
from maturity.persistence.schema import DatabaseNotUsable
from maturity.settings import SettingRefused
from maturity.usecases.author import MatrixChanged
from maturity.usecases.installation import InstallationInUse
from maturity.usecases.passwords import PasswordRefused
from maturity.usecases.sign_in import EmailRefused

NOT_RIGHT: Final = 1
CANNOT_RUN: Final = 2


class CannotRun(click.ClickException):
    """The command cannot run as asked. The message is a sentence and says what to do."""

    exit_code = CANNOT_RUN

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the product refuses, by its own exceptions, into `CannotRun`. Other faults stay as they are."""
    try:
        yield
    except (
        DatabaseNotUsable,
        EmailRefused,
        InstallationInUse,
        MatrixChanged,
        MatrixFileErrors,
        PasswordRefused,
        SettingRefused,
        SqliteNotSafe,
    ) as refused:
        raise CannotRun(str(refused)) from refused
    except OperationalError as problem:
        raise CannotRun(f"The database could not be used: {problem.orig}. Nothing was changed.") from problem
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        raise CannotRun(f"{problem.strerror or problem}{where}.") from problem
