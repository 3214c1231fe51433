"""An archive that was changed is found to be, whatever was changed and however much was made to fit again."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import pytest

from maturity.core.collaborative import PartnerType
from maturity.core.consensus import ConsensusState
from maturity.core.matrix_file import read_matrix
from maturity.core.record.archive import (
    EVENTS,
    EVIDENCE,
    FIGURES,
    MANIFEST,
    PEOPLE,
    SIGNATURES,
    STATE,
    Archive,
    ArchiveNotReadable,
    matrix_part,
    overlay_part,
    unpack,
    zipped,
)
from maturity.core.record.archive_figures import figures_of
from maturity.core.record.round_state import Part, RoundState, canonical_json
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.record.state_record import record_of_state
from maturity.core.response import Answer, AnswerState
from maturity.core.round import Naming
from maturity.core.scoring import score_round
from maturity.reports import archive_check
from maturity.reports.archive_check import check_archive
from maturity.reports.archive_record import check_closing
from maturity.reports.evidence_csv import evidence_csv
from tests.conftest import copy_of
from tests.factories.drawn_rounds import LOCAL, DrawnRound, make, sign
from tests.factories.full_rounds import a_full_round
from tests.usecases.test_archive_import import write, write_full

TAMPERINGS: Final = 1_000
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def data(fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    database = copy_of(fresh_database_file, tmp_path_factory.mktemp("archive"))
    full = a_full_round(database)
    sign(full.living, 0, SignOffDecision.RESERVATIONS, "The budget is missing.")
    sign(full.living, 1, SignOffDecision.AGREES)
    written = write_full(full)
    database.close()
    return written


OVERLAID: Final = DrawnRound(
    shape=(1, 2),
    local=LOCAL[0],
    scale=None,
    types=(PartnerType.ACUTE_TRUST, PartnerType.AMBULANCE_TRUST),
    naming=Naming.NAMED,
    answers={(0, 0): [Answer(state=AnswerState.LEVEL, level=2, reason="So.", evidence="Minutes")]},
    submitted=[True, True],
    is_opened_again=False,
    entered=[],
    votes=[(0, 3, "So."), (1, 2, "So.")],
    is_revealed=True,
    agreed=[(2, "So.")],
    dissents=[(1, "NO")],
    hindsight=None,
    signed=[(0, SignOffDecision.RESERVATIONS), (1, SignOffDecision.AGREES)],
    is_closed_again=False,
)


@pytest.fixture(scope="module")
def overlaid(fresh_database_file: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive of a round with a local overlay."""
    database = copy_of(fresh_database_file, tmp_path_factory.mktemp("overlaid"))
    living = make(OVERLAID, database)
    written = write(database, living.collaborative, living.number)
    database.close()
    return written


def is_unchanged(data: bytes) -> bool:
    try:
        return check_archive(unpack(data)).is_unchanged
    except ArchiveNotReadable:
        return False


def made_again(archive: Archive, parts: Mapping[str, bytes], *, state_hash: str = "") -> bytes:
    """The file with a manifest that fits its parts."""
    listed = {name: sha256(content).hexdigest() for name, content in parts.items()}
    manifest = {**archive.manifest, "parts": listed, **({"state_hash": state_hash} if state_hash else {})}
    return zipped({**parts, MANIFEST: canonical_json(manifest)})


def with_old_manifest(archive: Archive, parts: Mapping[str, bytes]) -> bytes:
    return zipped({**parts, MANIFEST: canonical_json(archive.manifest)})


def flip(content: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(content))
    return content[:place] + bytes([content[place] ^ (1 << chance.randrange(8))]) + content[place + 1 :]


def _flip_anywhere(data: bytes, _: Archive, chance: random.Random) -> bytes:
    return flip(data, chance)


