"""Exit codes, and the way in which a command says that it cannot run."""

from __future__ import annotations

from typing import IO, Any, Final

import click

NOT_RIGHT: Final = 1
CANNOT_RUN: Final = 2


class CannotRun(click.ClickException):
    """The command cannot run as asked. The message is a sentence and says what to do."""

    exit_code = CANNOT_RUN

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message as it is, to standard error unless told otherwise: click would put “Error:” before it."""
        click.echo(self.message, file=file, err=file is None)
