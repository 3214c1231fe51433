"""Levels become a profile: each family of rule, the three empty states, and what may never change a result."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.agreement import AgreementLabel
from maturity.core.collaborative import CollaborativeType, PartnerType
from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.figures import level_in_words
from maturity.core.matrix import LevelNotInMatrix, Matrix
from maturity.core.matrix_rules import AgreementRule, Band, DomainMethod, ScoringRule
from maturity.core.position import A_PARTNER, without_names
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round import Stage, WayOfScoring
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round, where_partners_stand
from tests.factories.matrices import a_criterion, a_domain, a_matrix, some_levels
from tests.factories.rounds import (
    ConsensusLike,
    PositionLike,
    a_ballot,
    a_partner,
    a_round_record,
    agreed,
    not_agreed,
    not_applicable,
    some_partners,
)

THREE = ("a", "b", "c")
ANY_CONSENSUS = st.one_of(st.integers(0, 5), st.sampled_from(["not-agreed", "not-applicable", "set-aside", None]))


def one_domain(
    method: DomainMethod = DomainMethod.MEDIAN,
    *,
    bands: tuple[Band, ...] = (),
    weights: tuple[int | Fraction, ...] = (1, 1, 1),
    agreement: AgreementRule | None = None,
) -> Matrix:
    """A matrix of one domain with the criteria a, b and c on a scale of 0 to 5."""
    levels = some_levels(6, lowest=0)
    criteria = [a_criterion(c, levels=levels, weight=w) for c, w in zip(THREE, weights, strict=True)]
    return a_matrix(
        levels=levels,
        domains=[a_domain("only", criteria)],
        scoring=ScoringRule(domain=method, level_bands=bands),
        agreement=agreement,
    )


def result_of(matrix: Matrix, *consensus: ConsensusLike) -> RoundResult:
    return score_round(a_round_record(matrix=matrix, consensus=dict(zip(THREE, consensus, strict=True))))


def domain_of(matrix: Matrix, *consensus: ConsensusLike) -> DomainResult:
    return result_of(matrix, *consensus).domains[0]


@pytest.mark.parametrize(
    "method,levels,value,label",
    [
        (DomainMethod.MEDIAN, (1, 2, 5), "2", "Level 2"),
        (DomainMethod.MEDIAN, (1, 2, "not-applicable"), "3/2", "Between levels 1 and 2"),
        (DomainMethod.MEAN, (1, 2, 4), "7/3", "2.3"),
        (DomainMethod.MEAN, (2, 2, 2), "2", "2.0"),
        (DomainMethod.LOWEST, (1, 2, 5), "1", "Level 1"),
        (DomainMethod.LOWEST, (3, 2, "not-applicable"), "2", "Level 2"),
        (DomainMethod.LOWEST, (0, 0, 0), "0", "Level 0"),
    ],
)
def test_a_domain_is_summed_up_by_the_method_of_the_matrix(
    method: DomainMethod, levels: tuple[ConsensusLike, ...], value: str, label: str
) -> None:
    found = domain_of(one_domain(method), *levels)
    assert (found.value, found.label) == (Fraction(value), label)


def test_a_profile_only_counts_levels_and_has_no_value() -> None:
    found = domain_of(one_domain(DomainMethod.NONE), 1, 1, None)
    assert (found.value, found.label) == (None, "2 of 3 criteria have a level")
    assert [count for _, count in found.counts] == [0, 2, 0, 0, 0, 0]


def test_a_gate_is_not_passed_where_one_criterion_has_no_level() -> None:
    """DMA: an incomplete return has no result (NHS England, Digital Maturity Assessment, data quality statement)."""
    found = domain_of(one_domain(DomainMethod.LOWEST), 4, 4, None)
    assert (found.value, found.label) == (None, "No result: 2 of 3 criteria have a level")


def test_a_domain_without_any_level_has_no_result_and_says_so() -> None:
    assert domain_of(one_domain(), None, "not-agreed", None).label == "No result: 0 of 3 criteria have a level"
    assert domain_of(one_domain(), *["not-applicable"] * 3).label == "Not applicable"


def test_criteria_count_by_their_weight_in_a_mean_and_in_nothing_else() -> None:
    weights = (Fraction("2.5"), 1, 1)
    assert domain_of(one_domain(DomainMethod.MEAN, weights=weights), 4, 1, 1).value == Fraction(12, Fraction("4.5"))
    assert domain_of(one_domain(DomainMethod.MEDIAN, weights=weights), 4, 1, 1).value == 1


def test_level_nought_is_a_level_and_a_missing_one_is_not_nought() -> None:
    mean = one_domain(DomainMethod.MEAN)
    assert domain_of(mean, 0, 3, 3).value == 2
    assert domain_of(mean, None, 3, 3).value == 3
    assert domain_of(mean, 0, 3, 3).with_level == 3


def test_taking_a_missing_level_for_nought_would_give_another_mean() -> None:
    mean = one_domain(DomainMethod.MEAN)
    assert domain_of(mean, None, 3, 3).value != domain_of(mean, 0, 3, 3).value


@given(st.lists(ANY_CONSENSUS, min_size=3, max_size=3), st.sampled_from(DomainMethod), st.integers(0, 2))
def test_a_criterion_that_does_not_apply_changes_nothing_for_the_others(
    consensus: list[ConsensusLike], method: DomainMethod, place: int
) -> None:
    consensus[place] = "not-applicable"
    found = domain_of(one_domain(method), *consensus)
    left = [THREE[i] for i in range(3) if i != place]
    levels = some_levels(6, lowest=0)
    without = a_matrix(
        levels=levels, domains=[a_domain("only", left, levels=levels)], scoring=ScoringRule(domain=method)
    )
    record = a_round_record(matrix=without, consensus={c: consensus[THREE.index(c)] for c in left})
    expected = score_round(record).domains[0]
    assert (found.value, found.label, found.counts) == (expected.value, expected.label, expected.counts)
    assert (found.with_level, found.asked) == (expected.with_level, expected.asked)


@given(st.permutations([0, 1, 2]), st.lists(ANY_CONSENSUS, min_size=3, max_size=3), st.sampled_from(DomainMethod))
def test_the_order_of_criteria_does_not_change_a_domain(
    order: list[int], consensus: list[ConsensusLike], method: DomainMethod
) -> None:
    found = domain_of(one_domain(method), *(consensus[i] for i in order))
    assert found.value == domain_of(one_domain(method), *consensus).value


@given(
    st.lists(st.integers(0, 4), min_size=3, max_size=3),
    st.integers(0, 2),
    st.sampled_from([DomainMethod.MEDIAN, DomainMethod.MEAN, DomainMethod.LOWEST]),
)
def test_raising_a_level_never_lowers_a_domain(levels: list[int], place: int, method: DomainMethod) -> None:
    matrix = one_domain(method)
    before = domain_of(matrix, *levels).value
    levels[place] += 1
    after = domain_of(matrix, *levels).value
    assert before is not None
    assert after is not None
    assert after >= before


@given(st.lists(ANY_CONSENSUS, min_size=3, max_size=3))
def test_the_counts_of_a_domain_add_up(consensus: list[ConsensusLike]) -> None:
    found = domain_of(one_domain(), *consensus)
    assert sum(count for _, count in found.counts) == found.with_level <= found.asked
    assert found.asked + found.not_applicable == len(found.criteria) == 3


@pytest.mark.parametrize(
    "state,label", [("not-agreed", "Not agreed"), ("not-applicable", "Not applicable"), (None, "Not recorded")]
)
def test_each_empty_state_keeps_its_own_words(state: str | None, label: str) -> None:
    found = result_of(one_domain(), state, 2, 2).criterion("a")
    assert found is not None
    assert (found.level, found.label, found.band) == (None, label, None)


def test_a_level_that_the_scale_does_not_have_is_an_error() -> None:
    with pytest.raises(LevelNotInMatrix):
        result_of(one_domain(), 6, 2, 2)


BANDS = (Band("Initial", Fraction(0)), Band("Progressing", Fraction(3)), Band("Optimising", Fraction(5)))


@pytest.mark.parametrize(
    "level,band", [(0, "Initial"), (2, "Initial"), (3, "Progressing"), (4, "Progressing"), (5, "Optimising")]
)
def test_a_level_falls_in_the_published_stretch_of_the_scale(level: int, band: str) -> None:
    """Lim and Yap, doi.org/10.5334/ijic.7747, table 2: 0–2 initial, 3–4 progressing, 5 optimising."""
    found = result_of(one_domain(bands=BANDS), level, level, level)
    assert found.criteria[0].band == band
    assert found.domains[0].band == band


def test_a_domain_between_two_bands_is_in_the_upper_one() -> None:
    found = domain_of(one_domain(bands=BANDS), 2, 3, "not-applicable")
    assert (found.label, found.band) == ("Between levels 2 and 3", "Progressing")


def test_the_mean_of_a_domain_is_written_and_banded_to_one_decimal_place() -> None:
    bands = (Band("Concern", Fraction(0)), Band("Borderline", Fraction(3)), Band("Strength", Fraction(4)))
    weights = (Fraction(38), Fraction(1), Fraction(1))
    found = domain_of(one_domain(DomainMethod.MEAN, bands=bands, weights=weights), 4, 3, 3)
    assert (found.value, found.label, found.band) == (Fraction("3.95"), "4.0", "Strength")


def test_partners_weigh_what_the_matrix_says_of_their_type() -> None:
    rule = AgreementRule(partner_weights={PartnerType.ACUTE_TRUST: Fraction(4)})
    others = [replace(a_partner(number), type=PartnerType.VCSE) for number in (1, 2, 3)]
    record = a_round_record(
        matrix=one_domain(agreement=rule),
        positions={"a": [1, 2, 2, 4], "b": [None, 1, "dont-know", 4]},
        partners=[*others, a_partner(4)],
    )
    plain = replace(record, matrix=one_domain())
    assert _shown(record) == [(4, 3, AgreementLabel.SPLIT), (None, 0, AgreementLabel.TOO_FEW)]
    assert _shown(plain) == [(2, 1, AgreementLabel.MIXED), (None, 0, AgreementLabel.TOO_FEW)]


def test_a_partner_that_has_not_agreed_a_level_is_named_and_one_that_left_it_open_is_not() -> None:
    record = a_round_record(matrix=one_domain(), positions={"a": [2, 2, 2, "unsettled", None], "b": [1, 1, 1, 1, 1]})
    assert _unsettled(record) == [("Dunmere Trust",), ()]


@pytest.mark.parametrize("left_open", ["unsettled", None])
def test_without_names_it_is_not_told_apart_whether_a_partner_is_divided_or_left_it_open(left_open: str | None) -> None:
    record = a_round_record(matrix=one_domain(), positions={"a": [2, 2, 2, left_open, None], "b": [1, 1, 1, 1, None]})
    nameless = replace(record, positions={each: without_names(found) for each, found in record.positions.items()})
    assert _unsettled(nameless) == [(A_PARTNER,), ()], "who said nothing on any criterion did not take part"


def _unsettled(record: RoundRecord) -> list[tuple[str, ...]]:
    found = [score_round(record).criterion(each) for each in ("a", "b")]
    return [c.agreement.unsettled for c in found if c and c.agreement]


def _shown(record: RoundRecord) -> list[tuple[Fraction | None, int, AgreementLabel]]:
    found = [score_round(record).criterion(each) for each in ("a", "b")]
    return [(c.agreement.median, c.agreement.outside, c.agreement.label) for c in found if c and c.agreement]


SPLIT_DECIDES = AgreementRule(split_share=Fraction(1, 3), split_decides=True, split_name="Uncertain")
SPLIT = (1, 1, 3, 5, 5, 5)


def test_a_split_criterion_has_no_level_where_a_split_decides_and_keeps_what_was_recorded() -> None:
    """Lim and Yap, doi.org/10.5334/ijic.7747, table 2: any median with a split distribution is “uncertain”."""
    matrix = one_domain(agreement=SPLIT_DECIDES, bands=BANDS)
    record = a_round_record(matrix=matrix, consensus={"a": agreed(3, reason="We met.")}, positions={"a": SPLIT})
    found = score_round(record).criteria[0]
    assert (found.level, found.label, found.band) == (None, "Uncertain", None)
    assert (found.consensus.level, found.consensus.reason) == (3, "We met.")
    assert found.is_split_by_rule
    assert found.is_not_agreed


def test_a_split_advises_and_no_more_where_it_does_not_decide() -> None:
    record = a_round_record(matrix=one_domain(), consensus={"a": 3}, positions={"a": SPLIT})
    found = score_round(record).criteria[0]
    assert found.level is not None
    assert found.level.value == 3
    assert found.partners_differ
    assert not found.is_not_agreed


def test_a_split_is_uncertain_even_where_nothing_was_recorded() -> None:
    record = a_round_record(matrix=one_domain(agreement=SPLIT_DECIDES), positions={"a": SPLIT})
    assert score_round(record).criteria[0].label == "Uncertain"


def test_a_split_does_not_overrule_that_a_criterion_does_not_apply() -> None:
    record = a_round_record(
        matrix=one_domain(agreement=SPLIT_DECIDES), consensus={"a": not_applicable()}, positions={"a": SPLIT}
    )
    found = score_round(record).criteria[0]
    assert (found.label, found.is_split_by_rule, found.is_applicable) == ("Not applicable", False, False)


def after_votes(
    *votes: tuple[PositionLike, ...], positions: tuple[PositionLike, ...] | None = SPLIT
) -> CriterionResult:
    ballots = [a_ballot(number, *vote) for number, vote in enumerate(votes, start=1)]
    record = a_round_record(
        matrix=one_domain(agreement=SPLIT_DECIDES),
        consensus={"a": 3},
        positions=None if positions is None else {"a": positions},
        ballots={"a": ballots},
        partners=some_partners(6),
    )
    return score_round(record).criteria[0]


def test_the_last_vote_says_whether_partners_are_split_and_the_positions_stay_as_they_were() -> None:
    """Lim and Yap, doi.org/10.5334/ijic.7747: panels rated again, and what stayed split after that was uncertain."""
    found = after_votes(SPLIT, (3, 3, 3, 3, 3, 3))
    assert (found.label, found.is_split_by_rule, found.is_not_agreed) == ("Level 3", False, False)
    assert found.agreement is not None
    assert found.agreement.label is AgreementLabel.SPLIT
    assert found.final_agreement is not None
    assert found.final_agreement.label is AgreementLabel.ALIGNED


def test_what_partners_submitted_after_a_vote_is_their_last_word_and_not_the_vote() -> None:
    record = a_round_record(
        matrix=one_domain(agreement=SPLIT_DECIDES),
        consensus={"a": 3},
        positions={"a": (3,) * 6},
        ballots={"a": [a_ballot(1, *SPLIT, answered_since=True)]},
    )
    assert [each.level for each in where_partners_stand(record, "a")] == [3] * 6
    found = score_round(record).criteria[0]
    assert (found.label, found.final_agreement) == ("Level 3", found.agreement)
    again = replace(record, ballots={"a": (*record.ballots_on("a"), a_ballot(2, *SPLIT))})
    assert score_round(again).criteria[0].is_split_by_rule, "a vote after them is later again"


def test_partners_that_are_split_by_the_last_vote_have_no_level_whatever_they_gave_before() -> None:
    for found in (
        after_votes(SPLIT),
        after_votes(SPLIT, positions=(3,) * 6),
        after_votes((3,) * 6, SPLIT, positions=(3,) * 6),
        after_votes(SPLIT, positions=None),
    ):
        assert (found.level, found.label, found.is_split_by_rule) == (None, "Uncertain", True)
        assert found.consensus.level == 3


@pytest.mark.parametrize("stayed_away", [None, "dont-know"])
def test_nobody_ends_a_split_by_leaving_a_voice_out_of_the_vote(stayed_away: str | None) -> None:
    """Who gives no level in a vote stands where it stood: three who agree cannot vote the other three away."""
    assert after_votes((5, 5, 5, stayed_away, stayed_away, stayed_away), positions=(5, 5, 5, 1, 1, 1)).is_split_by_rule
    assert not after_votes((3, 3, 3, 3, 3, stayed_away), positions=(5, 5, 5, 1, 1, 1)).is_split_by_rule


def test_what_was_recorded_stands_in_a_round_scored_together() -> None:
    record = a_round_record(
        matrix=one_domain(agreement=SPLIT_DECIDES),
        consensus={"a": 3},
        positions={"a": SPLIT},
        way=WayOfScoring.TOGETHER,
    )
    found = score_round(record).criteria[0]
    assert (found.label, found.agreement) == ("Level 3", None)
    assert not found.partners_differ


def test_not_agreed_is_a_result_in_the_matrix_s_own_word() -> None:
    found = score_round(a_round_record(matrix=one_domain(agreement=SPLIT_DECIDES), consensus={"a": not_agreed()}))
    assert found.criteria[0].label == "Uncertain"
    assert found.criteria[0].is_not_agreed


def test_only_levels_count_towards_agreement() -> None:
    record = a_round_record(matrix=one_domain(), positions={"a": [2, 2, "dont-know", "not-applicable", None, 5]})
    found = score_round(record).criteria[0]
    assert found.agreement is not None
    assert found.agreement.levels == (2, 2, 5)
    assert len(found.positions) == 6


def test_only_criteria_for_this_type_of_collaborative_are_asked() -> None:
    lead = [CollaborativeType.LEAD_PROVIDER]
    matrix = a_matrix(
        domains=[
            a_domain("both", [a_criterion("all"), a_criterion("lead", applies_to=lead)]),
            a_domain("lead-only", [a_criterion("other", applies_to=lead)]),
        ]
    )
    acute = score_round(a_round_record(matrix=matrix, consensus={"all": 2, "lead": 4}))
    assert [c.criterion.id for c in acute.criteria] == ["all"]
    assert acute.domains[0].value == 2
    assert acute.criterion("lead") is None
    assert acute.domain("lead-only") is None
    mental_health = score_round(
        a_round_record(
            matrix=matrix, consensus={"all": 2, "lead": 4}, collaborative_type=CollaborativeType.LEAD_PROVIDER
        )
    )
    assert mental_health.coverage.criteria_asked == 3


@pytest.mark.parametrize("stage,draft", [(s, s is not Stage.CLOSED) for s in Stage])
def test_a_round_that_is_not_closed_has_a_result_that_is_a_draft(stage: Stage, draft: bool) -> None:
    record = a_round_record(matrix=one_domain(), consensus={"a": 2}, stage=stage)
    found = score_round(record)
    assert found.is_draft is draft
    assert found.domains[0].value == 2


def test_scoring_changes_nothing_that_was_recorded() -> None:
    record = a_round_record(matrix=one_domain(agreement=SPLIT_DECIDES), consensus={"a": 3}, positions={"a": SPLIT})
    copy = replace(record, positions=dict(record.positions), consensus=dict(record.consensus))
    score_round(record)
    assert record == copy
    assert record.consensus_on("a").state is ConsensusState.AGREED


def test_levels_are_put_in_words_from_here_too() -> None:
    assert level_in_words(Fraction(2), a_matrix()) == "Developing"


def test_what_is_set_aside_is_asked_and_not_covered() -> None:
    aside = Consensus(state=ConsensusState.SET_ASIDE, reason="The data come in May.")
    result = score_round(a_round_record(matrix=one_domain(), consensus={"a": aside, "b": not_applicable(), "c": 2}))
    found = result.criterion("a")
    assert found is not None
    assert (found.level, found.label, found.is_set_aside, found.is_applicable) == (None, "Set aside", True, True)
    assert found.is_not_agreed is False
    coverage = result.coverage
    assert (coverage.criteria_with_level, coverage.criteria_asked, coverage.criteria_set_aside) == (1, 2, 1)
    assert coverage.in_words == "1 of 2 criteria (1 set aside, 1 not applicable), scored together"


def test_what_is_set_aside_without_a_reason_is_not_recorded() -> None:
    bare = Consensus(state=ConsensusState.SET_ASIDE, reason=" ")
    found = score_round(a_round_record(matrix=one_domain(), consensus={"a": bare})).criterion("a")
    assert found is not None
    assert found.label == "Not recorded"


def test_a_split_cannot_overrule_that_a_criterion_is_set_aside() -> None:
    aside = Consensus(state=ConsensusState.SET_ASIDE, reason="The data come in May.")
    record = a_round_record(matrix=one_domain(agreement=SPLIT_DECIDES), consensus={"a": aside}, positions={"a": SPLIT})
    found = score_round(record).criterion("a")
    assert found is not None
    assert (found.label, found.is_split_by_rule) == ("Set aside", False)
