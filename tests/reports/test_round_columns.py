from __future__ import annotations

from maturity.reports.round_columns import data_dictionary
from tests.factories.reports import ROOT


def test_the_documented_dictionary_is_that_of_the_program() -> None:
    documented = (ROOT / "docs/data-dictionary.md").read_text("utf-8")
    lines = [f"| `{c.name}` | {c.kind} | {c.meaning} | {c.empty} |" for c in data_dictionary()]
    assert [line for line in documented.splitlines() if line.startswith("| `")] == lines


def test_no_column_is_there_twice_and_each_says_what_an_empty_cell_means() -> None:
    names = [column.name for column in data_dictionary()]
    assert len(set(names)) == len(names)
    assert all(column.empty.endswith(".") and column.meaning.endswith(".") for column in data_dictionary())
