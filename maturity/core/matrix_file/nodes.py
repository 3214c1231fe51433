"""The tree that a matrix file is read from: texts, lists and groups of keys that remember where they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.matrix_file.mistakes import Place

KEY_SHOWN: Final = 40  # characters of a key in a path


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar: always text, whatever it looks like. `quoted` also covers block texts (`>` and `|`)."""

    place: Place
    text: str
    quoted: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether nothing was written, in any of YAML's ways."""
        return not self.quoted and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list, with its items in order."""

    place: Place
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A group of keys, in order and with any key that stands twice."""

    place: Place
    entries: tuple[tuple[Node, Node], ...]


@dataclass(frozen=True, slots=True)
class UnreadNode:
    """Something whose mistake has been noted and about which nothing more can be said."""

    place: Place


Node = TextNode | ListNode | MappingNode | UnreadNode


def path_to(parent: str, key: str) -> str:
    """The path of what stands under a key: `scoring.domain`, or `descriptors[3]` where keys are numbers."""
    if key.isascii() and key.isdigit():
        return f"{parent}[{key[:KEY_SHOWN]}]"
    shown = key if len(key) <= KEY_SHOWN else key[:KEY_SHOWN] + "…"
    return f"{parent}.{shown}" if parent else shown
