"""The domains of a matrix, their criteria and the descriptors in the cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Criterion, Descriptor, Domain, Element, Matrix
from maturity.core.matrix_file.nodes import MappingNode, TextNode
from maturity.core.matrix_file.parts import LIST_LIMIT, Fields, Part
from maturity.core.matrix_file.scalars import DESCRIPTOR, PROSE, TITLE
from maturity.core.matrix_file.scale import Scale

MOST_DOMAINS: Final = 50
MOST_CRITERIA: Final = 100  # in one domain
HIGHEST_WEIGHT: Final = Fraction(1_000)


@dataclass(frozen=True, slots=True)
class Cell:
    """One descriptor as it stands in the file, for the rules that look at all of them."""

    level: int
    part: Part
    has_elements: bool


@dataclass(slots=True)
class Grid:
    """The domains as read, with the parts of the file that other rules refer to.

    `is_whole` is false where an id, a weight or a list was refused or is missing.
    """

    domains: list[Domain] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    domain_weights: list[Part] = field(default_factory=list)
    criterion_weights: list[Part] = field(default_factory=list)
    is_whole: bool = True

    @property
    def domain_ids(self) -> list[str]:
        """The ids of the domains, in order."""
        return [domain.id for domain in self.domains if domain.id]

    @property
    def criterion_ids(self) -> list[str]:
        """The ids of the criteria, in order."""
        return [criterion.id for domain in self.domains for criterion in domain.criteria if criterion.id]


def read_grid(domains: Part | None, scale: Scale) -> Grid:
    """The domains with everything in them; every mistake is noted."""
    reader = _GridReader(scale)
    reader.read(domains)
    return reader.grid


def read_more(domains: Part | None, below: Matrix) -> Grid:
    """Domains with criteria that are added to a matrix; those of its own domains have their id and criteria alone."""
    values = tuple(level.value for level in below.levels)
    described = tuple(descriptor.level for descriptor in below.criteria[0].descriptors)
    reader = _GridReader(
        Scale(below.levels, described or values, is_known=True), {domain.id: domain.title for domain in below.domains}
    )
    reader.read(domains)
    return reader.grid


class _Ids:
    """Notes an id that stands a second time."""

    def __init__(self, of: str) -> None:
        self._of = of
        self._seen: dict[str, int] = {}

    def read(self, fields: Fields) -> str:
        part = fields.get("id")
        if part is None:
            return ""
        read = part.slug()
        if read in self._seen:
            part.refuse(
                f"Another {self._of} has the id “{read}”, on line {self._seen[read]}.",
                f"Give each {self._of} an id of its own.",
            )
        elif read:
            self._seen[read] = part.node.place.line
        return read


class _GridReader:
    def __init__(self, scale: Scale, titles: Mapping[str, str] = MappingProxyType({})) -> None:
        self.grid = Grid()
        self._scale = scale
        self._titles = titles  # of domains that are there already, by id
        self._domain_ids = _Ids("domain")
        self._criterion_ids = _Ids("criterion")

    def read(self, domains: Part | None) -> None:
        items = () if domains is None else domains.items("domains", at_most=MOST_DOMAINS)
        for number, item in enumerate(items, start=1):
            self.grid.domains.append(self._domain(item.named(_named("Domain", item, number))))
        read = self.grid.domains
        criteria = [criterion for domain in read for criterion in domain.criteria]
        if not read or not all(domain.id and domain.criteria for domain in read) or not all(c.id for c in criteria):
            self.grid.is_whole = False

    def _domain(self, part: Part) -> Domain:
        known = self._titles.get(_text_under(part, "id"))
        required = {"id": "shared-purpose", "title": "Shared purpose", "criteria": "and below it a list of criteria"}
        if known is None:
            fields = part.fields(required, ("summary", "weight"))
        else:
            fields = part.fields({key: required[key] for key in ("id", "criteria")})
        domain_id = self._domain_ids.read(fields)
        criteria = [
            self._criterion(item.named(_named("Criterion", item, number)))
            for number, item in enumerate(fields.read("criteria", _list_of_criteria, ()), start=1)
        ]
        return Domain(
            domain_id,
            fields.text("title", TITLE) if known is None else known,
            tuple(criteria),
            fields.optional_text("summary", PROSE),
            self._weight(fields, self.grid.domain_weights),
        )

    def _criterion(self, part: Part) -> Criterion:
        fields = part.fields(
            {
                "id": "agreed-priorities",
                "title": "Agreed priorities",
                "descriptors": "and below it one text for each level",
            },
            ("question", "guidance", "examples", "evidence_prompts", "weight", "applies_to"),
        )
        return Criterion(
            self._criterion_ids.read(fields),
            fields.text("title", TITLE),
            fields.read("descriptors", lambda p: self._descriptors(p, part.label), ()),
            fields.optional_text("question", PROSE),
            fields.optional_text("guidance", PROSE),
            fields.texts("examples", "examples"),
            fields.texts("evidence_prompts", "evidence prompts"),
            self._weight(fields, self.grid.criterion_weights),
            fields.read("applies_to", _applies_to, frozenset()),
        )

    def _weight(self, fields: Fields, given: list[Part]) -> Fraction:
        part = fields.get("weight")
        if part is None:
            return Fraction(1)
        weight = part.decimal(Fraction(0), HIGHEST_WEIGHT, above_lowest=True)
        if weight is None:
            self.grid.is_whole = False
            return Fraction(1)
        given.append(part)
        return weight

    def _descriptors(self, part: Part, criterion: str) -> tuple[Descriptor, ...]:
        found: dict[int, Descriptor] = {}
        element_ids = _Ids("element of this criterion")
        kind = "a group with one text for each level"
        for key, value in part.entries(kind, "Write the number of each level, a colon, a space and the text."):
            level = self._level_of(key, value, criterion)
            cell = value.named(f"The descriptor of level {key.text[:10]}")
            descriptor = self._cell(cell, -1 if level is None else level, element_ids)
            if level is not None:
                found[level] = descriptor
        if isinstance(part.node, MappingNode):
            for level in self._scale.described:
                if level not in found:
                    part.refuse(
                        f"{criterion} has no descriptor for level {level}.",
                        f"Add a line such as: {level}: What can be seen at this level.",
                        under=str(level),
                    )
        return tuple(found[level] for level in sorted(found))

    def _level_of(self, key: TextNode, value: Part, criterion: str) -> int | None:
        """The level that a key names; None, and noted, where it is none that has descriptors."""
        level = int(key.text) if key.text in _DIGITS else None
        if level is not None and (level in self._scale.described or not self._scale.described):
            return level
        described = ", ".join(map(str, self._scale.described))
        problem = f"{criterion} has a descriptor for “{key.text[:40]}”, which is no level."
        if level is not None and level in {each.value for each in self._scale.levels}:
            problem = f"{criterion} has a descriptor for level {level}, which is not an anchor."
        remedy = f"The levels to describe are {described}." if described else "Write the number of the level."
        value.mistakes.note(key.place, value.path, problem, remedy)
        return None

    def _cell(self, part: Part, level: int, element_ids: _Ids) -> Descriptor:
        elements: tuple[Element, ...] = ()
        if isinstance(part.node, MappingNode):
            fields = part.fields({"text": "What can be seen at this level."}, ("elements",))
            text = fields.text("text", DESCRIPTOR)
            elements = fields.read("elements", lambda p: _elements(p, element_ids), ())
            has_elements = fields.get("elements") is not None
        else:
            text = part.text(DESCRIPTOR)
            has_elements = False
        if level >= 0:
            self.grid.cells.append(Cell(level, part, has_elements))
        return Descriptor(level, text, elements)


_DIGITS: Final = frozenset(map(str, range(11)))


def _text_under(part: Part, wanted: str) -> str:
    """The text under a key, before anything is made of it."""
    for key, value in part.node.entries if isinstance(part.node, MappingNode) else ():
        if isinstance(key, TextNode) and key.text == wanted and isinstance(value, TextNode):
            return value.text
    return ""


def _named(kind: str, item: Part, number: int) -> str:
    """How to speak of a domain or criterion: by its title or id where it has one, else by its number."""
    if isinstance(item.node, MappingNode):
        for wanted in ("title", "id"):
            for key, value in item.node.entries:
                if isinstance(key, TextNode) and key.text == wanted and isinstance(value, TextNode) and value.text:
                    return f"{kind} “{' '.join(value.text.split())[:60]}”"
    return f"{kind} {number}"


def _list_of_criteria(part: Part) -> tuple[Part, ...]:
    return part.items("criteria", at_most=MOST_CRITERIA)


def _elements(part: Part, ids: _Ids) -> tuple[Element, ...]:
    return tuple(_element(item, ids) for item in part.items("elements", at_most=LIST_LIMIT))


def _element(item: Part, ids: _Ids) -> Element:
    fields = item.fields({"id": "terms-agreed", "text": "Terms of reference are agreed."})
    return Element(ids.read(fields), fields.text("text", DESCRIPTOR))


def _applies_to(part: Part) -> frozenset[CollaborativeType]:
    types: list[CollaborativeType] = []
    for item in part.items("types of collaborative"):
        read = item.choice(CollaborativeType)
        if read in types:
            item.refuse(f"“{read}” stands twice.", "Keep one of the two.")
        elif read is not None:
            types.append(read)
    return frozenset(types)
