from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction

from maturity.core.declared_changes import Change
from maturity.core.movement.moved import Comparison, compare_rounds
from maturity.core.movement.viewed import View
from maturity.core.scoring import score_round
from maturity.reports.comparison_csv import COMPARISON_COLUMNS, comparison_csv
from tests.factories.matrices import a_domain, a_matrix
from tests.factories.reports import ROOT
from tests.factories.rounds import a_partner, a_round_record, goes_on
from tests.factories.versions import declared, some_changes

FIRST = a_matrix(domains=[a_domain("one", ["a", "b"]), a_domain("two", ["c"])])
SECOND = replace(FIRST, version="2.0.0", content_hash="2" * 64, changes=some_changes(declared("b", Change.AMENDED)))


def a_comparison() -> Comparison:
    merged = replace(a_partner(4, name="=Old Trust"), goes_on_in=goes_on(1))
    partners = [a_partner(1), a_partner(2), a_partner(3)]
    before = a_round_record(
        matrix=FIRST,
        partners=[*partners, merged],
        consensus={"a": 2, "b": 2, "c": 3},
        positions={"a": [2, 2, 2, 2], "b": [2, 2, 2, 3], "c": [3, 3, 3, 3]},
    )
    after = a_round_record(
        matrix=SECOND,
        number=2,
        partners=partners,
        consensus={"a": 4, "b": 3, "c": "not-agreed"},
        positions={"a": [4, 4, 4], "b": [3, 3, 3], "c": [1, 3, 4]},
    )
    return compare_rounds(score_round(before), score_round(after))


def rows(comparison: Comparison, **where: str) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO(comparison_csv(comparison).decode("utf-8-sig"), newline=""))
    return [row for row in found if all(row[name] == value for name, value in where.items())]


def test_each_domain_stands_in_three_views_with_their_coverage_and_the_verdict_with_its_basis() -> None:
    comparison = a_comparison()
    views = rows(comparison, row="view", domain="one")
    assert [row["what"] for row in views] == [view.value for view in View]
    assert [row["restated"] for row in views] == ["no", "yes", "yes"]
    assert {row["amended"] for row in views} == {"yes"}
    [row] = rows(comparison, row="view", domain="one", what="like-for-like")
    of = comparison.views.domains[0]
    assert of.verdict is not None
    assert (row["verdict"], row["basis"]) == (of.verdict.value, of.basis)
    assert row["coverage"] == comparison.views.coverage[View.LIKE_FOR_LIKE]
    assert (row["before"], row["after"], row["change"], row["criteria"], row["criteria_asked"]) == (
        "2",
        "3.5",
        "1.5",
        "2",
        "2",
    )
    assert {(row["earlier_version"], row["later_version"]) for row in views} == {("1.0.0", "2.0.0")}


def test_the_parts_of_a_difference_add_up_to_the_view_that_they_are_of() -> None:
    comparison = a_comparison()
    parts = rows(comparison, row="part", domain="one")
    [whole] = rows(comparison, row="view", domain="one", what=parts[0]["of_view"])
    assert "amended" in [row["what"] for row in parts]
    assert sum(Fraction(row["change"]) for row in parts) == Fraction(whole["change"])


def test_criteria_have_their_levels_flags_and_why_nothing_is_compared() -> None:
    found = {row["criterion"]: row for row in rows(a_comparison(), row="criterion")}
    assert [(found[i]["what"], found[i]["before"], found[i]["after"], found[i]["change"]) for i in "abc"] == [
        ("up", "2", "4", "2"),
        ("up", "2", "3", "1"),
        ("not-comparable", "", "", ""),
    ]
    assert [found[i]["amended"] for i in "abc"] == ["no", "yes", "no"]
    assert found["b"]["note"].startswith("Its meaning was amended in version 2.0.0.")
    assert found["c"]["basis"] == "No level was agreed in round 2."


def test_how_many_would_be_likely_real_by_chance_stands_in_rows_of_its_own() -> None:
    comparison = a_comparison()
    criteria, domains = rows(comparison, row="chance")
    of = comparison.by_chance
    assert (criteria["what"], domains["what"]) == ("criteria", "domains")
    assert (int(criteria["judged"]), float(criteria["by_chance"])) == (of.judged, round(float(of.expected), 1))
    verdicts = [row["verdict"] for row in rows(comparison, row="criterion")]
    assert int(criteria["likely_real"]) == verdicts.count("likely-real")
    told = [row["verdict"] for row in rows(comparison, row="view", what="like-for-like")]
    assert int(domains["likely_real"]) == told.count("likely-real")
    assert [row["note"] for row in (criteria, domains)] == [
        comparison.by_chance_in_words,
        comparison.views.by_chance_in_words,
    ]


def test_partners_that_merged_or_are_left_out_of_the_panel_are_named_and_no_name_is_a_formula() -> None:
    comparison = a_comparison()
    [partner] = rows(comparison, row="partner")
    assert (partner["what"], partner["partner"], partner["restated"]) == ("goes-on", "Alder Vale Trust", "yes")
    assert "=Old Trust" in partner["note"]
    [left_out] = rows(comparison, row="panel")
    assert left_out["note"].startswith("Alder Vale Trust is left out of the constant panel")
    assert tuple(row["note"] for row in rows(comparison, row="caution")) == comparison.cautions
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows(comparison) for cell in row.values() if cell)


def test_every_column_is_documented_as_the_program_has_it() -> None:
    documented = (ROOT / "docs/comparison-columns.md").read_text("utf-8")
    lines = [f"| `{name}` | {meaning} |" for name, meaning in COMPARISON_COLUMNS.items()]
    assert [line for line in documented.splitlines() if line.startswith("| `")] == lines
