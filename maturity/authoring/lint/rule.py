"""What a rule of the linter is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from maturity.authoring.lint.finding import Note
from maturity.core.matrix import Matrix

Check = Callable[[Matrix], Iterable[Note]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule, with what an author is told of it.

    `source` says where it is published, or that it is our own. `limits` says what the rule cannot see. `example` is a
    text or a part of a file that it finds something in, `instead` one that it lets pass. `english_only` is true of
    rules that know words.
    """

    id: str
    finds: str
    why: str
    source: str
    limits: str
    example: str
    instead: str
    check: Check
    english_only: bool = False
