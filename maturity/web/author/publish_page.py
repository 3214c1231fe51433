"""The page that asks before a draft is published: what it changes, which rounds and answers that touches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from maturity.persistence.queries.matrices import MatrixEntry
from maturity.persistence.queries.touched import RoundWithVersion
from maturity.usecases.author import (
    ContradictsLater,
    DryRun,
    Touched,
    others_in_words,
    said_in_words,
    untold_in_words,
)
from maturity.web.author.pages import matrix_address


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of a criterion: what is declared of it, what follows, and how many answers it touches."""

    title: str
    criterion_id: str
    declared: str
    effect: str
    touches: str


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round that has the version before, in a collaborative in which the person has a role."""

    collaborative: str
    label: str
    address: str
    stage: str


@dataclass(frozen=True, slots=True)
class PublishPage:
    """A draft before it is published. `problems` and `contradicts` keep it from that, and then there is no button.

    `contradicts` is what later versions say of it wrongly, and `remedy` what is to be done about that.

    `since` is the version that it is compared with, empty where there is none; `not_here` is one that it names and that
    the library does not have. `beside_address` has the words of both versions.
    `in_all` counts what was said in all rounds with the version before, on any criterion.
    """

    title: str
    version: str
    heading: str
    problems: tuple[str, ...]
    since: str
    contradicts: tuple[str, ...]
    remedy: str
    not_here: str
    summary: str
    changes: tuple[ChangeLine, ...]
    parts: tuple[tuple[str, str], ...]
    rounds: tuple[RoundLine, ...]
    others: str
    untold: str
    in_all: str
    beside_address: str
    acts_at: str
    back_address: str

    @property
    def may_be_published(self) -> bool:
        """Whether nothing keeps it from being published."""
        return not self.problems and not self.contradicts


def publish_page(entry: MatrixEntry, run: DryRun) -> PublishPage:
    """Whether to publish a draft, with what that would touch."""
    found = run.found
    return PublishPage(
        title=entry.title,
        version=entry.version,
        heading=f"Publish {entry.name}?",
        problems=run.problems,
        contradicts=run.contradicts,
        remedy=ContradictsLater.REMEDY,
        since=found.earlier.version if found else "",
        not_here=run.not_here,
        summary=found.summary if found else "",
        changes=tuple(_change_line(each) for each in run.touched),
        parts=tuple((part.title, part.effect) for part in found.parts) if found else (),
        rounds=tuple(_round_line(each) for each in run.rounds),
        others=others_in_words(run),
        untold=untold_in_words(run),
        in_all=said_in_words(run.in_all),
        beside_address=_beside(entry, found.earlier.version) if found else "",
        acts_at=url_for("author.publish", key=entry.key, version=entry.version),
        back_address=matrix_address(entry),
    )


def _beside(entry: MatrixEntry, since: str) -> str:
    where: dict[str, Any] = {"key": entry.key, "version": entry.version, "from": since}
    return url_for("author.changes", **where)


def _change_line(touched: Touched) -> ChangeLine:
    change = touched.change
    return ChangeLine(
        title=change.title,
        criterion_id=change.criterion_id,
        declared=change.declared_in_words or "Nothing",
        effect=change.effect_in_words,
        touches=said_in_words(touched.said),
    )


def _round_line(found: RoundWithVersion) -> RoundLine:
    return RoundLine(
        collaborative=found.collaborative_name,
        label=found.label,
        address=url_for("set_up.round_page", collaborative=found.collaborative, number=found.number),
        stage=found.stage.label,
    )
