"""A next version of the example matrix in which something of every kind changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from maturity.core.declared_changes import Change, LevelRule
from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.version_move import move_to_next_version, plan_move
from tests.factories.living_rounds import NOW, LivingRound, keep_matrix
from tests.factories.matrices import a_criterion, some_domains
from tests.factories.versions import a_version, declared, reworded, some_changes

FIRST: Final = a_version("1.0.0", some_domains(2, 3))


def every_change(*, mapping: Mapping[int, int] | None = None, broken: str | None = None) -> Matrix:
    """Version 2.0.0: d1-c1 reworded, d1-c2 amended, d1-c3 split in two (one keeps the level), d2-c1 and d2-c2 merged
    to the lowest level, d2-c3 retired, and one that is new.
    """
    one, two = FIRST.domains
    first, second, third = one.criteria
    parts = [replace(a_criterion(f"d1-c3{name}"), title=f"Part {name}") for name in "ab"]
    merged = replace(a_criterion("d2-c12"), title="Both together")
    new = replace(a_criterion("d2-new"), title="Something new")
    domains = (
        replace(one, criteria=(reworded(first), reworded(second, "Now with a budget."), *parts)),
        replace(two, criteria=(merged, new)),
    )
    changes = some_changes(
        declared("d1-c1", Change.REWORDED),
        declared("d1-c2", Change.AMENDED, note="Asks for a budget."),
        declared("d1-c3a", Change.SPLIT, came_from=[third.id], level=LevelRule.KEPT),
        declared("d1-c3b", Change.SPLIT, came_from=[third.id]),
        declared("d2-c12", Change.MERGED, came_from=["d2-c1", "d2-c2"], level=LevelRule.LOWEST),
        declared("d2-new", Change.NEW),
        retired={"d2-c3": "Nobody used it."},
        mapping=mapping,
        broken=broken,
    )
    return a_version("2.0.0", domains, changes)


def publish(database: Database, matrix: Matrix) -> int:
    """Put a version into the library. Returns its id."""
    return keep_matrix(database, matrix)[0]


def without(matrix: Matrix, retired: str) -> Matrix:
    """Version 2.0.0 of a matrix, which retires one of its criteria and is otherwise the same."""
    domains = tuple(
        replace(domain, criteria=tuple(each for each in domain.criteria if each.id != retired))
        for domain in matrix.domains
    )
    return a_version("2.0.0", domains, some_changes(retired={retired: "Nobody used it."}))


def publish_and_move(living: LivingRound, matrix: Matrix) -> None:
    """Publish a next version and move the round to it."""
    publish(living.database, matrix)
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        plan = plan_move(session, head=head)
        assert plan is not None
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer words.", by=living.lead, now=NOW)
