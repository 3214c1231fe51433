"""`read_matrix`: the only door through which text becomes a matrix."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from maturity.core.matrix import Fidelity, Matrix, Provenance
from maturity.core.matrix_file.changes import read_changes
from maturity.core.matrix_file.characters import readable_text
from maturity.core.matrix_file.cross_rules import check_cross_rules
from maturity.core.matrix_file.grid import read_grid
from maturity.core.matrix_file.lint_switches import read_lint_switches
from maturity.core.matrix_file.mistakes import START, Mistakes
from maturity.core.matrix_file.nodes import TextNode
from maturity.core.matrix_file.overlaid import read_overlaid
from maturity.core.matrix_file.parts import Part
from maturity.core.matrix_file.rules import read_agreement, read_scoring
from maturity.core.matrix_file.scalars import PROSE, TITLE, VERSION
from maturity.core.matrix_file.scale import read_scale
from maturity.core.matrix_file.yaml_tree import BEGIN_WITH, read_tree

LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")
FORMAT: Final = 1

_REQUIRED: Final = {
    "format": "1",
    "key": "collaborative-development",
    "version": '"1.0.0"',
    "title": "Collaborative development",
    "purpose": "What the matrix is for, in a sentence or two.",
    "provenance": "and below it source, licence, attribution and fidelity",
    "levels": "and below it a list of levels, each with a value",
    "domains": "and below it a list of domains",
}


def read_matrix(data: bytes, *, name: str) -> Matrix:
    """The matrix in the bytes of a file; `name` is how the file is called in errors.

    Raises `MatrixFileErrors` with every mistake of the file. Nothing is built unless there is none.
    """
    mistakes = Mistakes(name)
    tree = read_tree(readable_text(data, mistakes), mistakes)
    if isinstance(tree, TextNode) and tree.is_nothing:
        mistakes.note(START, "", "The file is empty.", BEGIN_WITH)
        raise mistakes.stop()
    fields = Part(tree, "", "The matrix", mistakes).fields(
        _REQUIRED, ("summary", "language", "anchors", "scoring", "agreement", "lint", "changes", "overlays")
    )
    check_format(fields.get("format"))
    key = fields.read("key", lambda part: part.slug(at_least=3), "")
    version = fields.read("version", lambda p: p.pattern(VERSION, "three numbers with dots between", '"1.0.0"'), "")
    title, purpose = fields.text("title", TITLE), fields.text("purpose", PROSE)
    summary = fields.optional_text("summary", PROSE)
    language = fields.read("language", lambda p: p.pattern(LANGUAGE, "a language code", "en-GB"), "en-GB")
    provenance = fields.read("provenance", read_provenance, _NO_PROVENANCE)
    scale = read_scale(fields.get("levels"), fields.get("anchors"))
    grid = read_grid(fields.get("domains"), scale)
    rules = read_scoring(fields.get("scoring"))
    check_cross_rules(scale, grid, rules)
    agreement = read_agreement(fields.get("agreement"))
    changes = fields.read("changes", lambda part: read_changes(part, version, scale, grid), None)
    overlays = fields.read("overlays", lambda part: read_overlaid(part, grid), None)
    lint_off = fields.read(
        "lint",
        lambda part: read_lint_switches(part, (*grid.criterion_ids, *grid.domain_ids), ids_are_known=grid.is_whole),
        (),
    )
    mistakes.raise_if_any()
    return Matrix(
        key=key,
        version=version,
        title=title,
        purpose=purpose,
        provenance=provenance,
        levels=scale.levels,
        domains=tuple(grid.domains),
        scoring=rules.scoring(),
        agreement=agreement,
        content_hash=hashlib.sha256(data).hexdigest(),
        summary=summary,
        language=language,
        lint_off=lint_off,
        changes=changes,
        overlays=overlays,
    )


def check_format(part: Part | None) -> None:
    """Refuse a file of another format."""
    if part is None or (number := part.integer(0, 999_999, expected=str(FORMAT))) in {None, FORMAT}:
        return
    part.refuse(
        f"The file is written for format {number}. Only format {FORMAT} can be read.",
        f"Write {FORMAT}, and check the file against the description of that format.",
    )


def read_provenance(part: Part) -> Provenance:
    """Where a matrix comes from."""
    fields = part.fields(
        {
            "source": "Who made the matrix, and where it was published.",
            "licence": "Open Government Licence v3.0",
            "attribution": "The words the licence asks for.",
            "fidelity": "original",
        },
        ("source_url", "licence_url", "rationale", "based_on"),
    )
    return Provenance(
        source=fields.text("source", PROSE),
        licence=fields.text("licence", PROSE),
        attribution=fields.text("attribution", PROSE),
        fidelity=fields.read("fidelity", lambda p: p.choice(Fidelity), None) or Fidelity.ORIGINAL,
        source_url=fields.read("source_url", lambda p: p.web_address(), None),
        licence_url=fields.read("licence_url", lambda p: p.web_address(), None),
        rationale=fields.optional_text("rationale", PROSE),
        based_on=fields.texts("based_on", "sentences"),
    )


_NO_PROVENANCE: Final = Provenance("", "", "", Fidelity.ORIGINAL)
