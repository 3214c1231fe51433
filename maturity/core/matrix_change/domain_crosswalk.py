"""Whether the value of a domain can be read across versions of a matrix."""

from __future__ import annotations

from collections.abc import Collection

from maturity.core.matrix_change.crosswalk import Crosswalk


def why_domain_not_read_across(walk: Crosswalk, before: Collection[str], after: Collection[str]) -> str:
    """Why the values of a domain cannot be compared, in a sentence; empty when they can.

    `before` and `after` are the ids of the criteria that it asks in the earlier and in the later version. A domain with
    other criteria than before is another measure, even where most of them stayed: so is each of two domains between
    which a criterion moved.
    """
    if set(before) != set(after):
        return "The domain asks other criteria than before."
    if walk.is_same_content:
        return ""
    if walk.earlier.scoring.domain is not walk.later.scoring.domain:
        return "The way a domain is summed up changed between the two versions of the matrix."
    changed = next((why for why in (_why_not(walk, each) for each in after) if why), "")
    if not changed and not walk.keeps_numbers:
        return "The scale of levels changed, and the value of a domain is not read on another scale."
    return changed


def _why_not(walk: Crosswalk, criterion_id: str) -> str:
    reading = walk.of(criterion_id)
    if not reading.is_comparable:
        return reading.why_not.replace("Its wording", "The wording of a criterion")
    if reading.sources != (criterion_id,):
        return "A criterion of the domain took the place of others."
    before, after = (matrix.criterion(criterion_id).weight for matrix in (walk.earlier, walk.later))
    return "" if before == after else "The weight of a criterion changed between the two versions of the matrix."


def amended_in(walk: Crosswalk, criteria: Collection[str]) -> tuple[str, ...]:
    """The titles of the criteria among these whose meaning was amended between the two versions."""
    return tuple(walk.later.criterion(each).title for each in criteria if walk.of(each).is_amended)
