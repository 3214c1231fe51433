"""Parts of a matrix file: lists, groups of keys, and the values in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

from maturity.core.matrix_file.nodes import ListNode, MappingNode, Node, TextNode, UnreadNode, path_to
from maturity.core.matrix_file.scalars import PROSE, Scalar, TextRule, cut
from maturity.core.wording import lower_first

T = TypeVar("T")
U = TypeVar("U")

LIST_LIMIT: Final = 20


class Part(Scalar):
    """One value of the file: a scalar, a list or a group of keys."""

    __slots__ = ()

    @property
    def is_group(self) -> bool:
        """Whether it is a group of keys."""
        return isinstance(self.node, MappingNode)

    @property
    def keys(self) -> frozenset[str]:
        """The keys of a group; none where it is no group."""
        if not isinstance(self.node, MappingNode):
            return frozenset()
        return frozenset(key.text for key, _ in self.node.entries if isinstance(key, TextNode))

    def items(self, of: str, at_most: int = LIST_LIMIT) -> tuple[Part, ...]:
        """The items of a list that has one item or more; none once it has been refused."""
        if not isinstance(self.node, ListNode):
            self.refuse_kind(f"a list of {of}", f"Write each of the {of} on a line of its own, beginning with “- ”.")
            return ()
        if not self.node.items:
            self.refuse(f"{self.label} is an empty list.", f"Write one or more {of}, or leave the key out.")
        elif len(self.node.items) > at_most:
            self.refuse(
                f"{self.label} has {len(self.node.items)} items. It can have at most {at_most}.", "Take some out."
            )
        return tuple(
            Part(item, f"{self.path}[{index}]", f"Item {index + 1} of {lower_first(self.label)}", self.mistakes)
            for index, item in enumerate(self.node.items)
        )

    def texts(self, of: str, rule: TextRule = PROSE) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(item.text(rule) for item in self.items(of))

    def named(self, label: str) -> Part:
        """The same part under another label."""
        return Part(self.node, self.path, label, self.mistakes)

    def entries(self, of: str, remedy: str) -> tuple[tuple[TextNode, Part], ...]:
        """The keys and values of a group, each key once; the second of two equal keys is refused."""
        if not isinstance(self.node, MappingNode):
            self.refuse_kind(of, remedy)
            return ()
        seen: dict[str, TextNode] = {}
        entries = []
        for key, value in self.node.entries:
            if not isinstance(key, TextNode):
                if not isinstance(key, UnreadNode):
                    self._at(key, self.path, "A list or a group stands where a key should be.", "Write a word.")
            elif key.text in seen:
                self._at(
                    key,
                    path_to(self.path, key.text),
                    f"“{cut(key.text)}” stands twice in {lower_first(self.label)}, first on line "
                    f"{seen[key.text].place.line}.",
                    "Keep one of the two and delete the other.",
                )
            else:
                seen[key.text] = key
                path = path_to(self.path, key.text)
                entries.append((key, Part(value, path, f"“{cut(key.text)}”", self.mistakes)))
        return tuple(entries)

    def fields(self, required: Mapping[str, str], optional: tuple[str, ...] = (), example: str = "") -> Fields:
        """The values under known keys; unknown, repeated and missing keys are refused.

        `required` maps each key that must be there to an example of what to write; `example` shows the whole.
        """
        known = [*required, *optional]
        absent = [key for key in known if key not in self.keys]
        found: dict[str, Part] = {}
        kind = f"a group of keys ({', '.join(known[:4])}{', …' if known[4:] else ''})"
        remedy = "Write each key on a line of its own, then a colon, a space and the value."
        for key, part in self.entries(kind, f"Write something like {example}." if example else remedy):
            if key.text in known:
                found[key.text] = part
                continue
            # What stands under a misspelt key is read all the same: its own mistakes are found, and none follows
            # from its absence.
            meant = self.closest(key.text, absent)
            if meant is not None:
                found.setdefault(meant, part)
            problem, remedy = _unknown_key(key.text, meant, known, self.label)
            if meant is None and _is_rest_of_a_text(key.text, part.node):
                remedy = (
                    "If it belongs to the text before it, put the whole text in quotation marks: between { and } a "
                    f"comma begins another key. {remedy}"
                )
            self._at(key, part.path, problem, remedy)
        if isinstance(self.node, MappingNode):
            for missing in (key for key in required if key not in found):
                self.refuse(
                    f"“{missing}” is missing from {lower_first(self.label)}.",
                    f"Add “{missing}:” {required[missing]}."
                    if required[missing].startswith("and ")
                    else f"Add a line such as: {missing}: {required[missing]}",
                    under=missing,
                )
        return Fields(found)

    def _at(self, node: Node, path: str, problem: str, remedy: str) -> None:
        self.mistakes.note(node.place, path, problem, remedy)


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one group by key. A key that is absent, or was refused, gives None or an empty text."""

    parts: Mapping[str, Part]

    def get(self, key: str) -> Part | None:
        """The part under a key."""
        return self.parts.get(key)

    def read(self, key: str, reader: Callable[[Part], T], otherwise: U) -> T | U:
        """What a reader makes of the part under a key, or something else where the key is absent."""
        part = self.parts.get(key)
        return otherwise if part is None else reader(part)

    def text(self, key: str, rule: TextRule) -> str:
        """A text; empty where it is absent."""
        return self.read(key, lambda part: part.text(rule), "")

    def optional_text(self, key: str, rule: TextRule) -> str | None:
        """A text; None where it is absent."""
        part = self.parts.get(key)
        return None if part is None else part.text(rule)

    def texts(self, key: str, of: str) -> tuple[str, ...]:
        """A list of texts; none where it is absent."""
        return self.read(key, lambda part: part.texts(of), ())


def _is_rest_of_a_text(key: str, value: Node) -> bool:
    """Whether a key looks as if a comma had cut it off: no single word, and with nothing to its right."""
    return isinstance(value, TextNode) and value.is_nothing and not key.replace("_", "").isalpha() and bool(key.strip())


def _unknown_key(key: str, meant: str | None, known: list[str], label: str) -> tuple[str, str]:
    if key == "<<":
        return "“<<” takes in keys from elsewhere, which matrix files do not do.", "Write the keys out here."
    if not key.strip():
        return "A colon stands here with no key before it.", f"The keys here are: {', '.join(known)}."
    return (
        f"“{cut(key)}” is not a key that {lower_first(label)} can have.",
        f"Did you mean “{meant}”?" if meant else f"The keys here are: {', '.join(known)}.",
    )
