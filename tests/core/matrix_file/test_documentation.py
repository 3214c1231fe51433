"""What docs/matrix-format.md shows an author can be read, and it shows everything."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.matrix import Fidelity, Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.matrix_rules import (
    CriterionMethod,
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    WeakestDomainLimiter,
)

ROOT: Final = Path(__file__).parents[3]
PAGE: Final = (ROOT / "docs" / "matrix-format.md").read_text(encoding="utf-8")
COMPLETE, *SNIPPETS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
SCHEMA: Final = json.loads((ROOT / "matrices" / "matrix.schema.json").read_text(encoding="utf-8"))


def sections(text: str) -> dict[str, str]:
    """The text of each top-level key."""
    parts = re.split(r"^(?=[a-z_]+:)", text, flags=re.MULTILINE)
    return {part.partition(":")[0]: part for part in parts}


def completed(snippet: str) -> bytes:
    """The complete example with the snippet's keys in place of its own."""
    return "".join({**sections(COMPLETE), **sections(snippet)}.values()).encode()


def shown() -> Iterator[Matrix]:
    """Every matrix that the page shows."""
    yield read_matrix(COMPLETE.encode(), name="example.yaml")
    for snippet in SNIPPETS:
        yield read_matrix(completed(snippet), name="snippet.yaml")


def keys_of(group: Mapping[str, Any]) -> Iterator[str]:
    """Every key that a schema names, at any depth."""
    for name, value in group.items():
        if name == "properties":
            yield from value
        if isinstance(value, Mapping):
            yield from keys_of(value)
        elif isinstance(value, list):
            for each in value:
                if isinstance(each, Mapping):
                    yield from keys_of(each)


def test_the_complete_example_stands_by_itself() -> None:
    matrix = read_matrix(COMPLETE.encode(), name="example.yaml")
    assert matrix.key == "working-together"
    assert len(matrix.criteria) == 3


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: "-".join(snippet.split()[:5]))
def test_each_snippet_can_be_put_into_the_example(snippet: str) -> None:
    read_matrix(completed(snippet), name="snippet.yaml")


def test_a_snippet_that_went_wrong_would_be_noticed() -> None:
    with pytest.raises(MatrixFileErrors, match="Did you mean “median”"):
        read_matrix(completed("scoring:\n  domain: medain\n"), name="snippet.yaml")


def test_each_family_of_rule_is_shown() -> None:
    matrices = list(shown())
    assert {each.scoring.criterion for each in matrices} == set(CriterionMethod)
    assert {each.scoring.domain for each in matrices} == set(DomainMethod)
    assert {each.scoring.overall.method for each in matrices} == set(OverallMethod)
    assert {each.scoring.overall.over for each in matrices} == set(OverallBase)
    limiters = [limiter for each in matrices for limiter in each.scoring.overall.limiters]
    assert {type(limiter) for limiter in limiters} == {WeakestDomainLimiter, NamedCriteriaLimiter}
    assert {each.agreement.split_decides for each in matrices} == {True, False}


@pytest.mark.parametrize("key", sorted(set(keys_of(SCHEMA))))
def test_each_key_of_the_format_is_on_the_page(key: str) -> None:
    assert re.search(rf"`{key}`|\b{key}:", PAGE)


@pytest.mark.parametrize(
    "word", [*Fidelity, *CollaborativeType, *PartnerType, *OverallMethod, *DomainMethod, *CriterionMethod]
)
def test_each_word_that_a_key_can_have_is_on_the_page(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_mistakes_on_the_page_are_those_that_the_reader_finds() -> None:
    listed = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)
    assert listed
    wrong = COMPLETE.replace("  licence: ", "  license: ").replace(
        "          2: Partners have written down one aim. Few staff have heard of it.\n", ""
    )
    with pytest.raises(MatrixFileErrors) as caught:
        read_matrix(wrong.encode(), name="working-together.yaml")
    assert [str(each) for each in caught.value.errors] == listed[1].splitlines()
