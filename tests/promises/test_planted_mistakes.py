"""However many mistakes a file has, one pass finds them all and makes none up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maturity.core.matrix_file import MatrixFileErrors, read_matrix

DOMAINS: Final = 10
MOST_PLANTED: Final = 20

HEAD: Final = """\
format: 1
key: sample-matrix
version: "1.0.0"
title: Sample matrix
purpose: To practise on.
provenance:
  source: Written for these tests.
  licence: MIT
  attribution: None is asked for.
  fidelity: original
levels: [{value: 1}, {value: 2}, {value: 3}]
domains:
"""
DOMAIN: Final = """\
  - id: domain-{n}
    title: Domain {n}
    summary: About {n}.
    criteria:
      - id: criterion-{n}
        title: Criterion {n}
        question: How far is {n}?
        guidance: Look at {n}.
        applies_to: [acute]
        examples: [One of {n}]
        weight: 2
        descriptors:
          1: Nothing of {n}.
          2: Some of {n}.
          3: All of {n}.
"""
TAIL: Final = """\
scoring:
  domain: mean
agreement:
  within: 1
  minimum_partners: 3
  split_decides: false
"""
SOUND: Final = HEAD + "".join(DOMAIN.format(n=n) for n in range(DOMAINS)) + TAIL


@dataclass(frozen=True)
class Fault:
    """One line to replace, and the line, column and path that have to be reported for it."""

    line: int
    becomes: str
    place: tuple[int, int, str]


def faults() -> Iterator[Fault]:
    """Every fault that can be planted by itself, each on a line of its own."""
    lines = SOUND.splitlines()
    yield Fault(3, 'version: "one"', (3, 10, "version"))
    yield Fault(4, "title: []", (4, 8, "title"))
    yield Fault(5, "# purpose: To practise on.", (1, 1, "purpose"))
    yield Fault(7, "  source: ~", (7, 11, "provenance.source"))
    yield Fault(8, "  license: MIT", (8, 3, "provenance.license"))
    yield Fault(10, "  fidelity: &own original", (10, 13, "provenance.fidelity"))
    yield Fault(
        lines.index("  within: 1") + 1, "  within: .inf", (lines.index("  within: 1") + 1, 11, "agreement.within")
    )
    partners = lines.index("  minimum_partners: 3") + 1
    yield Fault(partners, "  within: 2", (partners, 3, "agreement.within"))
    decides = lines.index("  split_decides: false") + 1
    yield Fault(decides, "  split_decides: no", (decides, 18, "agreement.split_decides"))
    for n in range(DOMAINS):
        top = len(HEAD.splitlines()) + n * len(DOMAIN.splitlines()) + 1
        domain, criterion = f"domains[{n}]", f"domains[{n}].criteria[0]"
        if n:
            yield Fault(top, "  - id: domain-0", (top, 9, f"{domain}.id"))
            yield Fault(top + 4, "      - id: Criterion", (top + 4, 13, f"{criterion}.id"))
        yield Fault(top + 1, "    # no title", (top, 5, f"{domain}.title"))
        yield Fault(top + 2, "    sumary: About.", (top + 2, 5, f"{domain}.sumary"))
        yield Fault(top + 5, '        title: "\\0"', (top + 5, 16, f"{criterion}.title"))
        yield Fault(top + 6, "        question: *n", (top + 6, 19, f"{criterion}.question"))
        yield Fault(top + 7, "        hint: Look.", (top + 7, 9, f"{criterion}.hint"))
        yield Fault(top + 8, "        applies_to: [acute, acut]", (top + 8, 29, f"{criterion}.applies_to[1]"))
        yield Fault(top + 9, "        examples: One", (top + 9, 19, f"{criterion}.examples"))
        yield Fault(top + 10, "        weight: -2", (top + 10, 17, f"{criterion}.weight"))
        yield Fault(top + 12, "          1: {}", (top + 12, 14, f"{criterion}.descriptors[1].text"))
        yield Fault(top + 13, "          # no text", (top + 12, 11, f"{criterion}.descriptors[2]"))
        yield Fault(top + 14, "          3: All of \u202eit.", (top + 14, 21, ""))


FAULTS: Final = tuple(faults())


def found(text: str) -> list[tuple[int, int, str]]:
    """The places of all mistakes that one pass reports."""
    try:
        read_matrix(text.encode(), name="planted.yaml")
    except MatrixFileErrors as errors:
        return [(each.line, each.column, each.path) for each in errors.errors]
    return []


def planted(chosen: list[Fault]) -> str:
    """The sound file with the faults in it."""
    lines = SOUND.splitlines()
    for fault in chosen:
        lines[fault.line - 1] = fault.becomes
    return "\n".join(lines) + "\n"


def test_without_a_fault_the_file_is_sound() -> None:
    assert found(SOUND) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"line-{fault.line}")
def test_each_fault_alone_is_found_at_its_place_and_nothing_else(fault: Fault) -> None:
    assert found(planted([fault])) == [fault.place]


@pytest.mark.parametrize("count", range(1, MOST_PLANTED + 1))
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_every_planted_mistake_is_found_in_one_pass_and_no_other(count: int, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.sampled_from(FAULTS), min_size=count, max_size=count, unique=True))
    assert sorted(found(planted(chosen))) == sorted(fault.place for fault in chosen)


def test_a_mistake_that_is_passed_over_would_be_noticed() -> None:
    chosen = list(FAULTS[::7])
    assert sorted(found(planted(chosen))) == sorted(fault.place for fault in chosen)
    assert sorted(found(planted(chosen[1:]))) != sorted(fault.place for fault in chosen)
