"""A group of commands whose modules are imported only when they run."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from importlib import import_module
from typing import Any, NamedTuple

import click


class Entry(NamedTuple):
    """Where a command is defined, and its line in the list of commands."""

    module: str
    name: str
    line: str


class LazyGroup(click.Group):
    """A group that lists its commands without importing them; `entries` are by the name of the command."""

    def __init__(self, *, entries: Mapping[str, Entry], **settings: Any) -> None:
        super().__init__(**settings)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (as click asks for it)
        """The names of the commands, in the order in which they are listed."""
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  (as click asks for it)
        """The command of this name, imported now; None where there is none."""
        entry = self.entries.get(cmd_name)
        if entry is None:
            return None
        # Nothing that is made while modules are imported is ever given up; looking for it takes a tenth of the time.
        gc.disable()
        command: click.Command = getattr(import_module(entry.module), entry.name)
        gc.enable()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  (as click asks for it)
        """Write the list of commands, from their lines alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.line) for name, entry in self.entries.items()])
