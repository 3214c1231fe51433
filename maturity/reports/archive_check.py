"""Checking an archive of a round: it is unchanged, or exactly this differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.record.archive import (
    DATA,
    EVENTS,
    EVIDENCE,
    FIGURES,
    PEOPLE,
    SIGNATURES,
    STATE,
    Archive,
    matrix_part,
)
from maturity.core.record.archive_figures import figures_of, where_figures_differ, without_what_partners_gave
from maturity.core.record.archive_overlays import ArchivedMatrices, matrices_in
from maturity.core.record.round_state import RoundState, StateNotReadable, read_json
from maturity.core.record.state_record import record_of_state
from maturity.core.scoring import score_round
from maturity.reports.archive_record import check_closing, check_events, check_signatures, said_of_signatures
from maturity.reports.evidence_csv import evidence_csv
from maturity.reports.pdf import ReportKind

_REPORTS: Final = frozenset(f"reports/{kind.value}.pdf" for kind in ReportKind)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check of an archive came to: what was looked at, and where something differs.

    `remarks` are sentences that belong to the answer: how far the signatures reach, and what no check can tell.
    """

    looked_at: tuple[str, ...]
    differences: tuple[str, ...]
    remarks: tuple[str, ...] = ()

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing differs."""
        return not self.differences


def check_archive(archive: Archive) -> Checked:
    """Check every part of an archive against its manifest, and all that can be worked out anew against what it says."""
    found = list(_hashes(archive))
    looked_at = [f"{len(archive.parts)} parts against the manifest"]
    try:
        state = RoundState.from_json(archive.parts.get(STATE, b""))
    except StateNotReadable as problem:
        return Checked(tuple(looked_at), (*found, f"{STATE}: {problem}"))
    if state.hash != archive.manifest["state_hash"]:
        found.append(f"{STATE}: its hash is not the one that the manifest says")
    if archive.is_whole != (state.kept_back is not None):
        found.append(f"{STATE}: it holds other tiers than the manifest says")
    looked_at.append(f"the state of the round, {state.hash}")
    for said, check in CHECKS:
        try:
            found += check(archive, state)
        except (LookupError, TypeError, ValueError, AttributeError) as problem:
            found.append(f"{said}: it cannot be read as an archive has it ({type(problem).__name__})")
        looked_at.append(said)
    return Checked(tuple(looked_at), tuple(found), () if found else tuple(_remarks(archive, state)))


def _remarks(archive: Archive, state: RoundState) -> Iterator[str]:
    yield from said_of_signatures(archive, state)
    by_hash_alone = sorted({DATA, PEOPLE, *_REPORTS} & archive.parts.keys())
    yield f"Bound by the manifest alone, so by the SHA-256 of the file: {', '.join(by_hash_alone)}."
    matrices = _matrices_in(archive, state)
    of_round = {matrix_part(str(row["key"]), str(row["version"])) for row in state.parts["matrix"].records()}
    if matrices.overlays:
        rest = ", ".join(sorted(matrices.wanted - of_round))
        yield f"Bound by what overlays make of them, and in all else by the manifest alone: {rest}."
    if matrices.without_file:
        rest = ", ".join(matrices.without_file)
        yield f"In it as the one matrix that they made, without their own file: {rest}."


def _hashes(archive: Archive) -> Iterator[str]:
    listed: Mapping[str, Any] = archive.manifest["parts"]
    for name in sorted(listed.keys() | archive.parts.keys()):
        if name not in archive.parts:
            yield f"{name}: the manifest lists it, and it is missing"
        elif name not in listed:
            yield f"{name}: the manifest does not list it"
        elif sha256(archive.parts[name]).hexdigest() != listed[name]:
            yield f"{name}: its content is not what the manifest says"


def _names(archive: Archive, state: RoundState) -> Iterator[str]:
    """Every part that an archive has, and no other."""
    wanted = {STATE, SIGNATURES, EVENTS, FIGURES, EVIDENCE, DATA, *_REPORTS} | ({PEOPLE} if archive.is_whole else set())
    matrices = _matrices_in(archive, state)
    wanted |= matrices.wanted | (set(matrices.without_file) if archive.has_overlays else set())
    for name in sorted(archive.parts):
        if name not in wanted:
            yield f"{name}: no archive of this round has such a part"
    for name in sorted(wanted - set(archive.parts)):
        yield f"{name}: it is missing"
    for name, content in sorted(archive.parts.items()):
        if content.startswith(b"%PDF") != (name in _REPORTS):
            yield f"{name}: it is no file of its kind"
    about, [round_row] = archive.manifest["about"], state.parts["round"].records()
    for name in ("number", "label", "closed_at"):
        if about.get(name) != round_row[name]:
            yield f"manifest.json, {name}: it is not that of the round"
    if archive.is_whole:
        people = read_json(archive.parts[PEOPLE])
        named = max((value for value in _places_of_people(state)), default=0)
        if len(people) < named or any(set(person) != {"name", "email"} for person in people):
            yield f"{PEOPLE}: somebody who is named in the round is missing"


def _places_of_people(state: RoundState) -> Iterator[int]:
    for part in state.parts.values():
        for row in part.records():
            for name in ("account", "entered_by", "handed_by", "opened_by", "revealed_by", "undone_by"):
                place = row.get(name)
                if isinstance(place, int):
                    yield place


def _matrices(archive: Archive, state: RoundState) -> Iterator[str]:
    for row in state.parts["matrix"].records():
        name = matrix_part(str(row["key"]), str(row["version"]))
        if sha256(archive.parts.get(name, b"")).hexdigest() != row["content_hash"]:
            yield f"{name}: it is not the matrix that the round was made with"
        matrix = read_matrix(archive.parts.get(name, b""), name=name)
        if (matrix.key, matrix.version) != (row["key"], row["version"]):
            yield f"{name}: it is “{matrix.key}” {matrix.version}"


def _matrices_in(archive: Archive, state: RoundState) -> ArchivedMatrices:
    rows = state.parts["matrix"].records()
    return matrices_in(archive.parts, [(str(row["key"]), str(row["version"])) for row in rows])


def _overlays(archive: Archive, state: RoundState) -> Iterator[str]:
    matrices = _matrices_in(archive, state)
    yield from matrices.faults
    has_every_file = bool(matrices.overlays) and not matrices.without_file
    if archive.has_overlays != has_every_file and not (archive.has_overlays and matrices.without_file):
        yield "manifest.json, format: it is not that of an archive with these overlays"


def _matrix_of(archive: Archive, state: RoundState) -> Matrix | None:
    row = state.parts["matrix"].records()[0]
    name = matrix_part(str(row["key"]), str(row["version"]))
    try:
        return read_matrix(archive.parts.get(name, b""), name=name)
    except MatrixFileErrors:
        return None


def _figures(archive: Archive, state: RoundState) -> Iterator[str]:
    matrix = _matrix_of(archive, state)
    if matrix is None:
        yield f"{FIGURES}: they cannot be worked out again, because the matrix cannot be read"
        return
    there = read_json(archive.parts[FIGURES])
    record = record_of_state(state, matrix=matrix, collaborative_name="")
    anew = figures_of(score_round(record))
    if not archive.is_whole:
        if any(said["is_split_by_rule"] for said in there["criteria"].values()):
            anew = {"criteria": without_what_partners_gave(anew)["criteria"]}
        else:
            anew = without_what_partners_gave(anew)
        there = without_what_partners_gave(there)
    for place in where_figures_differ(there, anew):
        yield f"{FIGURES}: {place}"


def _evidence(archive: Archive, state: RoundState) -> Iterator[str]:
    if archive.parts[EVIDENCE] != evidence_csv(state):
        yield f"{EVIDENCE}: it is not the list that the state gives"


_Check = Callable[[Archive, RoundState], Iterator[str]]
CHECKS: Final[tuple[tuple[str, _Check], ...]] = (
    ("the names of all parts", _names),
    ("every version of the matrix by its hash", _matrices),
    ("every local overlay, laid over the matrix below again", _overlays),
    ("every figure, scored again from the state", _figures),
    ("the list of evidence, made again", _evidence),
    ("the state, by the hash that the event of closing holds", check_closing),
    ("the signatures, and the state that each is bound to", check_signatures),
    ("the events by their hashes", check_events),
)
"""What is looked at beside the hashes of the parts, in words and how."""
