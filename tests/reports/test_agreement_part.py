from __future__ import annotations

from dataclasses import replace

from maturity.core.movement.moved import compare_rounds
from maturity.core.results import RoundResult
from maturity.core.scoring import score_round
from maturity.reports.agreement_part import OffsetLine, agreement_part, convergence_part
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.rounds import a_ballot, a_round_record, not_agreed, partner_name

MATRIX = a_matrix(domains=some_domains(1, 3))


def a_result(*criteria: list[int], level: int = 2, number: int = 1) -> RoundResult:
    ids = [c.id for c in MATRIX.criteria]
    return score_round(
        a_round_record(
            matrix=MATRIX,
            positions=dict(zip(ids, criteria, strict=True)),
            consensus=dict.fromkeys(ids, level),
            number=number,
        )
    )


def test_the_agreement_of_a_round_is_counted_explained_and_told_by_partner() -> None:
    part = agreement_part(a_result([1, 2, 2], [2, 3, 3], [1, 4, 4]))
    assert part.counts == "Partners are aligned on 2 criteria, split on 1."
    assert [line.figure for line in part.lines] == ["89%", "0.576", "0.032"]
    assert part.offsets == (
        OffsetLine(partner_name(1), "1.7 levels below the others"),
        OffsetLine(partner_name(2), "0.8 of a level above the others"),
        OffsetLine(partner_name(3), "0.8 of a level above the others"),
    )


def test_after_a_vote_the_counts_are_those_after_it_and_the_figures_say_that_they_are_from_before() -> None:
    record = replace(
        a_result([1, 1, 4, 4], [2, 2, 3, 3], [3, 3, 3, 3]).record, ballots={"d1-c1": (a_ballot(1, 3, 3, 3, 3),)}
    )
    part = agreement_part(score_round(record))
    assert part.counts == "Partners are aligned on 3 criteria (before they voted: aligned on 2, split on 1)."
    assert part.rests_on == "The figures are of the levels that partners gave before they voted in the room."
    before = agreement_part(score_round(replace(record, ballots={})))
    assert (part.lines, before.rests_on) == (before.lines, "")


def test_partners_that_are_aligned_and_still_agreed_no_level_are_told_apart() -> None:
    record = a_result([2, 2, 2], [2, 3, 3], [1, 4, 4]).record
    settled = {**record.consensus, "d1-c1": not_agreed(), "d1-c3": not_agreed()}
    part = agreement_part(score_round(replace(record, consensus=settled)))
    assert part.counts == (
        "Partners are aligned on 2 criteria, split on 1. "
        "That is about their own levels: on 1 where they are aligned, none was agreed."
    )


def test_how_partners_came_closer_is_of_the_levels_from_before_any_vote_and_says_so() -> None:
    plain = a_result([1, 1, 4, 4], [2, 2, 3, 3], [3, 3, 3, 3])
    voted = score_round(replace(plain.record, number=2, ballots={"d1-c1": (a_ballot(1, 3, 3, 3, 3),)}))
    said = "This compares the levels that partners gave before they voted in the room."
    assert convergence_part(compare_rounds(plain, voted)).agreement[-1] == said
    assert said not in convergence_part(compare_rounds(plain, plain)).agreement


def test_a_partner_that_is_where_the_others_are_is_level_with_them() -> None:
    part = agreement_part(a_result([2, 2, 2], [2, 2, 2], [3, 3, 3]))
    assert {line.said for line in part.offsets} == {"level with the others on average"}


def test_a_partner_whose_differences_cancel_out_is_told_with_how_often_it_is_higher_and_lower() -> None:
    part = agreement_part(a_result([1, 2, 2], [2, 2, 2], [4, 2, 2]))
    assert part.offsets[0].said == (
        "0.3 of a level above the others on average (higher on 1 criterion and lower on 1 criterion)"
    )
    part = agreement_part(a_result([1, 2, 2], [1, 2, 2], [4, 2, 2]))
    assert part.offsets[0].said == "level with the others on average (higher on 1 criterion and lower on 2 criteria)"


def test_partners_that_are_not_shown_by_name_have_no_offsets() -> None:
    record = a_result([1, 2, 2], [2, 3, 3], [1, 4, 4]).record
    nameless = {
        criterion: tuple(replace(position, partner_name="A partner") for position in positions)
        for criterion, positions in record.positions.items()
    }
    assert agreement_part(score_round(replace(record, positions=nameless))).offsets == ()


def test_a_round_scored_together_has_a_reason_and_nothing_else() -> None:
    part = agreement_part(score_round(a_round_record(consensus={"shared-purpose": 2})))
    assert (part.counts, part.lines, part.offsets) == ("", (), ())
    assert part.why_not == "The round was scored together, so partners’ own levels are not known."


def test_coming_closer_and_moving_up_are_told_apart() -> None:
    earlier = a_result([1, 2, 4], [2, 2, 2], [1, 1, 1], level=2)
    later = a_result([2, 2, 2], [1, 2, 4], [1, 1, 1], level=3, number=2)
    part = convergence_part(compare_rounds(earlier, later))
    assert part.agreement[0].endswith(": 1 closer together, 1 further apart, 1 as close as before.")
    assert part.agreement[1] == (
        "On 1 of them partners came closer while their median stayed: progress in shared understanding."
    )
    assert part.progress.startswith("The levels themselves: 3 went up, 0 went down, 0 stayed.")
    assert [(one.words, one.names) for one in part.lists] == [
        ("Closer together", ("D1 c1",)),
        ("Further apart", ("D1 c2",)),
    ]
    assert [line.closer for line in part.lines] == ["Closer together", "Further apart", "As close as before"]
