"""Texts, numbers, words and addresses in a matrix file: read as the type that is asked for, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from itertools import islice
from typing import Final, TypeVar

from maturity.core.matrix_file.mistakes import Mistakes
from maturity.core.matrix_file.nodes import ListNode, MappingNode, Node, TextNode, UnreadNode, path_to

E = TypeVar("E", bound=StrEnum)

_SHOWN: Final = 40
# Comparing words is slow work, so that a hostile file is not let make too much of it.
_LONGEST_WORD_COMPARED: Final = 60
_MOST_CANDIDATES: Final = 500
_MOST_SUGGESTIONS: Final = 50
_INTEGER: Final = re.compile(r"0|[1-9][0-9]{0,5}")
_DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,5})(\.[0-9]{1,6})?")
SLUG: Final = re.compile(r"(?=[a-z0-9-]*[a-z])[a-z0-9]+(-[a-z0-9]+)*")
VERSION: Final = re.compile(r"(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})\.(0|[1-9][0-9]{0,3})")
_LONGEST_URL: Final = 500
_URL: Final = re.compile(r"https://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][^\s\"'<>\\^`{|}]*)?")


@dataclass(frozen=True, slots=True)
class TextRule:
    """How long a text may be, in characters, and whether it may have several lines."""

    at_most: int
    one_line: bool = False


NAME: Final = TextRule(80, one_line=True)
TITLE: Final = TextRule(160, one_line=True)
DESCRIPTOR: Final = TextRule(1_200)
PROSE: Final = TextRule(4_000)


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value of the file, with `label`: how to speak of it to the author.

    Each method reads the value as one type, and notes what is wrong where it is not of that type.
    """

    node: Node
    path: str
    label: str
    mistakes: Mistakes

    def refuse(self, problem: str, remedy: str, under: str = "") -> None:
        """Note that this value is wrong, or what should stand under one of its keys."""
        if not isinstance(self.node, UnreadNode):
            path = path_to(self.path, under) if under else self.path
            self.mistakes.note(self.node.place, path, problem, remedy)

    def refuse_kind(self, expected: str, remedy: str) -> None:
        """Note that this value is of another kind than it has to be."""
        self.refuse(f"{self.label} is {shown(self.node)}. It has to be {expected}.", remedy)

    def closest(self, word: str, candidates: Iterable[str]) -> str | None:
        """The candidate that a word is most likely meant to be, if any is near enough."""
        if len(word) > _LONGEST_WORD_COMPARED or self.mistakes.count >= _MOST_SUGGESTIONS:
            return None
        plain = {candidate.replace("-", "_"): candidate for candidate in islice(candidates, _MOST_CANDIDATES)}
        matches = get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), plain, n=1, cutoff=0.7)
        return plain[matches[0]] if matches else None

    def text(self, rule: TextRule) -> str:
        """The text, without white space round it; empty once it has been refused."""
        node = self._scalar("a text")
        if node is None:
            return ""
        text = node.text.strip(" \t\n")
        if node.is_nothing or not text.strip():
            self.refuse(f"{self.label} is empty.", "Write a text. If you mean a word such as “null”, quote it.")
        elif len(text) > rule.at_most:
            self.refuse(
                f"{self.label} has {len(text):,} characters. It can have at most {rule.at_most:,}.",
                f"Shorten it by {len(text) - rule.at_most:,} or more.",
            )
        elif rule.one_line and re.search(r"[\n\t]", text):
            self.refuse(f"{self.label} has a line break or a tab in it.", "Write it on one line.")
        else:
            return text
        return ""

    def slug(self, at_least: int = 1, at_most: int = 60) -> str:
        """An id: lower-case letters, digits and single hyphens; empty once it has been refused."""
        return self._matching(
            SLUG,
            lambda text: at_least <= len(text) <= at_most,
            f"{at_least} to {at_most} lower-case letters, digits and hyphens, with at least one letter",
            "shared-purpose",
        )

    def web_address(self) -> str:
        """An address that begins with https://; empty once it has been refused."""
        return self._matching(
            _URL,
            lambda text: len(text) <= _LONGEST_URL,
            "a web address that begins with https:// and has no spaces",
            "https://www.example.org/matrix",
        )

    def pattern(self, pattern: re.Pattern[str], expected: str, example: str) -> str:
        """A text of a fixed form; empty once it has been refused."""
        return self._matching(pattern, lambda _: True, expected, example)

    def integer(self, lowest: int, highest: int, expected: str = "") -> int | None:
        """A whole number, written in digits only; None once it has been refused."""
        expected = expected or f"a whole number from {lowest} to {highest:,}"
        number = self._number(_INTEGER, expected)
        if number is None or lowest <= number <= highest:
            return None if number is None else int(number)
        self.refuse(f"{self.label} is {number}. It has to be {expected}.", f"Write {expected}.")
        return None

    def decimal(self, lowest: Fraction, highest: Fraction, *, above_lowest: bool = False) -> Fraction | None:
        """A number such as 0.8 or 2, exact; None once it has been refused."""
        begin = f"above {in_digits(lowest)} and" if above_lowest else f"from {in_digits(lowest)} to"
        end = f"at most {in_digits(highest)}" if above_lowest else in_digits(highest)
        expected = f"a number {begin} {end}"
        number = self._number(_DECIMAL, expected)
        if number is None or (lowest < number <= highest) or (number == lowest and not above_lowest):
            return number
        self.refuse(f"{self.label} is {in_digits(number)}. It has to be {expected}.", f"Write {expected}.")
        return None

    def truth(self) -> bool | None:
        """`true` or `false`, and nothing else; None once it has been refused."""
        node = self._scalar("true or false")
        if node is None:
            return None
        if node.quoted or node.text not in {"true", "false"}:
            means = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(node.text.lower())
            self.refuse(
                f"{self.label} is {shown(node)}. It has to be true or false.",
                f"Write {means}." if means else "Write true or false, without quotation marks.",
            )
            return None
        return node.text == "true"

    def choice(self, options: type[E], but: Collection[E] = ()) -> E | None:
        """One of a few words, `but` those that cannot stand here; None once it has been refused."""
        allowed = [option.value for option in options if option not in but]
        node = self._scalar(f"one of: {', '.join(allowed)}")
        if node is None:
            return None
        if node.text in allowed:
            return options(node.text)
        close = self.closest(node.text, allowed)
        self.refuse(
            f"{self.label} is {shown(node)}. It has to be one of: {', '.join(allowed)}.",
            f"Did you mean “{close}”?" if close else f"Write one of: {', '.join(allowed)}.",
        )
        return None

    def _matching(self, pattern: re.Pattern[str], fits: Callable[[str], bool], expected: str, example: str) -> str:
        node = self._scalar(expected)
        if node is None:
            return ""
        if node.is_nothing or not node.text.strip():
            self.refuse(f"{self.label} is empty.", f"Write {expected}, such as {example}.")
        elif pattern.fullmatch(node.text) and fits(node.text):
            return node.text
        else:
            self.refuse(f"{self.label} is {shown(node)}. It has to be {expected}.", f"Write something like {example}.")
        return ""

    def _number(self, pattern: re.Pattern[str], expected: str) -> Fraction | None:
        node = self._scalar(expected)
        if node is None:
            return None
        if node.quoted and pattern.fullmatch(node.text):
            self.refuse(f"{self.label} is a number in quotation marks.", f"Write {node.text}, without quotation marks.")
        elif node.quoted or not pattern.fullmatch(node.text):
            meant = _plain_digits(node.text)
            self.refuse(
                f"{self.label} is {shown(node)}. It has to be {expected}.",
                f"Write {meant}." if pattern.fullmatch(meant) else f"Write {expected}, in digits.",
            )
        else:
            return Fraction(node.text)
        return None

    def _scalar(self, expected: str) -> TextNode | None:
        if isinstance(self.node, TextNode):
            return self.node
        self.refuse_kind(expected, f"Write {expected}, after the colon.")
        return None


def in_digits(number: Fraction | int) -> str:
    """A number as an author writes it, such as 2, 0.8 or 1/3 where no decimal is exact."""
    exact = Fraction(number)
    for places in range(7):
        scaled = exact * 10**places
        if scaled.denominator == 1:
            digits = str(abs(scaled.numerator)).zfill(places + 1)
            sign = "-" if exact < 0 else ""
            return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)
    return f"{exact.numerator}/{exact.denominator}"


def _plain_digits(text: str) -> str:
    """What someone may have meant who wrote 010, 1,5 or .5; empty for a long text."""
    if len(text) > _SHOWN:
        return ""
    whole, dot, rest = text.strip().removeprefix("+").replace("_", "").replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}{dot if rest else ''}{rest}"


def cut(text: str) -> str:
    """A text shortened for a sentence about it."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"


def shown(node: Node) -> str:
    """What stands in the file, for a sentence about it."""
    if isinstance(node, ListNode):
        return "a list"
    if isinstance(node, MappingNode):
        return "a group of keys"
    if isinstance(node, TextNode) and not node.is_nothing:
        return f"“{cut(node.text)}”"
    return "empty"
