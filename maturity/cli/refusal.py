"""What the product refuses, as the command line says it: one sentence, and the exit code for “cannot run”."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import OperationalError

from maturity.cli.exit_codes import CannotRun
from maturity.core.matrix_file import MatrixFileErrors
from maturity.persistence.engine import SqliteNotSafe
from maturity.persistence.schema import DatabaseNotUsable
from maturity.settings import SettingRefused
from maturity.usecases.archive_matrices import ImportRefused
from maturity.usecases.author import DraftInTheWay, DraftInUse, MatrixChanged, MatrixIsRetired, NeverPublished
from maturity.usecases.installation import InstallationInUse
from maturity.usecases.passwords import PasswordRefused
from maturity.usecases.sign_in import EmailRefused
from maturity.usecases.worked_example import WorkedExampleNotDemo


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the product refuses, by its own exceptions, into `CannotRun`. Other faults stay as they are."""
    try:
        yield
    except (
        DatabaseNotUsable,
        DraftInTheWay,
        EmailRefused,
        ImportRefused,
        InstallationInUse,
        DraftInUse,
        MatrixChanged,
        MatrixFileErrors,
        MatrixIsRetired,
        NeverPublished,
        PasswordRefused,
        SettingRefused,
        SqliteNotSafe,
        WorkedExampleNotDemo,
    ) as refused:
        raise CannotRun(str(refused)) from refused
    except OperationalError as problem:
        raise CannotRun(f"The database could not be used: {problem.orig}. Nothing was changed.") from problem
    except OSError as problem:
        where = f" ({problem.filename})" if problem.filename else ""
        raise CannotRun(f"{problem.strerror or problem}{where}.") from problem
