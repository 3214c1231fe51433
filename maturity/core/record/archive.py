"""An archive of one closed round: one file that anybody can check, years later and without a database.

It is a zip file whose every byte follows from its parts: they are stored as they are, in the order of their names, at
one fixed time. So a byte that is changed anywhere is seen, whatever program reads the file.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from maturity.core.record.round_state import RoundState, StateNotReadable, canonical_json, read_json

FORMAT: Final = 1
WITH_OVERLAYS: Final = 2
"""The format of an archive with local overlays, each of which is in it with its own file and all that it rests on."""
MANIFEST: Final = "manifest.json"
STATE: Final = "state.json"
PEOPLE: Final = "people.json"
SIGNATURES: Final = "signatures.json"
EVENTS: Final = "events.json"
FIGURES: Final = "figures.json"
EVIDENCE: Final = "evidence.csv"
DATA: Final = "data.csv"

MOST_ENTRIES: Final = 200
MOST_BYTES: Final = 200 * 1024 * 1024
MOST_RATIO: Final = 100
"""How much larger what is inside may be than the file. Archives as they are written here have a ratio below 1."""

_TIME: Final = (1980, 1, 1, 0, 0, 0)
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+-]*(/[A-Za-z0-9][A-Za-z0-9_.+-]*)?")


class ArchiveNotReadable(ValueError):
    """A file is no archive of a round; the message says why."""


@dataclass(frozen=True)
class Contents:
    """What an archive holds of a round, before its manifest is written.

    `about` names the round for people. `parts` are files by name. `has_overlays` is whether there are local overlays
    in it, and each with its own file.
    """

    about: Mapping[str, Any]
    state: RoundState
    parts: Mapping[str, bytes]
    has_overlays: bool = False


@dataclass(frozen=True)
class Archive:
    """An archive as it was read: its manifest and all other parts, which nothing has been checked of yet."""

    manifest: Mapping[str, Any]
    parts: Mapping[str, bytes]

    @property
    def is_whole(self) -> bool:
        """Whether every tier is in it, so that it can be imported."""
        return self.manifest.get("holds") == WHOLE

    @property
    def has_overlays(self) -> bool:
        """Whether it says that there are local overlays in it, and each with its own file."""
        return self.manifest.get("format") == WITH_OVERLAYS


WHOLE: Final = "every tier"
TOLD: Final = "what leads may read"


def matrix_part(key: str, version: str) -> str:
    """Where the file of a version of a matrix is."""
    return f"matrices/{key}-{version}.yaml"


def overlay_part(key: str, version: str) -> str:
    """Where the own file of a local overlay is."""
    return f"overlays/{key}-{version}.yaml"


def pack(contents: Contents, *, tool: str) -> bytes:
    """The archive as a file; `tool` is the version of this product. The same contents give the same bytes."""
    parts = {**contents.parts, STATE: contents.state.to_json()}
    manifest = {
        "format": WITH_OVERLAYS if contents.has_overlays else FORMAT,
        "tool": tool,
        "holds": TOLD if contents.state.kept_back is None else WHOLE,
        "about": contents.about,
        "state_hash": contents.state.hash,
        "parts": {name: sha256(content).hexdigest() for name, content in parts.items()},
    }
    return zipped({**parts, MANIFEST: canonical_json(manifest)})


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """A zip file of these parts, every byte of which follows from them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts):
            entry = zipfile.ZipInfo(name, _TIME)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, parts[name])
    return file.getvalue()


def unpack(data: bytes) -> Archive:
    """Read an archive; raises `ArchiveNotReadable` for a file that is none, or is too large inside."""
    parts = _unzipped(data)
    if zipped(parts) != data:
        raise ArchiveNotReadable(
            "The file is not packed as this product packs an archive: something in it was changed."
        )
    try:
        manifest = read_json(parts.pop(MANIFEST, b""))
    except StateNotReadable:
        raise ArchiveNotReadable(f"{MANIFEST} is missing or cannot be read.") from None
    known = {"format", "tool", "holds", "about", "state_hash", "parts"}
    formats = (FORMAT, WITH_OVERLAYS)
    if not isinstance(manifest, dict) or set(manifest) != known or manifest["format"] not in formats:
        raise ArchiveNotReadable(f"{MANIFEST} is not of a format that this version reads.")
    if not isinstance(manifest["parts"], dict) or not isinstance(manifest["about"], dict):
        raise ArchiveNotReadable(f"{MANIFEST} does not list the parts.")
    return Archive(manifest, parts)


def read_part(data: bytes, name: str) -> bytes:
    """One part of an archive that was checked once; no other is read. Raises `ArchiveNotReadable`, as `unpack` does.

    What is around it is not compared: of a file that may have been changed, use `unpack`.
    """
    try:
        return _unzipped(data, only=name)[name]
    except KeyError:
        raise ArchiveNotReadable(f"{name} is missing.") from None


def _unzipped(data: bytes, *, only: str | None = None) -> dict[str, bytes]:
    """Every part, or the one of that name; none is read before all were found to be small enough."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_bounds(entries, len(data))
            return {entry.filename: archive.read(entry) for entry in entries if only in {None, entry.filename}}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as problem:
        if isinstance(problem, ArchiveNotReadable):
            raise
        raise ArchiveNotReadable("The file is not a zip file, or it is damaged.") from None


def _check_bounds(entries: list[zipfile.ZipInfo], length: int) -> None:
    if len(entries) > MOST_ENTRIES:
        raise ArchiveNotReadable(f"The file has more than {MOST_ENTRIES} entries.")
    if sum(entry.file_size for entry in entries) > min(MOST_BYTES, MOST_RATIO * length):
        raise ArchiveNotReadable("What is inside the file is too large.")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names) or not all(_NAME.fullmatch(name) for name in names):
        raise ArchiveNotReadable("The file has an entry twice, or one whose name no archive has.")
