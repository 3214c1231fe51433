"""What the product can be told, the operator guide tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest

from maturity.cli.main import main
from tests.architecture.sources import ROOT, text_of

GUIDE = ROOT / "docs" / "operator-guide.md"
README = ROOT / "README.md"


def commands(group: click.Group, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command below a group, by how it is written."""
    context = click.Context(group)
    for part in group.list_commands(context):
        command = group.get_command(context, part)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, f"{name} {part}")
        else:
            yield f"{name} {part}", command


@pytest.mark.parametrize("name, command", list(commands(main, "maturity")))
def test_every_command_is_in_the_operator_guide_and_says_what_it_does(name: str, command: click.Command) -> None:
    assert name in text_of(GUIDE)
    assert command.get_short_help_str()


def test_every_command_that_the_documents_name_is_there() -> None:
    known = {name for name, _ in commands(main, "maturity")}
    known |= {" ".join(name.split()[:2]) for name in known}
    for path in (GUIDE, README, *(ROOT / "docs").glob("*.md")):
        for named in re.findall(r"`(maturity [a-z]+(?: [a-z]+)?)", text_of(path)):
            assert named in known or " ".join(named.split()[:2]) in known, f"{path.name}: {named}"


def test_every_document_that_a_document_links_to_is_there() -> None:
    for path in (README, ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        for link in re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", text_of(path)):
            assert (path.parent / link).exists(), f"{path.name}: {link}"
