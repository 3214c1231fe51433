"""The matrices in an archive: those that a round names and, for a local overlay, its own file and all that it rests on.

A round rests on the one matrix that an overlay and the matrix below made. What an overlay is made of is in an archive
so that the overlay is whole where it is brought in, and it is laid over the matrix below again whenever it is checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import FindMatrix, MatrixFileErrors, Overlay, read_matrix, read_overlay
from maturity.core.record.archive import matrix_part, overlay_part

Version = tuple[str, str]
"""The key and the version of a matrix."""

_NOT_A_FIELD_OF_ITS_OWN: Final = frozenset({"domains", "content_hash"})


@dataclass(frozen=True, slots=True)
class ArchivedMatrix:
    """A matrix in an archive. `overlay` is the overlay with its own file, None for a matrix that came without one."""

    matrix: Matrix
    content: bytes
    overlay: bytes | None


@dataclass(frozen=True)
class ArchivedMatrices:
    """Every matrix that an archive of a round has a reason to hold, by key and version.

    `wanted` are the parts that it has to have, missing ones too. `without_file` are those of overlays that are in it as
    the one matrix that they made, and `faults` say where an overlay does not make that matrix.
    """

    found: Mapping[Version, ArchivedMatrix]
    wanted: frozenset[str]
    without_file: tuple[str, ...]
    faults: tuple[str, ...]

    @property
    def overlays(self) -> tuple[str, ...]:
        """The parts that hold the own files of overlays."""
        return tuple(sorted(overlay_part(*each) for each, there in self.found.items() if there.overlay is not None))


def lay_over(data: bytes, *, name: str, find: FindMatrix) -> tuple[Overlay, tuple[Version, ...]]:
    """The overlay in the bytes of a file, and every version that was found for it, the one below first.

    Raises `MatrixFileErrors`.
    """
    asked: dict[Version, None] = {}

    def noted(key: str, version: str) -> Matrix | None:
        matrix = find(key, version)
        if matrix is not None:
            asked[key, version] = None
        return matrix

    return read_overlay(data, name=name, find=noted), tuple(asked)


def matrices_in(parts: Mapping[str, bytes], versions: Iterable[Version]) -> ArchivedMatrices:
    """The matrices in the parts of an archive, beginning with the `versions` that its round names. Raises nothing."""
    of_round = tuple(versions)
    reading = _Reading(parts)
    wanted = {matrix_part(*each) for each in of_round}
    waiting = list(of_round)
    while waiting:
        version = waiting.pop(0)
        if version in reading.found:
            continue
        there = reading.read(version, is_of_round=version in of_round)
        if there is None:
            continue
        wanted.add(matrix_part(*version))
        if there.overlay is not None and there.matrix.overlays is not None:
            below = (there.matrix.overlays.key, there.matrix.overlays.version)
            wanted |= {overlay_part(*version), matrix_part(*below)}
            waiting += reading.lay_again(version, there, there.overlay)
    return ArchivedMatrices(reading.found, frozenset(wanted), tuple(reading.without_file), tuple(reading.faults))


class _Reading:
    """What was read of the parts so far."""

    def __init__(self, parts: Mapping[str, bytes]) -> None:
        self._parts = parts
        self.found: dict[Version, ArchivedMatrix] = {}
        self.without_file: list[str] = []
        self.faults: list[str] = []

    def find(self, key: str, version: str) -> Matrix | None:
        """The matrix of a key and a version, None where the archive has none that can be read."""
        name = matrix_part(key, version)
        try:
            return read_matrix(self._parts[name], name=name)
        except (KeyError, MatrixFileErrors):
            return None

    def read(self, version: Version, *, is_of_round: bool) -> ArchivedMatrix | None:
        """The matrix of a version with its overlay's file. Faults of one that the round names are said elsewhere."""
        name, own = matrix_part(*version), overlay_part(*version)
        if name not in self._parts:
            return None
        matrix = self.find(*version)
        if matrix is None:
            self.faults += [] if is_of_round else [f"{name}: it is no matrix that can be read"]
            return None
        if (matrix.key, matrix.version) != version and not is_of_round:
            self.faults.append(f"{name}: it is “{matrix.key}” {matrix.version}")
        overlay = None if matrix.overlays is None else self._parts.get(own)
        if matrix.overlays is not None and overlay is None:
            self.without_file.append(own)
        made = ArchivedMatrix(matrix, self._parts[name], overlay)
        self.found[version] = made
        return made

    def lay_again(self, version: Version, there: ArchivedMatrix, overlay: bytes) -> tuple[Version, ...]:
        """Lay an overlay over the matrix below again. Returns every version that was asked for and found."""
        own = overlay_part(*version)
        try:
            made, asked = lay_over(overlay, name=own, find=self.find)
        except MatrixFileErrors as problem:
            first = problem.errors[0]
            self.faults.append(f"{own}: it cannot be laid over a matrix again (line {first.line}): {first.problem}")
            return ()
        if made.matrix.content_hash != sha256(there.content).hexdigest():
            where = ", ".join(_where_they_differ(made.matrix, there.matrix)) or "the form of the file"
            below = matrix_part(*asked[0])
            self.faults.append(f"{own}: laid over {below} it does not make {matrix_part(*version)}: {where}")
        return asked


def _where_they_differ(made: Matrix, kept: Matrix) -> Iterator[str]:
    for each in fields(Matrix):
        if each.name not in _NOT_A_FIELD_OF_ITS_OWN and getattr(made, each.name) != getattr(kept, each.name):
            yield each.name
    if [replace(each, criteria=()) for each in made.domains] != [replace(each, criteria=()) for each in kept.domains]:
        yield "domains"
    one, other = ({each.id: each for each in matrix.criteria} for matrix in (made, kept))
    yield from (f"criterion {each}" for each in sorted(one.keys() | other.keys()) if one.get(each) != other.get(each))