def _flip_in_a_part(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    name = chance.choice(sorted(archive.parts))
    return with_old_manifest(archive, {**archive.parts, name: flip(archive.parts[name], chance)})


def _swap_two_parts(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    one, other = chance.sample(sorted(archive.parts), 2)
    swapped = {**archive.parts, one: archive.parts[other], other: archive.parts[one]}
    return made_again(archive, swapped) if chance.random() < 0.5 else with_old_manifest(archive, swapped)


def _drop_or_add_a_part(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    parts = dict(archive.parts)
    if chance.random() < 0.5:
        del parts[chance.choice(sorted(parts))]
    else:
        parts["matrices/another-1.0.0.yaml"] = b"more"
    return made_again(archive, parts)


def _edit_a_figure(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    figures = json.loads(archive.parts[FIGURES])
    _edit_somewhere(figures, chance)
    return made_again(archive, {**archive.parts, FIGURES: canonical_json(figures)})


def _edit_somewhere(value: dict[str, Any], chance: random.Random) -> None:
    name = chance.choice(sorted(value))
    if isinstance(value[name], dict) and value[name]:
        _edit_somewhere(value[name], chance)
    else:
        value[name] = "another" if chance.random() < 0.5 else 7


def _edit_the_state(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    """A row of the state dropped, doubled or changed, and everything made to fit but what rests on it elsewhere."""
    state = RoundState.from_json(archive.parts[STATE])
    name = chance.choice([each for each, part in state.parts.items() if part.rows])
    part = state.parts[name]
    rows, place = [*part.rows], chance.randrange(len(part.rows))
    act = chance.random()
    if act < 0.3:
        del rows[place]
    elif act < 0.5:
        rows.append(rows[place])
    else:
        column = chance.randrange(len(part.columns))
        before = rows[place][column]
        after = before + 1 if type(before) is int else f"{before} changed"
        rows[place] = (*rows[place][:column], after, *rows[place][column + 1 :])
    changed = Part(part.columns, tuple(rows))
    assert state.kept_back is not None

    def put(parts: Mapping[str, Part]) -> dict[str, Part]:
        return {each: changed if each == name else there for each, there in parts.items()}

    made = RoundState.of(put(state.told), put(state.kept_back))
    fitting = made.hash if chance.random() < 0.5 else ""
    return made_again(archive, {**archive.parts, STATE: made.to_json()}, state_hash=fitting)


def _edit_a_signature(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    signatures = json.loads(archive.parts[SIGNATURES])
    place = chance.randrange(len(signatures))
    if chance.random() < 0.3:
        del signatures[place]
    else:
        field = chance.choice(["words", "signed_name", "role_title", "state_hash", "signed_at", "request_key"])
        signatures[place][field] += " changed"
    return made_again(archive, {**archive.parts, SIGNATURES: canonical_json(signatures)})


def _edit_an_event(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    events = json.loads(archive.parts[EVENTS])
    event = chance.choice(events["events"])
    field = chance.choice(["action", "subject", "number", "account", "hash", "previous_hash"])
    event[field] = event[field] + 1 if isinstance(event[field], int) else f"{event[field]} changed"
    return made_again(archive, {**archive.parts, EVENTS: canonical_json(events)})


def _edit_the_evidence_or_a_matrix(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    versions = RoundState.from_json(archive.parts[STATE]).parts["matrix"].records()
    of_round = [matrix_part(str(each["key"]), str(each["version"])) for each in versions]
    name = chance.choice([EVIDENCE, *of_round])
    return made_again(archive, {**archive.parts, name: flip(archive.parts[name], chance)})


def _edit_an_overlay_or_what_is_below(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    """What an overlay says, or what the matrix below says that nothing local stands before, with the manifest."""
    overlay, below = overlay_part("northmere", "1.0.0"), matrix_part("example", "1.0.0")
    if overlay not in archive.parts:
        return _edit_the_evidence_or_a_matrix(_, archive, chance)
    name = chance.choice([overlay, below])
    before, after = chance.choice(WORDS_OF_BOTH[name])
    assert before in archive.parts[name]
    return made_again(archive, {**archive.parts, name: archive.parts[name].replace(before, after, 1)})


WORDS_OF_BOTH: Final = {
    "overlays/northmere-1.0.0.yaml": (
        (b"Is it so here?", b"Is it so there?"),
        (b"Our words.", b"Their words."),
        (b"title: Northmere", b"title: Westmere"),
        (b"key: northmere", b"key: westmere"),
        (b"licence: Ours.", b"licence: Theirs."),
        (b"wording", b"extra"),
        (b"d1-c1", b"d1-c2"),
        (b"of: example", b"of: northmere"),
    ),
    "matrices/example-1.0.0.yaml": (
        (b"D1 c2 at Emerging.", b"D1 c2 at Thriving."),
        (b"title: D1 c1", b"title: Another"),
        (b"Written for tests", b"Written by others"),
        (b"Thriving", b"Striving"),
        (b"key: example", b"key: another"),
        (b"1.0.0", b"1.0.1"),
        (b"id: d1-c2", b"id: d1-c3"),
    ),
}


def _leave_a_person_out(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    people = json.loads(archive.parts[PEOPLE])
    del people[chance.randrange(len(people))]
    return made_again(archive, {**archive.parts, PEOPLE: canonical_json(people)})


def _rename_the_round(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    field = chance.choice(["number", "label", "closed_at"])
    manifest = {**archive.manifest, "about": {**archive.manifest["about"], field: "another"}}
    return zipped({**archive.parts, MANIFEST: canonical_json(manifest)})


def _make_all_anew_but_events_and_signatures(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    """Another agreed level, and everything that follows from it worked out by the product’s own functions."""
    state = RoundState.from_json(archive.parts[STATE])
    assert state.kept_back is not None
    part = state.told["consensus"]
    place = chance.randrange(len(part.rows))
    row = dict(zip(part.columns, part.rows[place], strict=True))
    row |= {
        "state": ConsensusState.AGREED.value,
        "level": chance.choice([each for each in (1, 2, 3, 4) if each != row["level"]]),
    }
    row["reason"] = "Forged."
    forged = Part(part.columns, (*part.rows[:place], tuple(row.values()), *part.rows[place + 1 :]))
    made = RoundState.of({**state.told, "consensus": forged}, state.kept_back)
    parts = {**archive.parts, STATE: made.to_json(), FIGURES: figures_anew(archive, made), EVIDENCE: evidence_csv(made)}
    return made_again(archive, parts, state_hash=made.hash)


def figures_anew(archive: Archive, state: RoundState) -> bytes:
    version = state.parts["matrix"].records()[0]
    name = matrix_part(str(version["key"]), str(version["version"]))
    matrix = read_matrix(archive.parts[name], name=name)
    return canonical_json(figures_of(score_round(record_of_state(state, matrix=matrix, collaborative_name=""))))


def _leave_the_record_out(_: bytes, archive: Archive, chance: random.Random) -> bytes:
    """No signature, and of the events none, all but those of closing, or all with a head of before."""
    record = json.loads(archive.parts[EVENTS])
    way = chance.randrange(3)
    if way == 0:
        record["events"] = []
    elif way == 1:
        left_out = {"close round", "sign off round"}
        record["events"] = [event for event in record["events"] if event["action"] not in left_out]
    else:
        record["events"] = [event for event in record["events"] if event["action"] != "sign off round"]
        record["head"] = {"number": 1, "hash": chance.choice(["nonsense", "0" * 64])}
    return made_again(archive, {**archive.parts, SIGNATURES: b"[]", EVENTS: canonical_json(record)})


KINDS: Final[tuple[Callable[[bytes, Archive, random.Random], bytes], ...]] = (
    _flip_anywhere,
    _flip_in_a_part,
    _swap_two_parts,
    _drop_or_add_a_part,
    _edit_a_figure,
    _edit_the_state,
    _edit_a_signature,
    _edit_an_event,
    _edit_the_evidence_or_a_matrix,
    _edit_an_overlay_or_what_is_below,
    _leave_a_person_out,
    _rename_the_round,
    _make_all_anew_but_events_and_signatures,
    _leave_the_record_out,
)


def test_an_archive_that_nobody_changed_is_unchanged(data: bytes) -> None:
    checked = check_archive(unpack(data))
    assert checked.differences == ()
    assert len(checked.looked_at) == 10
    signatures, bound = checked.remarks
    assert signatures == "2 of 2 signatures are of this state, 0 of an earlier one."
    assert bound.endswith(" file: data.csv, people.json, reports/board.pdf, reports/full.pdf.")


def test_an_archive_with_an_overlay_says_what_is_bound_by_what_it_makes(overlaid: bytes) -> None:
    checked = check_archive(unpack(overlaid))
    assert checked.differences == ()
    assert checked.remarks[-1] == (
        "Bound by what overlays make of them, and in all else by the manifest alone: "
        "matrices/example-1.0.0.yaml, overlays/northmere-1.0.0.yaml."
    )


def test_every_tampering_is_found(data: bytes, overlaid: bytes) -> None:
    archives = [(data, unpack(data)), (overlaid, unpack(overlaid))]
    missed = []
    for number in range(TAMPERINGS):
        chance = random.Random(number)  # noqa: S311  (no secret; the same tamperings every time)
        tamper = KINDS[number % len(KINDS)]
        one, archive = archives[number // len(KINDS) % len(archives)]
        changed = tamper(one, archive, chance)
        if changed != one and is_unchanged(changed):
            missed.append(f"{tamper.__name__} {number}")
    assert missed == []


@pytest.mark.parametrize("name", WORDS_OF_BOTH)
def test_every_word_that_an_overlay_makes_the_matrix_of_is_bound(
    overlaid: bytes, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = unpack(overlaid)
    changed = [
        made_again(archive, {**archive.parts, name: archive.parts[name].replace(before, after, 1)})
        for before, after in WORDS_OF_BOTH[name]
    ]
    for each, (before, _) in zip(changed, WORDS_OF_BOTH[name], strict=True):
        assert name in check_archive(unpack(each)).differences[0], before
    left = [check for check in archive_check.CHECKS if "overlay" not in check[0]]
    monkeypatch.setattr(archive_check, "CHECKS", tuple(left))
    assert is_unchanged(changed[0]), "the control"


def test_what_an_overlay_no_longer_makes_is_named(overlaid: bytes) -> None:
    archive = unpack(overlaid)
    name = overlay_part("northmere", "1.0.0")
    other = archive.parts[name].replace(b"Is it so here?", b"Is it so there?")
    [said] = check_archive(unpack(made_again(archive, {**archive.parts, name: other}))).differences
    assert said == (
        "overlays/northmere-1.0.0.yaml: laid over matrices/example-1.0.0.yaml it does not make "
        "matrices/northmere-1.0.0.yaml: criterion d1-c1"
    )


@pytest.mark.parametrize("left_out", [("overlays/",), ("matrices/example",), ("overlays/", "matrices/example")])
def test_an_overlay_that_was_left_out_is_missed(overlaid: bytes, left_out: tuple[str, ...]) -> None:
    archive = unpack(overlaid)
    kept = {name: part for name, part in archive.parts.items() if not name.startswith(left_out)}
    said = check_archive(unpack(made_again(archive, kept))).differences
    assert any(each.endswith("yaml: it is missing") for each in said), said


def test_an_archive_from_before_overlays_had_their_own_file_is_unchanged_and_says_so(overlaid: bytes) -> None:
    archive = unpack(overlaid)
    kept = {name: part for name, part in archive.parts.items() if not name.startswith(("overlays/", "matrices/ex"))}
    before = replace(archive, manifest={**archive.manifest, "format": 1})
    checked = check_archive(unpack(made_again(before, kept)))
    assert checked.differences == ()
    assert checked.remarks[-1].endswith("without their own file: overlays/northmere-1.0.0.yaml.")
    everything = check_archive(unpack(made_again(before, archive.parts)))
    assert everything.differences == ("manifest.json, format: it is not that of an archive with these overlays",)


def test_a_check_that_looks_at_hashes_alone_would_miss_some(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without scoring again, a figure that was edited with its manifest goes by."""
    archive = unpack(data)
    changed = _edit_a_figure(data, archive, random.Random(4))  # noqa: S311  (as above)
    assert not is_unchanged(changed)
    monkeypatch.setattr("maturity.reports.archive_check.CHECKS", ())
    assert is_unchanged(changed)


def test_a_check_without_the_event_of_closing_would_miss_a_forged_level(
    data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: everything else fits, and both signatures are only of an earlier state."""
    changed = _make_all_anew_but_events_and_signatures(data, unpack(data), random.Random(1))  # noqa: S311  (as above)
    [said] = check_archive(unpack(changed)).differences
    assert said.endswith("the round was closed in another state than the archive holds")
    left = [check for check in archive_check.CHECKS if check[1] is not check_closing]
    monkeypatch.setattr(archive_check, "CHECKS", tuple(left))
    checked = check_archive(unpack(changed))
    assert checked.is_unchanged
    assert checked.remarks[0].startswith("NO SIGNATURE IS OF THIS STATE: 2 signatures")


def test_what_differs_is_named_by_part_criterion_and_field(data: bytes) -> None:
    archive = unpack(data)
    figures = json.loads(archive.parts[FIGURES])
    figures["criteria"]["d1-c1"]["level"] = 4
    [said] = check_archive(unpack(made_again(archive, {**archive.parts, FIGURES: canonical_json(figures)}))).differences
    assert said == "figures.json: criteria, d1-c1, level: the archive says 4, scored again it is 1"
