"""The pages that ask before the state of a version is changed, and say what follows."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from maturity.persistence.queries.matrices import MatrixEntry
from maturity.web.author.pages import matrix_address
from maturity.web.design_system.words import count


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Something to do with a version: what it comes to, line by line, and the button that does it."""

    title: str
    version: str
    heading: str
    lines: tuple[str, ...]
    button: str
    is_grave: bool
    acts_at: str
    back_address: str
    back: str


def remove_page(entry: MatrixEntry) -> ConfirmPage:
    """Whether to remove a draft."""
    return _page(
        entry,
        "remove",
        heading=f"Remove the draft of {entry.name}?",
        lines=(
            "It leaves the library, and you cannot bring it back. Download the file first if you may want it again.",
            "No round was made with it, because it was never published.",
        ),
        button="Remove the draft",
        back="Keep it",
        is_grave=True,
    )


def retire_page(entry: MatrixEntry, *, rounds: int) -> ConfirmPage:
    """Whether to retire a version, with which so many rounds were made."""
    keeps = f"{count(rounds, 'round keeps', 'rounds keep')} it: they go on, and their results stay as they are."
    return _page(
        entry,
        "retire",
        heading=f"Retire {entry.name}?",
        lines=(
            "It is offered for no new round, and a round that is still a draft has to choose another version.",
            keeps if rounds else "No round was made with it.",
            "It can still be read here, and you can offer it again.",
        ),
        button="Retire this version",
        back="Keep offering it",
        is_grave=True,
    )


def offer_page(entry: MatrixEntry) -> ConfirmPage:
    """Whether to offer a retired version again."""
    return _page(
        entry,
        "offer",
        heading=f"Offer {entry.name} again?",
        lines=("Leads can set up rounds with it again. What it says is what it always said.",),
        button="Offer this version again",
        back="Leave it retired",
    )


def _page(
    entry: MatrixEntry,
    endpoint: str,
    *,
    heading: str,
    lines: tuple[str, ...],
    button: str,
    back: str,
    is_grave: bool = False,
) -> ConfirmPage:
    return ConfirmPage(
        title=entry.title,
        version=entry.version,
        heading=heading,
        lines=lines,
        button=button,
        is_grave=is_grave,
        acts_at=url_for(f"author.{endpoint}", key=entry.key, version=entry.version),
        back_address=matrix_address(entry),
        back=back,
    )
