"""From YAML text to a tree of plain nodes that remember where they stand.

Only libyaml's stream of events is used, never its loader: no value is guessed, no type is built, and
tags, anchors, aliases and deep nesting are refused before anything is made of them.
"""

from __future__ import annotations

from typing import Final, NoReturn

import yaml

# libyaml's parser (never its loading), because it is fast on hostile text where the pure Python one takes seconds.
from yaml import CSafeLoader

from maturity.core.matrix_file.characters import FORBIDDEN, forbidden_in_words
from maturity.core.matrix_file.mistakes import START, Mistakes, Place
from maturity.core.matrix_file.nodes import KEY_SHOWN, ListNode, MappingNode, Node, TextNode, UnreadNode, path_to
from maturity.core.matrix_file.yaml_syntax import syntax_in_words

DEPTH_LIMIT: Final = 20
NODE_LIMIT: Final = 20_000
_TAKE_OUT: Final = "Take out the backslash and the letters or digits that belong to it."
BEGIN_WITH: Final = "Write a matrix, beginning with “format: 1”. The documentation has a small example to start from."


def read_tree(text: str, mistakes: Mistakes) -> Node:
    """The tree of the one document in the text; raises `MatrixFileErrors` where the text cannot be read to its end."""
    try:
        return _Builder(text, mistakes).document()
    except yaml.YAMLError as error:
        place, problem, remedy = syntax_in_words(error, text)
        mistakes.note(place, "", problem, remedy)
        raise mistakes.stop() from None


class _Builder:
    def __init__(self, text: str, mistakes: Mistakes) -> None:
        self._events = yaml.parse(text, Loader=CSafeLoader)
        self._mistakes = mistakes
        self._nodes = 0

    def document(self) -> Node:
        next(self._events)  # the start of the stream
        event = next(self._events)
        if not isinstance(event, yaml.DocumentStartEvent):
            self._stop(START, "", "The file is empty.", BEGIN_WITH)
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
                f"“*{(event.anchor or '')[:KEY_SHOWN]}” repeats another part of the file. Matrix files cannot do that.",
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
            problem, _ = forbidden_in_words(hidden.group() if hidden else "\r")
            self._mistakes.note(place, path, f"{problem[:-1]}, written with a backslash.", _TAKE_OUT)
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

    def _stop(self, place: Place, path: str, problem: str, remedy: str) -> NoReturn:
        self._mistakes.note(place, path, problem, remedy)
        raise self._mistakes.stop()


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return START if mark is None else Place(mark.line + 1, mark.column + 1)
