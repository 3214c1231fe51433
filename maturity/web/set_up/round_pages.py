"""What the form for a round shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import OverallMethod
from maturity.core.round import Naming, Stage
from maturity.persistence.queries.matrices import MatrixEntry
from maturity.persistence.queries.rounds import RoundHead
from maturity.usecases.rounds import RoundDetails
from maturity.web.design_system.words import count, day
from maturity.web.set_up.frame import CollaborativeFrame
from maturity.web.set_up.stale import StaleLine


@dataclass(frozen=True, slots=True)
class MatrixToRead:
    """A matrix with the address at which it can be read."""

    title: str
    version: str
    address: str


@dataclass(frozen=True, slots=True)
class RoundFormPage:
    """The form for a round. `hints` says of each matrix, by the value of its choice, what it is like.

    `optional_overall` names the matrices that leave the overall result to the round. `fixed` is what cannot be
    changed any more, once the round has opened.
    """

    frame: CollaborativeFrame
    label: str
    saves_to: str
    back_address: str
    matrices: tuple[MatrixToRead, ...]
    hints: Mapping[str, str]
    optional_overall: tuple[str, ...]
    naming_hints: Mapping[str, str]
    fixed: tuple[tuple[str, str], ...] = ()
    stale: tuple[StaleLine, ...] = ()


def round_form_page(
    frame: CollaborativeFrame,
    matrices: Sequence[tuple[MatrixEntry, Matrix]],
    *,
    asked_of: CollaborativeType,
    head: RoundHead | None = None,
    stale: tuple[StaleLine, ...] = (),
) -> RoundFormPage:
    """The form for a new round, or for `head`, of a collaborative of a type."""
    return RoundFormPage(
        frame=frame,
        label="" if head is None else head.label,
        saves_to=frame.to("keep_new_round") if head is None else frame.to("keep_round", number=head.number),
        back_address=frame.to("collaborative") if head is None else frame.to("round_page", number=head.number),
        matrices=tuple(
            MatrixToRead(
                title=entry.title,
                version=entry.version,
                address=url_for("author.matrix", key=entry.key, version=entry.version),
            )
            for entry, _ in matrices
        ),
        hints={str(entry.id): matrix_in_words(matrix, asked_of) for entry, matrix in matrices},
        optional_overall=tuple(matrix.title for _, matrix in matrices if _has_optional_overall(matrix)),
        naming_hints={naming.value: naming.meaning for naming in Naming},
        fixed=() if head is None or head.stage is Stage.DRAFT else fixed_facts(head),
        stale=stale,
    )


def matrix_in_words(matrix: Matrix, asked_of: CollaborativeType) -> str:
    """The shape of a matrix in a line, with the criteria that a type of collaborative is asked."""
    asked = [criteria for _, criteria in matrix.asked_of(asked_of)]
    parts = (
        count(len(asked), "domain"),
        count(sum(map(len, asked)), "criterion", "criteria"),
        count(len(matrix.levels), "level"),
    )
    overall = matrix.scoring.overall
    if overall.method is OverallMethod.NONE:
        result = "Gives a profile, without an overall result."
    elif overall.optional:
        result = "Gives a profile, and an overall result if you ask for it."
    else:
        result = "Gives a profile and an overall result."
    return f"{', '.join(parts)}. {result}"


def _has_optional_overall(matrix: Matrix) -> bool:
    overall = matrix.scoring.overall
    return overall.method is not OverallMethod.NONE and overall.optional


def fixed_facts(head: RoundHead) -> tuple[tuple[str, str], ...]:
    """What cannot be changed once a round has opened."""
    return (
        ("Matrix", head.matrix_title),
        ("How you score", head.way.label),
        ("Whose name stands beside what is said", head.naming.label),
        ("Overall result", "Shown" if head.shows_overall else "Not shown"),
    )


def stale_lines(head: RoundHead, mine: RoundDetails, *, titles: Mapping[int, str]) -> tuple[StaleLine, ...]:
    """What is there now beside what was entered; `titles` are those of the matrices by id."""
    lines = [StaleLine("Name", head.label, mine.label)]
    if head.stage is Stage.DRAFT:
        lines += [
            StaleLine("Matrix", head.matrix_title, titles.get(mine.matrix_version, "")),
            StaleLine("How you score", head.way.label, mine.way.label),
            StaleLine("Whose name is shown", head.naming.label, mine.naming.label),
        ]
    lines += [
        StaleLine("Purpose", head.purpose, mine.purpose),
        StaleLine("Date responding opens", day(head.opens_on), day(mine.opens_on)),
        StaleLine("Date responding closes", day(head.closes_on), day(mine.closes_on)),
    ]
    return tuple(lines)
