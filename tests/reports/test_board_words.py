from __future__ import annotations

import pytest

from maturity.core.round_report import RoundReport, build_round_report
from maturity.reports.board_words import questions, where_we_are
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import lived_in_report
from tests.factories.rounds import ConsensusLike, a_ballot, a_round_record

MATRIX = a_matrix(domains=some_domains(2, 2))


def report_of(*rounds: dict[str, ConsensusLike]) -> RoundReport:
    *earlier, last = [a_round_record(matrix=MATRIX, consensus=levels, number=n) for n, levels in enumerate(rounds, 1)]
    return build_round_report(last, earlier=earlier)


def test_the_summary_counts_levels_and_names_the_ends() -> None:
    report = report_of({"d1-c1": 1, "d1-c2": 1, "d2-c1": 3, "d2-c2": "not-agreed"})
    assert where_we_are(report) == (
        "The collaborative agreed a level on 3 of 4 criteria: 2 at Emerging and 1 at Maturing.",
        "The most developed domain is D2 (Maturing); the least developed domain is D1 (Emerging).",
        "1 criterion ended without agreement, which is a result and not a gap.",
    )


def test_domains_that_are_all_the_same_are_not_ranked() -> None:
    assert where_we_are(report_of({"d1-c1": 2, "d2-c1": 2}))[1] == (
        "Every domain that has a result is at the same one: Developing."
    )


def test_a_round_without_levels_says_so_and_no_more() -> None:
    assert where_we_are(report_of({})) == ("No level has been agreed yet on any of the 4 criteria.",)


def test_the_board_is_asked_about_what_is_not_agreed_what_is_lowest_and_what_is_missing() -> None:
    asked = questions(report_of({"d1-c1": 1, "d1-c2": "not-agreed", "d2-c1": 3}))
    assert asked[0].startswith("No level was agreed on “D1 c2”.")
    assert asked[1].startswith("“D1” is at Emerging, the least developed domain.")
    assert asked[2].startswith("1 criterion has no result.")
    assert asked[-1].startswith("Which one or two changes")


@pytest.mark.parametrize(
    "lowest, said",
    [
        (1, "“D1” is at Emerging, the least developed domain. Is this where"),
        (2, "“D1” and “D2” are at Emerging, the least developed domains. Is one of them where"),
        (4, "4 domains are at Emerging, the lowest of all. Is one of them where"),
    ],
)
def test_no_domain_is_singled_out_among_those_that_are_alike(lowest: int, said: str) -> None:
    matrix = a_matrix(domains=some_domains(5, 1))
    levels: dict[str, ConsensusLike] = {f"d{n}-c1": 1 if n <= lowest else 3 for n in range(1, 6)}
    report = build_round_report(a_round_record(matrix=matrix, consensus=levels, number=1), earlier=[])
    assert any(asked.startswith(said) for asked in questions(report))


def test_there_are_at_most_five_questions_and_always_one() -> None:
    assert len(questions(lived_in_report())) == 5
    assert len(questions(report_of({"d1-c1": 2, "d1-c2": 2, "d2-c1": 2, "d2-c2": 2}))) == 1


def falls_of(number: int) -> tuple[str, ...]:
    matrix = a_matrix(domains=some_domains(1, 4))
    ids = [f"d1-c{n}" for n in range(1, number + 1)]
    first, second = (
        a_round_record(
            matrix=matrix,
            number=n,
            consensus=dict.fromkeys(ids, level),
            positions={each: [level] * 6 for each in ids},
        )
        for n, level in ((1, 4), (2, 1))
    )
    return questions(build_round_report(second, earlier=[first]))


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_every_fall_that_is_likely_real_is_asked_about(number: int) -> None:
    said = ", taken by itself, is likely to be real"
    asked = [question for question in falls_of(number) if "went" in question and said in question]
    assert all(f"“D1 c{n}”" in " ".join(asked) for n in range(1, number + 1))
    assert len(asked) == (number if number <= 2 else 1)


def test_a_change_that_may_be_noise_is_never_called_real() -> None:
    asked = " ".join(questions(report_of({"d1-c1": 1}, {"d1-c1": 4})))
    assert "likely to be real" not in asked


def after_a_vote(positions: tuple[int, ...], vote: tuple[int, ...]) -> RoundReport:
    return build_round_report(
        a_round_record(
            positions={"shared-purpose": positions},
            ballots={"shared-purpose": [a_ballot(1, *vote)]},
            consensus={"shared-purpose": 3},
        ),
        earlier=[],
    )


def test_the_board_is_asked_about_a_difference_that_the_last_vote_left_and_not_about_one_that_it_settled() -> None:
    apart, settled = after_a_vote((3, 3, 3, 3), (1, 1, 4, 4)), after_a_vote((1, 1, 4, 4), (3, 3, 3, 3))
    [asked, _] = questions(apart)
    title = apart.result.criteria[0].criterion.title
    assert asked.startswith(f"Partners place “{title}” anywhere from Emerging to Thriving. What does each see")
    assert not any("anywhere" in question for question in questions(settled))
