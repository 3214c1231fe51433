"""Where in the file of an overlay stands what it says of the matrix that the two make together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from maturity.core.matrix import Matrix
from maturity.core.matrix_file.characters import readable_text
from maturity.core.matrix_file.mistakes import Mistakes, Place
from maturity.core.matrix_file.nodes import ListNode, MappingNode, Node, TextNode, path_to
from maturity.core.matrix_file.places import places_in
from maturity.core.matrix_file.yaml_tree import read_tree


@dataclass(frozen=True, slots=True)
class OverlayPlaces:
    """The places of an overlay's own words, found by the paths of the matrix that it makes.

    `whole` has the parts that are all its own, such as an extra criterion, each with its path in the overlay's file;
    `worded` has the criteria of the matrix below with local words, of which the rest is not its own.
    """

    places: Mapping[str, Place]
    whole: Mapping[str, str]
    worded: Mapping[str, str]

    def find(self, path: str) -> Place | None:
        """The place in the overlay's file; None for what the matrix below says."""
        for inner, own in self.worded.items():
            if path == inner or path.startswith(f"{inner}."):
                return self.places.get(own + path.removeprefix(inner))
        for inner, own in self.whole.items():
            if path == inner or path.startswith((f"{inner}.", f"{inner}[")):
                return self._nearest(own + path.removeprefix(inner))
        return self.places.get(path) if path else None

    def _nearest(self, path: str) -> Place:
        while path not in self.places:
            path = path[: max(path.rfind("."), path.rfind("["))]
        return self.places[path]


def places_in_overlay(data: bytes, matrix: Matrix) -> OverlayPlaces:
    """Where the words of an overlay stand in its own file; `matrix` is what it makes of the one below."""
    extra = dict(_extra(data))
    places = places_in(data)
    whole: dict[str, str] = {}
    worded: dict[str, str] = {}
    for i, domain in enumerate(matrix.domains):
        inner = f"domains[{i}]"
        for j, criterion in enumerate(domain.criteria):
            own, wording = extra.get(criterion.id), path_to("wording", criterion.id)
            if own is not None:
                whole[f"{inner}.criteria[{j}]"] = own
            elif wording in places:
                worded[f"{inner}.criteria[{j}]"] = wording
        if domain.id in extra and all(criterion.id in extra for criterion in domain.criteria):
            whole[inner] = extra[domain.id]
    return OverlayPlaces(places, whole, worded)


def _extra(data: bytes) -> Iterator[tuple[str, str]]:
    """The ids of extra domains and criteria, each with its path in the file."""
    mistakes = Mistakes("")
    top = read_tree(readable_text(data, mistakes), mistakes)
    for k, domain in enumerate(_items(_under(top, "extra"))):
        yield _text(_under(domain, "id")), f"extra[{k}]"
        for m, criterion in enumerate(_items(_under(domain, "criteria"))):
            yield _text(_under(criterion, "id")), f"extra[{k}].criteria[{m}]"


def _under(node: Node | None, name: str) -> Node | None:
    entries = node.entries if isinstance(node, MappingNode) else ()
    return next((value for key, value in entries if isinstance(key, TextNode) and key.text == name), None)


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, ListNode) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, TextNode) else ""
