"""The ways in which people lay a matrix out, and what is said of what they wrote beside it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from maturity.authoring.tables import NoteKind, Understanding, understand
from tests.factories.tables import HEADER, SMALL, Rows, a_document, a_workbook, source_of

LEVELS = HEADER[2:]
NAMES = ["Emerging", "Developing", "Thriving"]
THE_SMALL = {
    "Leadership": {"Shared purpose": ["None yet.", "Written down.", "Lived."], "Trust": ["Little.", "Some.", "Much."]},
    "People": {"Staff": ["Unaware.", "Aware.", "Involved."]},
}


IN_A_ROUND = "Leave it out: what is said in a round, such as scores and comments, is no part of its matrix."


def understood(data: bytes) -> Understanding:
    return understand(source_of(data))


def grid(found: Understanding) -> dict[str, dict[str, list[str]]]:
    return {d.title: {c.title: [x.text for x in c.descriptors] for c in d.criteria} for d in found.domains}


def said(found: Understanding, kind: NoteKind) -> list[str]:
    return [str(note) for note in found.notes if note.kind is kind]


def without_domains(header: list[Any]) -> Rows:
    return [header, *(row[1:] for row in SMALL[1:])]


LAYOUTS: dict[str, bytes] = {
    "a column of domains": a_workbook(("Sheet1", SMALL)),
    "domains written once": a_workbook(("Sheet1", [*SMALL[:2], [None, *SMALL[2][1:]], SMALL[3]])),
    "merged domains": a_workbook(("Sheet1", [*SMALL[:2], [None, *SMALL[2][1:]], SMALL[3]]), merged=["A2:A3"]),
    "headings of domains": a_workbook(
        ("Sheet1", [HEADER[1:], ["Leadership"], SMALL[1][1:], SMALL[2][1:], ["People"], SMALL[3][1:]])
    ),
    "headings merged over the columns": a_workbook(
        ("S", [HEADER[1:], ["Leadership"], SMALL[1][1:], SMALL[2][1:], ["People"], SMALL[3][1:]]),
        merged=["A2:D2", "A5:D5"],
    ),
    "a sheet for each domain": a_workbook(
        ("Leadership", [HEADER[1:], SMALL[1][1:], SMALL[2][1:]]), ("People", [HEADER[1:], SMALL[3][1:]])
    ),
    "empty rows and columns": a_workbook(
        ("S", [[], [None, *HEADER], [], [None, *SMALL[1]], [], [None, *SMALL[2]], [], [], [None, *SMALL[3]]])
    ),
    "numbers in one row and names in the next": a_workbook(
        ("S", [["Domain", "Criterion", 1, 2, 3], [None, None, *NAMES], *SMALL[1:]])
    ),
    "names above the numbers": a_workbook(
        ("S", [[None, None, *NAMES], ["Domain", "Criterion", 1, 2, 3], *SMALL[1:]])
    ),
    "the levels from high to low": a_workbook(
        ("S", [["Domain", "Criterion", "3 Thriving", "2 Developing", "1 Emerging"]]
         + [[*row[:2], *row[:1:-1]] for row in SMALL[1:]])
    ),
    "words that are merged down beside the levels": a_workbook(
        ("S", [["Domain", "Criterion", "Maturity"], [None, None, *LEVELS], *SMALL[1:]]),
        merged=["A1:A2", "B1:B2", "C1:E1"],
    ),
    "one word that is merged over domains and criteria": a_workbook(
        ("S", [["Criterion", None, *LEVELS], *SMALL[1:]]), merged=["A1:B1"]
    ),
    "names and no numbers": a_workbook(("S", [["Theme", "Aspect", *NAMES], *SMALL[1:]])),
    "no word over the first columns": a_workbook(("S", [[None, None, *NAMES], *SMALL[1:]])),
    "two words for domains": a_workbook(("S", [["Theme", "Dimension", *NAMES], *SMALL[1:]])),
    "names with numbers behind": a_workbook(
        ("S", [["Domain", "Criterion", "Emerging (1)", "Developing – level 2", "Thriving [3]"], *SMALL[1:]])
    ),
    "a document with one table": a_document(SMALL),
    "a document with a heading above each table": a_document(
        "Leadership", [HEADER[1:], SMALL[1][1:], SMALL[2][1:]], "People", [HEADER[1:], SMALL[3][1:]]
    ),
    "a table that goes on in another": a_document(SMALL[:3], SMALL[3:]),
    "a header that is repeated in other letters": a_workbook(
        ("S", [*SMALL[:2], [], ["DOMAIN", "Criterion", *(each.upper() for each in LEVELS)], *SMALL[2:]])
    ),
    "a header that is repeated": a_document([*SMALL[:2], HEADER, *SMALL[2:]]),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_is_understood_as_the_same_matrix(layout: str) -> None:
    found = understood(LAYOUTS[layout])
    assert found.is_whole, found.notes
    assert grid(found) == THE_SMALL
    assert [(level.value, level.name) for level in found.levels] == list(enumerate(NAMES, start=1))
    assert [c.id for d in found.domains for c in d.criteria] == ["shared-purpose", "trust", "staff"]


def test_a_document_with_merged_cells_is_understood() -> None:
    def merge(document: Any) -> None:
        table = document.tables[0]
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Leadership"
        table.cell(3, 0).merge(table.cell(3, 4)).text = "People"

    rows = [*SMALL[:3], [None] * 5, [None, *SMALL[3][1:]]]
    assert grid(understood(a_document(rows, change=merge))) == THE_SMALL


def test_texts_are_kept_as_they_are_shown() -> None:
    def change(book: Workbook) -> None:
        sheet = book.worksheets[0]
        for place, value, number_format in (
            ("C2", 1.1, "0.00"), ("D2", 10, "000"), ("E2", 0.25, "0%"),
            ("C3", True, "General"), ("D3", 1234.5, '"£"#,##0.00'), ("E3", 0.1 + 0.2, "General"),
        ):  # fmt: skip
            sheet[place].value, sheet[place].number_format = value, number_format

    rows = [*SMALL[:3], ["People", "Staff", "NO", "010", "1.10"]]
    found = understood(a_workbook(("S", rows), change=change))
    assert found.is_whole
    assert list(grid(found)["Leadership"].values()) == [["1.10", "010", "25%"], ["TRUE", "£1,234.50", "0.3"]]
    assert grid(found)["People"] == {"Staff": ["NO", "010", "1.10"]}


def test_lines_rich_text_numbering_questions_and_guidance_are_kept() -> None:
    header = ["Ref", "Criterion", "Key question", "Guidance", *LEVELS, "Score", "Comments"]
    rich = CellRichText("Much ", TextBlock(InlineFont(b=True), "trust"), ".")
    row: list[Any] = ["1", "1.2 Shared purpose", "Is there\none?", "Look.", "a\nb", " c ", rich, "3", "good"]
    found = understood(a_workbook(("Leadership", [header, row])))
    criterion = found.domains[0].criteria[0]
    assert (criterion.id, criterion.title) == ("shared-purpose", "1.2 Shared purpose")
    assert (criterion.question, criterion.guidance) == ("Is there\none?", "Look.")
    assert [x.text for x in criterion.descriptors] == ["a\nb", "c", "Much trust."]
    assert said(found, NoteKind.LEFT_OUT) == [
        f"Sheet “Leadership”, column {column}: The column “{name}” is no part of a matrix. It has 1 text. {to_do}"
        for column, name, to_do in (
            ("A", "Ref", "Leave it out: ids are made from the titles of criteria."),
            ("H", "Score", IN_A_ROUND),
            ("I", "Comments", IN_A_ROUND),
        )
    ]


@pytest.mark.parametrize(
    "heading, to_do",
    [
        ("RAG rating", IN_A_ROUND),
        ("Evidence", "If it says what evidence to look for, write it in the matrix file under “evidence_prompts”."),
        ("Weight", "If criteria do not weigh the same, write “weight” in the matrix file."),
        ("Why it matters", "Call it “Question” or “Guidance” if it is one of these."),
    ],
)
def test_a_column_that_is_left_out_says_what_is_true_of_it(heading: str, to_do: str) -> None:
    rows: Rows = [[*HEADER, heading], ["People", "Trust", "a", "b", "c", "x"]]
    (note,) = said(understood(a_workbook(("S", rows))), NoteKind.LEFT_OUT)
    assert note.endswith(f"It has 1 text. {to_do}")


@pytest.mark.parametrize(
    "domain, where, ids",
    [
        ("People", "“People”", "people-trust and people-trust-2"),
        ("Plans", "“People” and “Plans”", "people-trust and plans-trust"),
    ],
)
def test_criteria_that_are_called_the_same_are_named_with_their_ids(domain: str, where: str, ids: str) -> None:
    rows: Rows = [HEADER, ["People", "Trust", "a", "b", "c"], [domain, "Trust", "d", "e", "f"]]
    found = understood(a_workbook(("S", rows)))
    assert found.is_whole
    (note,) = [note for note in found.notes if "are called" in note.problem]
    assert (note.kind, note.place) == (NoteKind.TAKEN, "Sheet “S”, cell B3")
    assert note.problem == f"2 criteria are called “Trust”, in {where}. Their ids are {ids}."


def test_a_title_with_a_question_below_it_in_the_cell_is_taken_apart_and_says_so() -> None:
    rows = [HEADER, ["People", "Trust\nDo partners say\nwhat they think?", "a", "b", "c"]]
    found = understood(a_workbook(("S", rows)))
    criterion = found.domains[0].criteria[0]
    assert (criterion.title, criterion.question) == ("Trust", "Do partners say\nwhat they think?")
    assert said(found, NoteKind.TAKEN)[0].startswith("Sheet “S”, cell B2: The first line is the title")


def test_a_level_whose_column_is_empty_lies_between_anchors() -> None:
    found = understood(
        a_workbook(("S", [["Domain", "Criterion", 1, 2, 3], ["People", "Staff", "Low.", None, "High."]]))
    )
    assert found.is_whole
    assert found.described == (1, 3)
    assert said(found, NoteKind.TAKEN)[0].startswith(
        "The file: No criterion has a text for level 2, so it can be chosen"
    )
    assert [level.value for level in found.levels] == [1, 2, 3]


def test_a_criterion_over_several_rows_is_joined_by_lines() -> None:
    rows: Rows = [HEADER, ["People", "Staff", "a", "b", "c"], ["People", None, "d", None, "f"]]
    found = understood(a_workbook(("S", rows), merged=["B2:B3"]))
    assert grid(found) == {"People": {"Staff": ["a\nd", "b", "c\nf"]}}
    found = understood(a_workbook(("S", rows)))
    assert grid(found) == {"People": {"Staff": ["a\nd", "b", "c\nf"]}}
    assert "go on with “Staff”" in said(found, NoteKind.TAKEN)[0]


def test_what_stands_around_the_table_is_left_out_by_its_place() -> None:
    rows: Rows = [["Our matrix"], [], *SMALL, [], ["Source: a place"], ["Hidden", "Nothing said"]]
    found = understood(a_workbook(("S", rows), ("Notes", [["Read me"]])))
    assert found.title == "Our matrix"
    assert grid(found) == THE_SMALL
    places = [note.place for note in found.notes if note.kind is NoteKind.LEFT_OUT]
    assert places == [f"Sheet “S”, cell {cell}" for cell in ("A9", "B9", "A8")] + ["Sheet “Notes”"]
    assert said(found, NoteKind.TAKEN)[0] == (
        "Sheet “S”, cell A1: “Our matrix” stands above the header, and is offered as the title of the matrix. "
        "Say another title if it is none."
    )


def test_a_hidden_sheet_is_left_out_and_a_hidden_row_is_named() -> None:
    def hide(book: Workbook) -> None:
        book.worksheets[1].sheet_state = "hidden"
        book.worksheets[0].row_dimensions[3].hidden = True

    found = understood(a_workbook(("S", SMALL), ("Lists", [["a"]]), change=hide))
    assert grid(found) == THE_SMALL
    assert said(found, NoteKind.LEFT_OUT) == ["The file: The sheet “Lists” is hidden."]
    assert {note.place for note in found.notes if note.kind is NoteKind.TAKEN} == {
        f"Sheet “S”, cell {letter}3" for letter in "ABCDE"
    }


MISTAKES: list[tuple[Rows, str]] = [
    ([*SMALL, ["People", "Pay", "a", None, "c"]], "cell D5: “Pay” has no text for level 2 (Developing)"),
    ([*SMALL, ["People", "x" * 161, "a", "b", "c"]], "cell B5: The text has 161 characters. It can have at most 160."),
    ([*SMALL, ["People", "Pay", "a", "b", "c" * 1_201]], "cell E5: The text has 1,201 characters"),
    ([*SMALL, ["People", "Pay", "a", "b", date(2026, 2, 1)]], "cell E5: The cell holds a date or a time"),
    ([*SMALL, ["People", "Pay", "a", "b", "=1+1"]], "cell E5: The cell holds a formula without a kept result"),
    ([*SMALL, ["People", "Pay", "a", "b", "#REF!"]], "cell E5: The cell holds an error"),
    ([["Domain", "Criterion", 2, 3], ["People", "Staff", "a", "b"]], "row 1: The lowest level is 2."),
    ([["Domain", "Criterion", "1 Low", "3 High"], ["P", "S", "a", "b"]], "row 1: The levels have names, and 2"),
    ([["Domain", "Criterion", "1 Low", "2"], ["P", "S", "a", "b"]], "cell D1: This level has no name"),
    ([["Domain", "Criterion", "1 Low", "2 Low"], ["P", "S", "a", "b"]], "row 1: Two levels have the same name."),
    ([HEADER], "The file: No table with a header was found.|The file: No criteria were found."),
    ([["Just"], ["some"], ["words"]], "The file: No table with a header was found."),
]  # fmt: skip


@pytest.mark.parametrize("rows, mistake", MISTAKES, ids=[mistake[:40] for _, mistake in MISTAKES])
def test_a_mistake_is_named_by_its_sheet_and_cell(rows: Rows, mistake: str) -> None:
    def change(book: Workbook) -> None:
        cell = book.worksheets[0]["E5"]
        if cell.value in {"=1+1", "#REF!"}:
            cell.data_type = "f" if cell.value == "=1+1" else "e"

    found = understood(a_workbook(("S", rows), change=change))
    assert not found.is_whole
    mends = said(found, NoteKind.MEND)
    assert any(each in mend for mend in mends for each in mistake.split("|")), mends


def test_tables_with_different_levels_are_not_put_together() -> None:
    other = [["Criterion", "1 Low", "2 Middle", "3 High"], ["Pay", "a", "b", "c"]]
    found = understood(a_workbook(("S", SMALL), ("T", other)))
    (mend,) = said(found, NoteKind.MEND)
    assert mend.startswith("Sheet “T”, row 1: The levels are 1 Low, 2 Middle and 3 High, and in Sheet “S” they are")


def test_the_same_title_in_two_domains_gives_two_ids() -> None:
    rows = [HEADER, ["Leadership", "Trust", "a", "b", "c"], ["People", "Trust", "d", "e", "f"]]
    found = understood(a_workbook(("S", rows)))
    assert [c.id for d in found.domains for c in d.criteria] == ["leadership-trust", "people-trust"]


def test_a_table_without_a_column_of_criteria_has_a_domain_for_each_row() -> None:
    found = understood(a_workbook(("Lenses", [["Lens", 1, 2], ["Vision", "a", "b"], ["Design", "c", "d"]])))
    assert grid(found) == {"Lenses": {"Vision": ["a", "b"], "Design": ["c", "d"]}}


def test_tracked_changes_are_taken_as_accepted_and_nested_tables_named() -> None:
    def change(document: Any) -> None:
        cell = document.tables[0].cell(1, 2)
        run = cell.paragraphs[0].runs[0]._r  # noqa: SLF001  (python-docx makes no tracked changes itself)
        deletion = run.makeelement(run.tag.replace("}r", "}del"), {})
        run.addprevious(deletion)
        deletion.append(run)
        cell.paragraphs[0].add_run("New.")
        document.tables[0].cell(2, 2).add_table(1, 1).cell(0, 0).text = "inner"

    found = understood(a_document(SMALL, change=change))
    assert grid(found)["Leadership"] == {
        "Shared purpose": ["New.", "Written down.", "Lived."],
        "Trust": ["Little.", "Some.", "Much."],
    }
    assert "Table 1, row 2, column 3: The text has tracked changes." in said(found, NoteKind.TAKEN)[0]
    assert "Table 1, row 3, column 3: A table stands inside this cell." in said(found, NoteKind.LEFT_OUT)[0]


def test_what_is_merged_into_the_header_is_neither_a_title_nor_left_out() -> None:
    found = understood(LAYOUTS["words that are merged down beside the levels"])
    assert found.title == ""
    assert [str(note) for note in found.notes] == ["Sheet “S”, cell C1: “Maturity” stands above the header."]


OTHERWISE: dict[str, tuple[Rows, str]] = {
    "each level has a row": (
        [["Criterion", "Level", "Descriptor"], ["Trust", 1, "a"], ["Trust", 2, "b"], ["Staff", 1, "c"]],
        "row 1: The levels stand in rows.",
    ),
    "criteria are columns": (
        [["Maturity level", "Trust", "Staff"], ["1 Low", "a", "b"], ["2 Middle", "c", "d"], ["3 High", "e", "f"]],
        "row 1: The levels stand in rows.",
    ),
    "a number stands twice": (
        [["Criterion", "Level 1", "Level 2", "Level 2"], ["Trust", "a", "b", "c"]],
        "row 1: The numbers of the levels are 1, 2 and 2.",
    ),
    "numbers go up and down": (
        [["Criterion", "Level 2", "Level 1", "Level 3"], ["Trust", "a", "b", "c"]],
        "row 1: The numbers of the levels are 2, 1 and 3.",
    ),
    "more levels than can be": (
        [["Criterion", *(f"Level {value}" for value in range(1, 13))], ["Trust", *"abcdefghijkl"]],
        "column M: “Level 12” is the heading of a level, and the column is not taken as one.",
    ),
    "two tables beside each other": (
        [[*HEADER, None, *HEADER], [*SMALL[1], None, *SMALL[2]]],
        "column D: “Level 2: Developing” is the heading of a level, and the column is not taken as one.",
    ),
    "a second header with the levels from high to low": (
        [*SMALL[:2], ["Domain", "Criterion", *reversed(LEVELS)], *SMALL[2:]],
        "row 3: Another header stands here, with other levels, or in another order.",
    ),
    "a second header with names from high to low": (
        [["Domain", "Criterion", *NAMES], SMALL[1], ["Domain", "Criterion", *reversed(NAMES)], *SMALL[2:]],
        "row 3: Another header stands here, with other levels, or in another order.",
    ),
}


@pytest.mark.parametrize("layout", OTHERWISE)
def test_a_table_that_would_be_taken_for_what_it_is_not_has_to_be_mended(layout: str) -> None:
    rows, problem = OTHERWISE[layout]
    found = understood(a_workbook(("S", rows)))
    assert not found.is_whole
    assert any(f"Sheet “S”, {problem}" in mend for mend in said(found, NoteKind.MEND)), found.notes


def test_criteria_that_are_merged_over_two_columns_as_their_heading_is_are_criteria_all_the_same() -> None:
    rows = [["Criterion", None, *LEVELS], ["Trust", None, "a", "b", "c"], ["Pay", None, "d", "e", "f"]]
    found = understood(a_workbook(("S", rows), merged=["A1:B1", "A2:B2", "A3:B3"]))
    assert grid(found) == {"S": {"Trust": ["a", "b", "c"], "Pay": ["d", "e", "f"]}}


def test_of_three_columns_under_one_heading_the_first_has_domains_and_the_last_criteria() -> None:
    rows: Rows = [["Criterion", None, None, *LEVELS], ["People", "P1", "Trust", "a", "b", "c"]]
    found = understood(a_workbook(("S", rows), merged=["A1:C1"]))
    assert grid(found) == {"People": {"Trust": ["a", "b", "c"]}}
    assert "column B" in said(found, NoteKind.LEFT_OUT)[0]


def test_criteria_that_are_numbered_are_no_levels_in_rows() -> None:
    rows = [["Level", *NAMES], ["Shared purpose", "a", "b", "c"], ["1 Trust", "a", "b", "c"], ["2 Pay", "d", "e", "f"]]
    assert understood(a_workbook(("S", rows))).is_whole
    assert understood(a_workbook(("S", [[None, *NAMES], *rows[2:]]))).is_whole


def test_a_criterion_that_reads_like_a_heading_is_one_where_its_levels_have_texts() -> None:
    rows = [HEADER, ["Leadership", "Standard of care", "1 of 3 wards.", "2 of 3 wards.", "Every ward."], *SMALL[2:]]
    found = understood(a_workbook(("S", rows)))
    assert found.is_whole
    assert "Standard of care" in grid(found)["Leadership"]
