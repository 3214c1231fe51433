"""The JSON Schema that editors use for overlays says the same as the reader, as far as a schema can."""

from __future__ import annotations

import json
from typing import Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from maturity.settings import product_folder
from tests.core.matrix_file.test_editor_schema import with_text_keys
from tests.core.matrix_file.test_overlay import FULL, HEAD

FOLDER: Final = product_folder("matrices")
OF_MATRICES: Final = (FOLDER / "matrix.schema.json").read_text(encoding="utf-8").replace('"#/', '"#/$defs/matrix/')
OF_OVERLAYS: Final = (FOLDER / "overlay.schema.json").read_text(encoding="utf-8")
SCHEMA: Final = Draft202012Validator(
    # As an editor takes the one into the other.
    json.loads(OF_OVERLAYS.replace('"matrix.schema.json#/', '"#/$defs/matrix/'))
    | {"$defs": {"matrix": json.loads(OF_MATRICES)}}
)


def accepts(text: str) -> bool:
    return bool(SCHEMA.is_valid(with_text_keys(yaml.safe_load(text))))


CHANGES: Final = 'changes: {from: "1.0.0", summary: Why., criteria: {our-extra: {is: reworded}}}\n'


@pytest.mark.parametrize("text", [HEAD, FULL, FULL + CHANGES])
def test_a_good_overlay_is_accepted(text: str) -> None:
    assert accepts(text)


@pytest.mark.parametrize(
    "old, new",
    [
        ("wording:", "wordings:"),
        ("overlay: {of", "overlay: {off"),
        ("title: Our own words", "titel: Our own words"),
        ("title: Our own words", "title: Our own words\n    is: split"),
        ("{1: What we see", "{one: What we see"),
        ("3: c, 4: d}}", "3: c, 4: d}, more: 1}"),
        ("key: our-development", "key: Our Development"),
        ("fidelity: adapted", "fidelity: mine"),
    ],
)
def test_a_mistake_is_seen_in_the_editor(old: str, new: str) -> None:
    assert old in FULL
    assert not accepts(FULL.replace(old, new, 1))


def test_a_mistake_in_what_is_declared_is_seen_in_the_editor() -> None:
    assert not accepts(FULL + CHANGES.replace("is: reworded", "is: rewritten"))
