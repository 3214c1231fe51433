"""What a matrix file says of the matrix that it lies over: read and written."""

from __future__ import annotations

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.matrix_file.grid import Grid
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.scalars import PROSE, SLUG, TITLE, VERSION
from maturity.core.overlaid import NotAsked, Overlaid

LOCAL_CHANGES = (Change.SAME, Change.REWORDED, Change.AMENDED, Change.NEW)
_EACH_ID = "Write the id of each criterion, a colon, a space and what is local."


def read_overlaid(part: Part, grid: Grid) -> Overlaid:
    """What the matrix lies over; every mistake is noted."""
    fields = part.fields(
        {"of": "collaborative-development", "version": '"1.0.0"', "title": "Collaborative development"},
        ("local", "not_asked"),
    )
    return Overlaid(
        key=fields.read("of", lambda p: p.slug(at_least=3), ""),
        version=fields.read("version", read_version, ""),
        title=fields.text("title", TITLE),
        local=fields.read("local", lambda p: _local(p, grid), ()),
        not_asked=fields.read("not_asked", lambda p: _not_asked(p, grid), ()),
    )


def read_version(part: Part) -> str:
    """A version, which is three numbers with dots between."""
    return part.pattern(VERSION, "three numbers with dots between", '"1.0.0"')


def _local(part: Part, grid: Grid) -> tuple[DeclaredChange, ...]:
    found = []
    for key, value in part.entries("a group with one entry for each criterion", _EACH_ID):
        if grid.is_whole and key.text not in grid.criterion_ids:
            value.refuse(f"There is no criterion with the id “{key.text[:40]}”.", "Write the id of a criterion.")
        fields = value.fields({"is": "amended"}, ("note",), example="{is: amended}")
        change = fields.read("is", lambda p: p.choice(Change), None)
        if change is not None and change not in LOCAL_CHANGES:
            value.refuse(f"“{change}” cannot be said of local words.", "Write same, reworded, amended or new.", "is")
        found.append(DeclaredChange(key.text, (change or Change.AMENDED,), fields.optional_text("note", PROSE)))
    return tuple(found)


def _not_asked(part: Part, grid: Grid) -> tuple[NotAsked, ...]:
    found = []
    for key, value in part.entries("a group with one entry for each criterion", _EACH_ID):
        if not SLUG.fullmatch(key.text):
            value.refuse(f"“{key.text[:40]}” is no id of a criterion.", "Write lower-case letters, digits and hyphens.")
        if key.text in grid.criterion_ids:
            value.refuse(f"“{key.text[:40]}” is asked: it stands under “domains”.", "Take it out of one of the two.")
        fields = value.fields({"title": "Agreed priorities", "why": "Why it is not asked here."})
        found.append(NotAsked(key.text, fields.text("title", TITLE), fields.text("why", PROSE)))
    return tuple(found)
