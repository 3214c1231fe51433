"""The JSON Schema that editors use says the same as the reader, as far as a schema can."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jsonschema import Draft202012Validator

from maturity.core.matrix_file import MatrixFileErrors, read_matrix

ROOT: Final = Path(__file__).parents[3]
SCHEMA_FILE: Final = ROOT / "matrices" / "matrix.schema.json"
SCHEMA: Final = Draft202012Validator(json.loads(SCHEMA_FILE.read_text(encoding="utf-8")))
GALLERY: Final = sorted((ROOT / "tests" / "core" / "matrices").glob("*.yaml"))
SHIPPED: Final = sorted((ROOT / "matrices").glob("*.yaml"))

Steps = tuple[str | int, ...]


def as_an_editor_reads(data: bytes) -> Any:
    """The values of a file by a YAML program that guesses types, with keys as text, as JSON has them."""
    return with_text_keys(yaml.safe_load(data))


def with_text_keys(value: Any) -> Any:
    """The same value with every key a text."""
    if isinstance(value, dict):
        return {str(key): with_text_keys(each) for key, each in value.items()}
    return [with_text_keys(each) for each in value] if isinstance(value, list) else value


EVERY_KEY: Final = json.dumps(as_an_editor_reads((ROOT / "tests/core/matrices/every-key.yaml").read_bytes()))


def schema_accepts(value: Any) -> bool:
    """The verdict of the schema."""
    return bool(SCHEMA.is_valid(value))


def reader_accepts(value: Any) -> bool:
    """The verdict of the reader; what is JSON is YAML too."""
    try:
        read_matrix(json.dumps(value).encode(), name="sample.yaml")
    except MatrixFileErrors:
        return False
    return True


def every_key() -> Any:
    """A matrix that uses every key, to change at will."""
    return json.loads(EVERY_KEY)


def places(value: Any, steps: Steps = ()) -> Iterator[Steps]:
    """The way to every value inside a value; of a list, to its first and its last item."""
    yield steps
    if isinstance(value, dict):
        for key, each in value.items():
            yield from places(each, (*steps, key))
    elif isinstance(value, list):
        for index in sorted({0, len(value) - 1}):
            yield from places(value[index], (*steps, index))


def at(value: Any, steps: Steps) -> Any:
    """What stands at the end of the way."""
    for step in steps:
        value = value[step]
    return value


def replaced(steps: Steps, new: Any) -> Any:
    """The matrix with another value at one place."""
    if not steps:
        return new
    changed = every_key()
    at(changed, steps[:-1])[steps[-1]] = new
    return changed


PLACES: Final = tuple(places(every_key()))
GROUPS: Final = [steps for steps in PLACES if isinstance(at(every_key(), steps), dict)]
# Keys that other keys depend on, which a schema cannot say: levels are all named or none, elements need
# their rule, weights, bands and limiters need theirs, and without anchors more levels have to be described.
BOUND_TO_OTHERS: Final = {
    "anchors",
    "criterion",
    "domain",
    "elements",
    "method",
    "name",
    "over",
    "overall",
    "scoring",
}
DECLARED: Final[Steps] = ("changes", "criteria")
# Any id can stand here, of a criterion of an earlier version that the file does not show.
RETIRED: Final[Steps] = ("changes", "retired")


def named(steps: Steps) -> str:
    """The way, for the name of a test."""
    return ".".join(map(str, steps)) or "whole"


@pytest.mark.parametrize("path", [*GALLERY, *SHIPPED], ids=lambda path: path.name)
def test_what_the_reader_accepts_the_schema_accepts(path: Path) -> None:
    assert [error.message for error in SCHEMA.iter_errors(as_an_editor_reads(path.read_bytes()))] == []
    read_matrix(path.read_bytes(), name=path.name)


@pytest.mark.parametrize("path", [*GALLERY, *SHIPPED], ids=lambda path: path.name)
def test_each_matrix_names_its_schema_on_the_first_line(path: Path) -> None:
    marker, _, address = path.read_text(encoding="utf-8").splitlines()[0].partition("$schema=")
    assert marker == "# yaml-language-server: "
    assert (path.parent / address).resolve() == SCHEMA_FILE


@pytest.mark.parametrize("steps", [steps for steps in GROUPS if steps != RETIRED], ids=named)
def test_both_refuse_a_key_that_is_not_known(steps: Steps) -> None:
    changed = replaced(steps, {**at(every_key(), steps), "colour": "blue"})
    assert (schema_accepts(changed), reader_accepts(changed)) == (False, False)


@pytest.mark.parametrize("steps", PLACES, ids=named)
def test_both_refuse_a_value_of_another_kind(steps: Steps) -> None:
    value = at(every_key(), steps)
    others: tuple[Any, ...] = ([], {}, [["a"]], {"a": {}}, None)
    for other in others:
        if isinstance(other, type(value)) and not (other and isinstance(value, list)):
            continue
        changed = replaced(steps, other)
        assert (schema_accepts(changed), reader_accepts(changed)) == (False, False), other


@pytest.mark.parametrize("steps", GROUPS, ids=named)
def test_both_agree_which_keys_may_be_left_out(steps: Steps) -> None:
    group = at(every_key(), steps)
    for key in group.keys() - BOUND_TO_OTHERS:
        if steps and (steps[-1] == "descriptors" or steps == DECLARED):
            continue  # which levels have to be described depends on the scale, and a split on its other parts
        changed = replaced(steps, {name: value for name, value in group.items() if name != key})
        assert schema_accepts(changed) == reader_accepts(changed), key


@pytest.mark.parametrize("steps", PLACES, ids=named)
def test_the_schema_never_refuses_what_the_reader_accepts(steps: Steps) -> None:
    for other in (0, 1, 2, 1.5, -1, 11, 1_000_000, True, False, "", " ", "x", "Two words", "x" * 5_000, "a\nb", "1"):
        changed = replaced(steps, other)
        assert not reader_accepts(changed) or schema_accepts(changed), other


def test_a_schema_that_forgets_a_key_is_noticed() -> None:
    forgetful = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    del forgetful["$defs"]["criterion"]["properties"]["guidance"]
    assert not Draft202012Validator(forgetful).is_valid(every_key())


def test_the_schema_is_valid_itself_and_describes_every_key() -> None:
    schema = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    for group in (schema, *schema["$defs"].values()):
        for key, value in group.get("properties", {}).items():
            target = schema["$defs"][value["$ref"].rpartition("/")[2]] if "$ref" in value else {}
            assert value.get("description") or target.get("description"), key
