"""`read_overlay`: a local overlay laid over a published matrix, or every mistake of it with its place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from maturity.core.declared_changes import Change, DeclaredChange
from maturity.core.matrix import Criterion, Domain, Fidelity, LintSwitch, Matrix, Provenance
from maturity.core.matrix_change.same_words import asks_the_same
from maturity.core.matrix_file.characters import readable_text
from maturity.core.matrix_file.grid import read_more
from maturity.core.matrix_file.mistakes import START, MatrixFileErrors, Mistakes
from maturity.core.matrix_file.nodes import MappingNode, TextNode
from maturity.core.matrix_file.overlaid import read_version
from maturity.core.matrix_file.overlay_changes import FindMatrix, read_overlay_changes
from maturity.core.matrix_file.parts import LIST_LIMIT, Fields, Part
from maturity.core.matrix_file.reading import check_format, read_matrix, read_provenance
from maturity.core.matrix_file.scalars import DESCRIPTOR, PROSE, TITLE
from maturity.core.matrix_file.writing import write_matrix
from maturity.core.matrix_file.yaml_tree import read_tree
from maturity.core.matrix_rules import NamedCriteriaLimiter, WeakestDomainLimiter
from maturity.core.overlaid import NotAsked, Overlaid

_REQUIRED: Final = {
    "format": "1",
    "overlay": '{of: collaborative-development, version: "1.0.0"}',
    "key": "our-development",
    "version": '"1.0.0"',
    "title": "Our development",
    "provenance": "and below it source, licence, attribution and fidelity",
}
_EACH_ID: Final = "Write the id of each criterion of the matrix below, a colon, a space and what is local."


@dataclass(frozen=True, slots=True)
class Overlay:
    """An overlay as it was read: the matrix below, and the matrix that the two make together with its file."""

    below: Matrix
    matrix: Matrix
    content: bytes


@dataclass(slots=True)
class _Local:
    """What an overlay says beside its head."""

    wording: dict[str, Criterion] = field(default_factory=dict)
    declared: dict[str, DeclaredChange] = field(default_factory=dict)
    extra: list[Domain] = field(default_factory=list)
    not_asked: list[NotAsked] = field(default_factory=list)


def is_overlay(data: bytes) -> bool:
    """Whether a file is meant to be an overlay: it can be read as far as a key `overlay` at its top."""
    try:
        mistakes = Mistakes("")
        tree = read_tree(readable_text(data, mistakes), mistakes)
    except MatrixFileErrors:
        return False
    return isinstance(tree, MappingNode) and any(
        isinstance(key, TextNode) and key.text == "overlay" for key, _ in tree.entries
    )


def read_overlay(data: bytes, *, name: str, find: FindMatrix, onto: Matrix | None = None) -> Overlay:
    """The overlay in the bytes of a file; `name` is how the file is called in errors.

    It is laid over `onto` where that is given, for trying it on another version. Raises `MatrixFileErrors` with every
    mistake of the file.
    """
    mistakes = Mistakes(name)
    tree = read_tree(readable_text(data, mistakes), mistakes)
    fields = Part(tree, "", "The overlay", mistakes).fields(
        _REQUIRED, ("purpose", "summary", "changes", "wording", "extra", "not_applicable")
    )
    check_format(fields.get("format"))
    below = fields.read("overlay", lambda part: _below(part, find, onto), onto)
    key = fields.read("key", lambda part: part.slug(at_least=3), "")
    version = fields.read("version", read_version, "")
    title, purpose = fields.text("title", TITLE), fields.optional_text("purpose", PROSE)
    summary = fields.optional_text("summary", PROSE)
    provenance = fields.read("provenance", read_provenance, None)
    if below is None or provenance is None:
        raise mistakes.stop()
    if key == below.key:
        fields.parts["key"].refuse("The overlay has the key of the matrix below.", "Give it a key of its own.")
    local = _read_local(fields, below)
    _check_fidelity(fields, provenance, local)
    mistakes.raise_if_any()
    matrix = Matrix(
        key=key,
        version=version,
        title=title,
        purpose=purpose or below.purpose,
        provenance=_with_origin(provenance, below),
        levels=below.levels,
        domains=tuple(_domains(below, local)),
        scoring=below.scoring,
        agreement=below.agreement,
        content_hash="",
        summary=summary,
        language=below.language,
        overlays=Overlaid(
            below.key, below.version, below.title, tuple(local.declared.values()), tuple(local.not_asked)
        ),
    )
    matrix = replace(matrix, lint_off=tuple(_still_there(below.lint_off, matrix)))
    changes = fields.read(
        "changes", lambda part: read_overlay_changes(part, composed=matrix, below=below, find=find), None
    )
    mistakes.raise_if_any()
    matrix = replace(matrix, changes=changes)
    content = write_matrix(matrix).encode()
    _check_composed(content, fields, mistakes)
    return Overlay(below, replace(matrix, content_hash=hashlib.sha256(content).hexdigest()), content)


def _below(part: Part, find: FindMatrix, onto: Matrix | None) -> Matrix | None:
    fields = part.fields({"of": "collaborative-development", "version": '"1.0.0"'})
    key = fields.read("of", lambda p: p.slug(at_least=3), "")
    version = fields.read("version", read_version, "")
    if onto is not None:
        return onto
    found = find(key, version) if key and version else None
    if found is None and key and version:
        part.refuse(
            f"There is no published matrix “{key}” {version} in the library.",
            "Write the key and the version of a published matrix, or publish it first.",
        )
    elif found is not None and found.overlays is not None:
        part.refuse(f"{found.title} is an overlay itself.", f"Lay this one over {found.overlays.name}.")
        return None
    return found


def _read_local(fields: Fields, below: Matrix) -> _Local:
    local = _Local()
    wording, extra, gone = (fields.get(key) for key in ("wording", "extra", "not_applicable"))
    for key, part in wording.entries("a group with one entry for each criterion", _EACH_ID) if wording else ():
        if _is_known(key, part, below):
            _read_wording(part, below.criterion(key.text), local)
    for key, part in gone.entries("a group with one reason for each criterion", _EACH_ID) if gone else ():
        if _is_known(key, part, below):
            _read_not_asked(part, below, key.text, local)
    if extra is not None:
        _read_extra(extra, below, local)
    if gone is not None and not any(True for domain in _domains(below, local) for _ in domain.criteria):
        gone.refuse("No criterion is left to ask.", "Take some of them out.")
    return local


def _is_known(key: TextNode, part: Part, below: Matrix) -> bool:
    if key.text in below.criterion_ids:
        return True
    close = part.closest(key.text, below.criterion_ids)
    part.mistakes.note(
        key.place,
        part.path,
        f"“{below.title}” {below.version} has no criterion “{key.text[:40]}”.",
        f"Did you mean “{close}”?" if close else "Write the id of one of its criteria.",
    )
    return False


def _read_wording(part: Part, before: Criterion, local: _Local) -> None:
    fields = part.fields(
        {}, ("title", "question", "guidance", "examples", "descriptors", "is", "note"), example="{guidance: Think of …}"
    )
    texts = fields.read("descriptors", lambda p: _descriptors(p, before), {})
    after = replace(
        before,
        title=fields.text("title", TITLE) or before.title,
        question=fields.optional_text("question", PROSE) or before.question,
        guidance=fields.optional_text("guidance", PROSE) or before.guidance,
        examples=fields.texts("examples", "examples") or before.examples,
        descriptors=tuple(replace(each, text=texts.get(each.level, each.text)) for each in before.descriptors),
    )
    if after == before:
        part.refuse(
            "Nothing here differs from the matrix below.", "Write the words that are local, or delete the entry."
        )
    change = Change.SAME if asks_the_same(before, after) else Change.AMENDED
    declared = fields.get("is")
    if declared is not None:
        read = declared.choice(Change)
        if read not in {None, Change.REWORDED, Change.AMENDED}:
            declared.refuse("Local words are either reworded or amended.", "Write reworded or amended.")
        elif change is Change.SAME:
            declared.refuse("Guidance and examples alone do not change what is asked.", "Delete this line.")
        else:
            change = read or change
    local.wording[before.id] = after
    local.declared[before.id] = DeclaredChange(before.id, (change,), fields.optional_text("note", PROSE))


def _descriptors(part: Part, before: Criterion) -> dict[int, str]:
    texts: dict[int, str] = {}
    levels = {str(each.level): each.level for each in before.descriptors}
    kind = "a group with one text for each level"
    for key, value in part.entries(kind, "Write the number of each level, a colon, a space and the text."):
        if key.text in levels:
            texts[levels[key.text]] = value.named(f"The descriptor of level {key.text}").text(DESCRIPTOR)
        else:
            part.mistakes.note(
                key.place,
                value.path,
                f"“{key.text[:40]}” is no level that the matrix below describes.",
                f"The levels to describe are {', '.join(levels)}.",
            )
    return {level: text for level, text in texts.items() if text}


def _read_not_asked(part: Part, below: Matrix, criterion_id: str, local: _Local) -> None:
    why = part.named(f"The reason for “{criterion_id}”").text(PROSE)
    if criterion_id in local.wording:
        part.refuse("This criterion has local words, and is not asked.", "Take it out of “wording”, or out of here.")
    for limiter in below.scoring.overall.limiters:
        if isinstance(limiter, NamedCriteriaLimiter) and criterion_id in limiter.criteria:
            part.refuse(
                "A limiter of the matrix below rests on this criterion, so it has to be asked.",
                "Take it out of here.",
            )
        if isinstance(limiter, WeakestDomainLimiter) and below.domain_of(criterion_id).id in limiter.domains:
            left = {c.id for c in below.domain_of(criterion_id).criteria} - {each.criterion for each in local.not_asked}
            if left == {criterion_id}:
                part.refuse(
                    "A limiter of the matrix below rests on this domain, so a criterion of it has to be asked.",
                    "Take one of its criteria out of here.",
                )
    local.not_asked.append(NotAsked(criterion_id, below.criterion(criterion_id).title, why))


def _read_extra(part: Part, below: Matrix, local: _Local) -> None:
    grid = read_more(part, below)
    by_place = dict(zip(grid.domains, part.items("domains", at_most=50), strict=False)) if grid.is_whole else {}
    local.extra = grid.domains
    for domain, item in by_place.items():
        for criterion in domain.criteria:
            if criterion.id in below.criterion_ids:
                item.refuse(
                    f"The matrix below has a criterion “{criterion.id}”.",
                    "Give the extra one an id of its own, or put local words under “wording”.",
                )
            local.declared[criterion.id] = DeclaredChange(criterion.id, (Change.NEW,))


def _check_fidelity(fields: Fields, provenance: Provenance, local: _Local) -> None:
    """The owner's own words are not the owner's once some are local."""
    changed = any(change is not Change.SAME for each in local.declared.values() for change in each.changes)
    if provenance.fidelity is Fidelity.OFFICIAL and changed:
        fields.parts["provenance"].refuse(
            "With local words the descriptors are not all the owner’s own.", "Write “fidelity: adapted”.", "fidelity"
        )


def _domains(below: Matrix, local: _Local) -> Iterable[Domain]:
    gone = {each.criterion for each in local.not_asked}
    more: Mapping[str, Domain] = {domain.id: domain for domain in local.extra}
    for domain in below.domains:
        kept = tuple(local.wording.get(each.id, each) for each in domain.criteria if each.id not in gone)
        added = more[domain.id].criteria if domain.id in more else ()
        if kept or added:
            yield replace(domain, criteria=(*kept, *added))
    known = {domain.id for domain in below.domains}
    yield from (domain for domain in local.extra if domain.id not in known)


def _with_origin(provenance: Provenance, below: Matrix) -> Provenance:
    """The overlay's provenance, with the words that the licence of the matrix below asks for."""
    origin = below.provenance
    attribution = provenance.attribution
    if origin.attribution not in attribution:
        attribution = f"{attribution} {origin.attribution}"
    based_on = f"A local overlay of “{below.title}” {below.version}. Source: {origin.source} Licence: {origin.licence}"
    return replace(
        provenance,
        attribution=attribution[: PROSE.at_most],
        based_on=(based_on[: PROSE.at_most], *provenance.based_on)[:LIST_LIMIT],
    )


def _still_there(switches: Iterable[LintSwitch], matrix: Matrix) -> Iterable[LintSwitch]:
    known = {*matrix.criterion_ids, *(domain.id for domain in matrix.domains)}
    return (switch for switch in switches if switch.at is None or switch.at in known)


def _check_composed(content: bytes, fields: Fields, mistakes: Mistakes) -> None:
    """What holds in each of the two files may not hold in both together, such as a band of a sum."""
    try:
        read_matrix(content, name="both together")
    except MatrixFileErrors as found:
        place = fields.parts["overlay"].node.place if fields.get("overlay") else START
        for each in found.errors:
            problem = f"Laid over the matrix below, {each.path or 'the whole'} does not hold: {each.problem}"
            mistakes.note(place, "overlay", problem, each.remedy)
        raise mistakes.stop() from None
