"""Where in its file each value of a matrix stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from maturity.core.matrix_file.characters import readable_text
from maturity.core.matrix_file.mistakes import Mistakes, Place
from maturity.core.matrix_file.nodes import ListNode, MappingNode, Node, TextNode, path_to
from maturity.core.matrix_file.yaml_tree import read_tree


def places_in(data: bytes) -> Mapping[str, Place]:
    """The place of each value of a file by its path, such as `domains[2].criteria[0].title`: the paths of mistakes.

    Raises `MatrixFileErrors` where the file cannot be read to its end. A path that stands twice keeps its first place.
    """
    mistakes = Mistakes("")
    tree = read_tree(readable_text(data, mistakes), mistakes)
    places: dict[str, Place] = {}
    for path, place in _places(tree, ""):
        places.setdefault(path, place)
    return places


def _places(node: Node, path: str) -> Iterator[tuple[str, Place]]:
    yield path, node.place
    if isinstance(node, ListNode):
        for index, item in enumerate(node.items):
            yield from _places(item, f"{path}[{index}]")
    elif isinstance(node, MappingNode):
        for key, value in node.entries:
            if isinstance(key, TextNode):
                yield from _places(value, path_to(path, key.text))
