"""What the tables of a file say as a matrix: one scale, domains, criteria, and everything that was not taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from maturity.authoring.tables.around import around, title_above
from maturity.authoring.tables.headings import Headings, Role, find_headings
from maturity.authoring.tables.ids import ids_for
from maturity.authoring.tables.level_headings import LevelHeading
from maturity.authoring.tables.notes import Note, NoteKind
from maturity.authoring.tables.otherwise import laid_out_otherwise
from maturity.authoring.tables.rows import ReadCriterion, ReadDomain, read_rows
from maturity.authoring.tables.scales import Scale, scale_of
from maturity.authoring.tables.source import Cell, Source, Table
from maturity.core.matrix import Criterion, Descriptor, Domain, Level
from maturity.core.matrix_file.grid import MOST_CRITERIA, MOST_DOMAINS
from maturity.core.matrix_file.scalars import PROSE, TITLE
from maturity.core.wording import listed

MOST_NOTES: Final = 500
ALL_CRITERIA: Final = "All criteria"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a file, and the notes in the order of the file.

    `title` is what stands above the first table, as a suggestion. `described` are the levels that have texts.
    """

    title: str
    tables: tuple[str, ...]
    levels: tuple[Level, ...]
    described: tuple[int, ...]
    domains: tuple[Domain, ...]
    notes: tuple[Note, ...]

    @property
    def is_whole(self) -> bool:
        """Whether a matrix can be made of it: something was understood, and nothing has to be mended."""
        return bool(self.domains) and not any(note.kind is NoteKind.MEND for note in self.notes)


@dataclass(slots=True)
class _Reading:
    """What has been read so far."""

    notes: list[Note] = field(default_factory=list)
    scale: Scale | None = None
    tables: list[str] = field(default_factory=list)
    domains: list[ReadDomain] = field(default_factory=list)
    last: tuple[Table, Headings] | None = None
    title: Cell | None = None


def understand(source: Source) -> Understanding:
    """The matrix that the tables of a file lay out, with a note on everything that is not plainly so."""
    reading = _Reading([Note(NoteKind.LEFT_OUT, "The file", text, "") for text in source.left_out])
    for table in source.tables:
        headings = _headings_of(table, reading)
        if headings is None:
            continue
        reading.title = reading.title or title_above(table, headings)
        _read_table(table, headings, reading)
    title = " ".join(reading.title.text.split()) if reading.title else ""
    if reading.scale is None:
        reading.notes.append(
            Note(
                NoteKind.MEND,
                "The file",
                "No table with a header was found.",
                "Put a row above the criteria that has the number or the name of a level over each column.",
            )
        )
        return Understanding(title, (), (), (), (), tuple(reading.notes))
    return _made(title, reading, reading.scale)


def _headings_of(table: Table, reading: _Reading) -> Headings | None:
    found = find_headings(table)
    if found is not None:
        return found
    last = reading.last
    if last is not None and not table.is_sheet and not table.heading and last[0].columns == table.columns:
        reading.notes.append(
            Note(NoteKind.TAKEN, table.place, f"It has no header, and goes on with {last[0].place}.", "")
        )
        return Headings(0, 0, last[1].roles, last[1].levels, (), last[1].is_named_only)
    reading.notes.append(
        Note(
            NoteKind.LEFT_OUT,
            table.place,
            "No header was found in it: no row has level numbers, or names, over two columns or more.",
            "If it belongs to the matrix, write the number or the name of a level over each column.",
        )
    )
    return None


def _read_table(table: Table, headings: Headings, reading: _Reading) -> None:
    if Role.CRITERION not in headings.roles:
        place = table.place_of_row(headings.first_row)
        reading.notes.append(
            Note(NoteKind.MEND, place, "No column has the criteria.", "Put the criteria in the first column.")
        )
        return
    scale = scale_of(table, headings, reading.notes)
    reading.notes.extend(laid_out_otherwise(table, headings))
    if reading.scale is None:
        reading.scale = scale
    elif not reading.scale.is_like(scale):
        reading.notes.append(
            Note(
                NoteKind.MEND,
                table.place_of_row(headings.first_row),
                f"The levels are {scale.in_words}, and in {reading.scale.place} they are {reading.scale.in_words}.",
                "Give every table the same levels.",
            )
        )
        return
    reading.notes.extend(around(table, headings, title=reading.title))
    domains = read_rows(table, headings, reading.notes)
    if domains:
        reading.tables.append(table.place)
    reading.last = table, headings
    for domain in domains:
        domain.title = domain.title or _title_of_table(table, reading)
        known = next((each for each in reading.domains if each.title == domain.title), None)
        if known is None:
            reading.domains.append(domain)
        else:
            known.criteria.extend(domain.criteria)
            known.summary = known.summary or domain.summary


def _title_of_table(table: Table, reading: _Reading) -> str:
    """What the criteria of a table without domains are called: by the heading over it, or the name of its sheet."""
    if table.is_sheet or table.heading:
        return table.heading or table.name
    if not any(note.problem.startswith("No domains") for note in reading.notes):
        reading.notes.append(
            Note(
                NoteKind.TAKEN,
                table.place,
                f"No domains are named, so there is one, called “{ALL_CRITERIA}”.",
                "Add a column “Domain”, or a row with the name of the domain above its criteria.",
            )
        )
    return ALL_CRITERIA


