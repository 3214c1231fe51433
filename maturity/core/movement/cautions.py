"""What differs between two rounds besides the levels, in plain sentences for whoever reads a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from maturity.core.declared_changes import Change
from maturity.core.matrix import Matrix
from maturity.core.matrix_change.crosswalk import Crosswalk, crosswalk
from maturity.core.matrix_change.domain_crosswalk import amended_in
from maturity.core.matrix_change.same_words import is_same_scale
from maturity.core.matrix_change.steps import why_not_traced
from maturity.core.movement.constant_panel import panel_of
from maturity.core.movement.other_weights import weighs_otherwise, weights_in_words
from maturity.core.movement.verdict import are_the_same_people
from maturity.core.results import RoundResult
from maturity.core.wording import listed, lower_first


def cautions_between(
    earlier: RoundResult, later: RoundResult, walk: Crosswalk | None = None, between: Iterable[Matrix] = ()
) -> tuple[str, ...]:
    """The cautions, the most weighty first; none when nothing but the levels differs.

    `walk` leads from the earlier matrix to the later; without it only the two themselves are known. `between` may have
    other versions, so that it is said which one is missing where none leads there.
    """
    walk = walk or crosswalk(earlier.matrix, later.matrix)
    return (
        *_not_closed(earlier, later),
        *_other_matrix(earlier, later, walk, between),
        *_other_weights(earlier, later),
        *_other_way(earlier, later),
        *_other_partners(earlier, later),
        *_other_coverage(earlier, later),
    )


def _not_closed(earlier: RoundResult, later: RoundResult) -> Iterator[str]:
    for result in (earlier, later):
        if result.is_draft:
            yield f"Round {result.record.number} is not closed, so its levels may still change."


def _other_matrix(
    earlier: RoundResult, later: RoundResult, walk: Crosswalk, between: Iterable[Matrix]
) -> Iterator[str]:
    first, second = earlier.matrix, later.matrix
    before, after = earlier.record, later.record
    if first.key != second.key and first.shares_ids_with(second):
        yield (
            f"Round {before.number} used “{first.title}” and round {after.number} “{second.title}”: one is a local "
            "overlay of the other. Criteria with the same words are compared; those with local words are marked."
        )
    elif first.key != second.key and walk.is_declared:
        yield (
            f"Round {before.number} used “{first.title}” and round {after.number} “{second.title}”: they rest on "
            "versions of one matrix. Criteria are compared as these declare; those with local words are marked."
        )
        yield from _what_follows(later, walk)
    elif first.key != second.key:
        yield (
            f"Round {before.number} used “{first.title}” and round {after.number} “{second.title}”: "
            "different matrices cannot be compared."
        )
    elif walk.is_declared and not walk.is_same_content:
        yield from _declared_changes(earlier, later, walk)
    elif first.content_hash != second.content_hash:
        untraced = why_not_traced(first, second, between)
        yield (
            f"Round {before.number} used version {first.version} of the matrix and round {after.number} version "
            f"{second.version}. {f'{untraced} So only' if untraced else 'Only'} criteria with the same words and the "
            "same scale are compared."
        )
    if before.collaborative_type is not after.collaborative_type:
        yield "The type of the collaborative changed, so other criteria may apply to it."


def _declared_changes(earlier: RoundResult, later: RoundResult, walk: Crosswalk) -> Iterator[str]:
    yield (
        f"Round {earlier.record.number} used version {walk.earlier.version} of the matrix and round "
        f"{later.record.number} version {walk.later.version}. Criteria are compared as the later version declares."
    )
    yield from _what_follows(later, walk)


def _what_follows(later: RoundResult, walk: Crosswalk) -> Iterator[str]:
    yield from walk.notes
    if walk.broken_scale:
        yield f"Nothing is compared across the two versions. {walk.broken_scale}"
    both = [each.criterion.id for each in later.criteria]
    amended = [f"“{title}”" for title in amended_in(walk, both)]
    if amended:
        yield f"Compared although the meaning was amended: {listed(amended)}."
    made: dict[tuple[str, ...], list[str]] = {}
    for each in both:
        if walk.of(each).is_made and walk.of(each).is_comparable:
            made.setdefault(walk.of(each).sources, []).append(f"“{walk.later.criterion(each).title}”")
    for sources, titles in made.items():
        asked = listed([f"“{walk.earlier.criterion(source).title}”" for source in sources])
        is_or_are = "is" if len(titles) == 1 else "are"
        yield f"{listed(titles)} took the place of {asked} and {is_or_are} compared with the level agreed there."
    reworded = [f"“{title}”" for title in _reworded_in(walk, both)]
    if reworded:
        yield f"Asked in other words with the same meaning, and so compared as before: {listed(reworded)}."
    if walk.keeps_numbers and is_same_scale(walk.earlier.levels, walk.later.levels):
        yield "The scale of levels is the same in both versions."


def _reworded_in(walk: Crosswalk, criteria: Iterable[str]) -> Iterator[str]:
    """The titles of the criteria that can be compared and whose words alone differ, as some version declares."""
    for each in criteria:
        reading = walk.of(each)
        if not reading.is_comparable or reading.is_amended or reading.is_made:
            continue
        if any(Change.REWORDED in step.changes.of(each).changes for step in walk.steps if step.changes):
            yield walk.later.criterion(each).title


def _other_weights(earlier: RoundResult, later: RoundResult) -> Iterator[str]:
    if weighs_otherwise(earlier, later):
        yield weights_in_words(earlier, later)


def _other_way(earlier: RoundResult, later: RoundResult) -> Iterator[str]:
    before, after = earlier.record, later.record
    if before.way is not after.way:
        yield (
            f"The rounds were scored in different ways. Round {before.number}: {lower_first(before.way.label)}. "
            f"Round {after.number}: {lower_first(after.way.label)}."
        )


def _other_partners(earlier: RoundResult, later: RoundResult) -> Iterator[str]:
    panel = panel_of(earlier, later)
    number = earlier.record.number
    joined = [partner.name for partner in panel.joined]
    left = [partner.name for partner in panel.left]
    # In a round scored together nobody responds on their own, which says nothing of any one partner.
    is_same_way = earlier.record.way is later.record.way
    once = [
        one.after.name
        for one in panel.both
        if is_same_way and any(p.submitted != one.after.submitted for p in one.before)
    ]
    people = [(frozenset().union(*(p.respondents for p in one.before)), one.after) for one in panel.both]
    known = [(old, new) for old, new in people if old and new.respondents]
    others = [new.name for old, new in known if not are_the_same_people(old, new.respondents)]
    if joined:
        yield f"Joined since round {number}: {listed(joined)}."
    if left:
        yield f"Left since round {number}: {listed(left)}."
    yield from panel.restated
    if once:
        yield f"Responded in only one of the two rounds: {listed(once)}."
    if others:
        yield f"Answered by other people than in round {number}: {listed(others)}."


def _other_coverage(earlier: RoundResult, later: RoundResult) -> Iterator[str]:
    first, second = earlier.coverage, later.coverage
    before = (first.criteria_with_level, first.criteria_asked)
    after = (second.criteria_with_level, second.criteria_asked)
    if before != after:
        yield (
            f"Round {earlier.record.number} has a level on {before[0]} of {before[1]} criteria "
            f"and round {later.record.number} on {after[0]} of {after[1]}."
        )
