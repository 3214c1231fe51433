"""From YAML text to a tree of plain nodes that remember where they stand.

Only libyaml's stream of events is used, never its loader: no value is guessed, no type is built, and
tags, anchors, aliases and deep nesting are refused before anything is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import yaml

# libyaml's own parser, because its bounds hold on hostile text where the pure Python one takes seconds.
from yaml.cyaml import CParser

from maturity.core.matrix_file.characters import FORBIDDEN, forbidden_in_words
from maturity.core.matrix_file.mistakes import START, Mistakes, Place
from maturity.core.matrix_file.yaml_syntax import syntax_in_words

DEPTH_LIMIT: Final = 20
NODE_LIMIT: Final = 20_000
_KEY_SHOWN: Final = 40


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


def read_tree(text: str, mistakes: Mistakes) -> Node:
    """The tree of the one document in the text; raises `MatrixFileErrors` where the text cannot be read to its end."""
    try:
        return _Builder(text, mistakes).document()
    except yaml.MarkedYAMLError as error:
        place, problem, remedy = syntax_in_words(error, text)
        mistakes.note(place, "", problem, remedy)
        raise mistakes.stop() from None


def path_to(parent: str, key: str) -> str:
    """The path of what stands under a key: `scoring.domain`, or `descriptors[3]` where keys are numbers."""
    if key.isascii() and key.isdigit():
        return f"{parent}[{key[:_KEY_SHOWN]}]"
    shown = key if len(key) <= _KEY_SHOWN else key[:_KEY_SHOWN] + "…"
    return f"{parent}.{shown}" if parent else shown


class _Builder:
    def __init__(self, text: str, mistakes: Mistakes) -> None:
        self._events = _events(text)
        self._mistakes = mistakes
        self._nodes = 0

    def document(self) -> Node:
        event = next(self._events)
        if not isinstance(event, yaml.DocumentStartEvent):
            return UnreadNode(START) if self._note_empty() else UnreadNode(START)
        if event.version is not None or event.tags:
            self._mistakes.note(
                _place(event),
                "",
                "A line that begins with “%” is not used in matrix files.",
                "Delete the line, and the line with “---” after it.",
            )
        root = self._node(next(self._events), "", depth=1)
        next(self._events)  # the end of the document
        event = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            self._mistakes.note(
                _place(event),
                "",
                "A second document begins here. A file holds one matrix.",
                "Delete the line with “---”, or move what follows it to a file of its own.",
            )
        return root

    def _note_empty(self) -> bool:
        self._mistakes.note(
            START,
            "",
            "The file is empty.",
            "Write a matrix, beginning with “format: 1”. The documentation has a small example to start from.",
        )
        return True

    def _node(self, event: yaml.Event, path: str, depth: int) -> Node:
        place = _place(event)
        self._nodes += 1
        if self._nodes > NODE_LIMIT:
            self._stop(
                place,
                path,
                f"The file has more than {NODE_LIMIT:,} keys and values.",
                "Split it into smaller matrices.",
            )
        if isinstance(event, yaml.AliasEvent):
            self._mistakes.note(
                place,
                path,
                f"“*{event.anchor[:_KEY_SHOWN]}” repeats another part of the file, which matrix files do not use.",
                "Write the text out again here, or put quotation marks round it if it begins with “*”.",
            )
            return UnreadNode(place)
        self._refuse_decoration(event, place, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._text(event, place, path)
        if depth > DEPTH_LIMIT:
            self._stop(
                place,
                path,
                f"Lists and groups of keys are nested more than {DEPTH_LIMIT} deep here.",
                "Check the brackets and the spaces at the beginning of the lines.",
            )
        if isinstance(event, yaml.SequenceStartEvent):
            return ListNode(place, self._items(path, depth))
        return MappingNode(place, self._entries(path, depth))

    def _text(self, event: yaml.ScalarEvent, place: Place, path: str) -> Node:
        # Escapes such as "\0" bring characters in that were not in the text of the file.
        hidden = FORBIDDEN.search(event.value)
        if hidden is not None or "\r" in event.value:
            problem, remedy = forbidden_in_words(hidden.group() if hidden else "\r")
            self._mistakes.note(place, path, f"{problem[:-1]}, written with a backslash.", "Take it out. " + remedy)
            return UnreadNode(place)
        return TextNode(place, event.value, quoted=not event.implicit[0])

    def _items(self, path: str, depth: int) -> tuple[Node, ...]:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, f"{path}[{len(items)}]", depth + 1))
        return tuple(items)

    def _entries(self, path: str, depth: int) -> tuple[tuple[Node, Node], ...]:
        entries: list[tuple[Node, Node]] = []
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, path, depth + 1)
            value_path = path_to(path, key.text) if isinstance(key, TextNode) else path
            entries.append((key, self._node(next(self._events), value_path, depth + 1)))
        return tuple(entries)

    def _refuse_decoration(self, event: yaml.Event, place: Place, path: str) -> None:
        if getattr(event, "tag", None) is not None:
            self._mistakes.note(
                place,
                path,
                "The word that begins with “!” is a YAML tag, which matrix files do not use.",
                "Delete it, or put quotation marks round the text if it begins with “!”.",
            )
        if getattr(event, "anchor", None) is not None:
            self._mistakes.note(
                place,
                path,
                "The word that begins with “&” is a YAML anchor, which matrix files do not use.",
                "Delete it, or put quotation marks round the text if it begins with “&”.",
            )

    def _stop(self, place: Place, path: str, problem: str, remedy: str) -> None:
        self._mistakes.note(place, path, problem, remedy)
        raise self._mistakes.stop()


def _events(text: str) -> Iterator[yaml.Event]:
    parser = CParser(text)
    try:
        parser.get_event()  # the start of the stream
        while (event := parser.get_event()) is not None:
            yield event
    finally:
        parser.dispose()


def _place(event: yaml.Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