def _made(title: str, reading: _Reading, scale: Scale) -> Understanding:
    notes, domains = reading.notes, reading.domains
    criteria = [criterion for domain in domains for criterion in domain.criteria]
    described = _described(scale.columns, {index for each in criteria for index in each.texts})
    _check_size(domains, notes)
    _note_gaps(criteria, scale.columns, described, notes)
    domain_ids = ids_for([domain.title for domain in domains], [""] * len(domains), "domain")
    holders = [id_ for id_, domain in zip(domain_ids, domains, strict=True) for _ in domain.criteria]
    made_ids = ids_for([criterion.title for criterion in criteria], holders, "criterion")
    notes.extend(_note_alike(domains, made_ids))
    criterion_ids = iter(made_ids)
    values = {index: heading.value or 0 for index, heading in described.items()}
    made = tuple(
        Domain(
            id_,
            domain.title,
            tuple(
                Criterion(
                    next(criterion_ids),
                    criterion.title,
                    tuple(Descriptor(values[i], criterion.texts.get(i, "")) for i in described),
                    criterion.question or None,
                    criterion.guidance or None,
                )
                for criterion in domain.criteria
            ),
            domain.summary or None,
        )
        for id_, domain in zip(domain_ids, domains, strict=True)
    )
    if not made:
        notes.append(Note(NoteKind.MEND, "The file", "No criteria were found.", "Write them in rows below the header."))
    return Understanding(title, tuple(reading.tables), scale.levels, tuple(values.values()), made, _bounded(notes))


def _note_alike(domains: list[ReadDomain], ids: list[str]) -> Iterator[Note]:
    """Criteria that are called the same, with the ids that tell them apart: nobody chose these."""
    standing = [(criterion, domain.title) for domain in domains for criterion in domain.criteria]
    alike: dict[str, list[int]] = {}
    for number, (criterion, _) in enumerate(standing):
        alike.setdefault(" ".join(criterion.title.split()).casefold(), []).append(number)
    for numbers in (each for each in alike.values() if len(each) > 1):
        first, second = (standing[number][0] for number in numbers[:2])
        where = listed([f"“{title[:60]}”" for title in dict.fromkeys(standing[number][1] for number in numbers)])
        yield Note(
            NoteKind.TAKEN,
            second.place,
            f"{len(numbers)} criteria are called “{first.title[:60]}”, in {where}. Their ids are "
            f"{listed([ids[number] for number in numbers])}.",
            "Give each a title of its own, or take one out if it stands there by mistake.",
        )


def _described(columns: tuple[LevelHeading, ...], with_text: set[int]) -> dict[int, LevelHeading]:
    """The levels that have descriptors: a column that is empty for every criterion is a level between anchors."""
    last = len(columns) - 1
    return {index: each for index, each in enumerate(columns) if index in with_text or index in {0, last}}


def _note_gaps(
    criteria: list[ReadCriterion],
    columns: tuple[LevelHeading, ...],
    described: dict[int, LevelHeading],
    notes: list[Note],
) -> None:
    """Each cell that lacks its text, and each level that no criterion describes."""
    for index, heading in enumerate(columns):
        if index not in described and criteria:
            said = f"No criterion has a text for {_level_in_words(heading)}, so it can be chosen between the others."
            notes.append(Note(NoteKind.TAKEN, "The file", said, "Write the texts if they are missing."))
    for criterion in criteria:
        for index, heading in described.items():
            if index not in criterion.texts:
                said = f"“{criterion.title[:60]}” has no text for {_level_in_words(heading)}."
                notes.append(
                    Note(NoteKind.MEND, criterion.places[index], said, "Write what can be seen at this level.")
                )


def _level_in_words(heading: LevelHeading) -> str:
    return f"level {heading.value}" + (f" ({heading.name})" if heading.name else "")


def _check_size(domains: list[ReadDomain], notes: list[Note]) -> None:
    if len(domains) > MOST_DOMAINS:
        notes.append(
            Note(
                NoteKind.MEND, "The file", f"There are {len(domains)} domains; a matrix has at most {MOST_DOMAINS}.", ""
            )
        )
    for domain in domains:
        if len(domain.title) > TITLE.at_most:
            problem = f"The title of a domain has {len(domain.title)} characters. It can have at most {TITLE.at_most}."
            notes.append(Note(NoteKind.MEND, domain.place, problem, "Shorten it."))
        if len(domain.summary) > PROSE.at_most:
            notes.append(Note(NoteKind.MEND, domain.place, "What is said of the domain is too long.", "Shorten it."))
        if len(domain.criteria) > MOST_CRITERIA:
            problem = (
                f"“{domain.title[:60]}” has {len(domain.criteria)} criteria; a domain has at most {MOST_CRITERIA}."
            )
            notes.append(Note(NoteKind.MEND, domain.place, problem, "Make several domains of it."))


def _bounded(notes: list[Note]) -> tuple[Note, ...]:
    if len(notes) <= MOST_NOTES:
        return tuple(notes)
    mends = [note for note in notes if note.kind is NoteKind.MEND]
    kept = (mends + [note for note in notes if note.kind is not NoteKind.MEND])[:MOST_NOTES]
    rest = len(notes) - MOST_NOTES
    return (*kept, Note(NoteKind.LEFT_OUT, "The file", f"There are {rest:,} more notes like these.", ""))
