"""What a partner stands for on one criterion."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from statistics import median_high, median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.position import (
    A_PARTNER,
    YOUR_PARTNER,
    Position,
    PositionOrigin,
    Stance,
    marked_as_own,
    position_from_responses,
    position_in_words,
    position_of,
    unsettled_in_words,
    who_is_unsettled,
    without_names,
)
from maturity.core.response import NOTHING_SAID, Answer, AnswerState, Confidence
from maturity.core.small_numbers import FEWEST_RESPONDENTS
from tests.factories.matrices import a_matrix, some_levels

MATRIX = a_matrix()
NUMBERED = a_matrix(levels=some_levels(5, lowest=0))

PLAIN = st.sampled_from([s for s in AnswerState if s is not AnswerState.LEVEL])
ANSWERS = st.one_of(
    st.builds(Answer, state=st.just(AnswerState.LEVEL), level=st.integers(1, 4), reason=st.text(max_size=5)),
    st.builds(Answer, state=PLAIN, reason=st.sampled_from(["", " ", "We have none."])),
)


def gave(*levels: int | str) -> list[Answer]:
    """Answers from levels, or from states by their value; “not-applicable” comes with a reason."""
    return [
        Answer(state=AnswerState.LEVEL, level=said, reason="A word of one person.")
        if isinstance(said, int)
        else Answer(state=AnswerState(said), reason="A word of one person.")
        for said in levels
    ]


def test_with_one_respondent_a_position_says_what_that_person_said() -> None:
    answer = Answer(
        state=AnswerState.LEVEL,
        level=3,
        reason="Weekly lists.",
        confidence=Confidence.HIGH,
        evidence="Minutes",
        elements=frozenset({"e"}),
    )
    stance = position_from_responses([answer], matrix=MATRIX)
    assert position_of(stance, partner=7, partner_name="Alder Vale Trust") == Position(
        partner=7,
        partner_name="Alder Vale Trust",
        state=AnswerState.LEVEL,
        level=3,
        reason="Weekly lists.",
        confidence=Confidence.HIGH,
        evidence="Minutes",
        origin=PositionOrigin.RESPONDENT,
    )


@pytest.mark.parametrize("state", [s for s in AnswerState if s is not AnswerState.LEVEL])
def test_an_empty_state_of_one_person_stays_the_state_that_it_is(state: AnswerState) -> None:
    stance = position_from_responses([Answer(state=state, reason="Why.")], matrix=MATRIX)
    assert (stance.state, stance.level, stance.reason) == (state, None, "Why.")


@pytest.mark.parametrize(
    "reason, state", [(" ", AnswerState.NOT_ANSWERED), ("We have none.", AnswerState.NOT_APPLICABLE)]
)
def test_not_applicable_needs_a_reason_to_be_a_position(reason: str, state: AnswerState) -> None:
    answer = Answer(state=AnswerState.NOT_APPLICABLE, reason=reason)
    assert position_from_responses([answer], matrix=MATRIX).state is state


@pytest.mark.parametrize(
    "said, level",
    [
        ((2, 3, 4), 3),
        ((4, 2), 3),
        ((1, 1, 4), 1),
        ((3, "dont-know"), 3),
        ((2, 2, 3, "not-answered", "not-answered", "not-answered"), 2),
        ((1, 3, "not-applicable", "not-applicable"), 2),
    ],
)
def test_several_people_stand_at_the_median_of_those_who_gave_a_level(said: tuple[int | str, ...], level: int) -> None:
    assert position_from_responses(gave(*said), matrix=MATRIX) == Stance(
        state=AnswerState.LEVEL, level=level, origin=PositionOrigin.MEDIAN
    )


@pytest.mark.parametrize(
    "said, between",
    [
        ((2, 2, 2, 3, 3, 3), (2, 3)),
        ((1, 1, 1, 4, 4, 4), (2, 3)),
        ((1, 1, 1, 2, 4, 4, "dont-know"), (1, 2)),
        ((2, 3), None),
        ((1, 1, 2, 4), None),
        ((3, 4, "dont-know", "dont-know", "dont-know"), None),
    ],
)
def test_a_median_that_is_no_level_is_not_rounded_and_told_only_of_enough_people(
    said: tuple[int | str, ...], between: tuple[int, int] | None
) -> None:
    found = position_from_responses(gave(*said), matrix=MATRIX)
    assert found == Stance(state=AnswerState.NOT_ANSWERED, between=between, origin=PositionOrigin.MEDIAN)
    assert found.is_unsettled


@st.composite
def few_who_differ(draw: st.DrawFn) -> list[Answer]:
    """The answers of two or four people who lie between two levels, and of others who gave none, in any order."""
    lower = draw(st.integers(1, 3))
    ends = [(draw(st.integers(1, lower)), draw(st.integers(lower + 1, 4))) for _ in range(draw(st.integers(0, 1)))]
    levels = [lower, lower + 1, *(level for pair in ends for level in pair)]
    assert len(levels) < FEWEST_RESPONDENTS
    others = draw(st.lists(st.sampled_from(["dont-know", "not-answered"]), max_size=4))
    return draw(st.permutations(gave(*levels, *others)))


@given(few_who_differ(), few_who_differ())
def test_of_fewer_than_five_who_differ_nothing_tells_what_each_of_them_gave(
    some: list[Answer], others: list[Answer]
) -> None:
    one, another = (
        position_of(position_from_responses(answers, matrix=MATRIX), partner=1, partner_name="Alder Vale Trust")
        for answers in (some, others)
    )
    assert one == another, "every page, picture and file outside the partner is made from this alone"
    assert position_in_words(one, MATRIX) == "The partner has not agreed a level"


def test_the_levels_of_two_people_would_be_told_by_what_they_lie_between() -> None:
    """The control: with the interval in it, what is told of two pairs of people differs."""
    told = [
        Stance(state=AnswerState.NOT_ANSWERED, between=between, origin=PositionOrigin.MEDIAN)
        for between in ((1, 2), (3, 4))
    ]
    assert len({position_in_words(each, MATRIX) for each in told}) == 2


@pytest.mark.parametrize(
    "said, state",
    [
        (("not-applicable", "not-applicable", 4), AnswerState.NOT_APPLICABLE),
        (("not-applicable", "not-answered", "not-answered"), AnswerState.NOT_APPLICABLE),
        (("not-applicable", "dont-know"), AnswerState.DONT_KNOW),
        (("dont-know", "not-answered"), AnswerState.DONT_KNOW),
    ],
)
def test_what_several_people_say_without_a_level_is_one_state(said: tuple[int | str, ...], state: AnswerState) -> None:
    assert position_from_responses(gave(*said), matrix=MATRIX) == Stance(state=state, origin=PositionOrigin.MEDIAN)


def test_not_applicable_without_a_reason_is_no_answer_among_several() -> None:
    bare = Answer(state=AnswerState.NOT_APPLICABLE)
    assert position_from_responses([bare, bare, *gave(2)], matrix=MATRIX).level == 2


@pytest.mark.parametrize("answers", [[], [NOTHING_SAID, NOTHING_SAID], [Answer(state=AnswerState.NOT_APPLICABLE)] * 2])
def test_where_nobody_answered_there_is_no_answer_and_nothing_to_settle(answers: list[Answer]) -> None:
    found = position_from_responses(answers, matrix=MATRIX)
    assert (found, found.is_unsettled) == (Stance(state=AnswerState.NOT_ANSWERED), False)


@given(st.lists(ANSWERS, min_size=2, max_size=9), st.randoms(use_true_random=False))
def test_the_order_of_people_counts_for_nothing_and_their_words_stay_with_them(
    answers: list[Answer], chance: object
) -> None:
    stance = position_from_responses(answers, matrix=MATRIX)
    shuffled = list(answers)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert position_from_responses(shuffled, matrix=MATRIX) == stance
    assert (stance.reason, stance.evidence, stance.confidence, stance.entered_by) == ("", "", None, None)
    is_answered = any(answer.counts for answer in answers)
    assert stance.origin is (PositionOrigin.MEDIAN if is_answered else PositionOrigin.RESPONDENT)


@given(st.lists(ANSWERS, min_size=2, max_size=9))
def test_what_is_said_follows_from_the_answers_by_the_rule(answers: list[Answer]) -> None:
    stance = position_from_responses(answers, matrix=MATRIX)
    answered = [a for a in answers if a.counts]
    levels = [a.level for a in answered if a.level is not None]
    without = [a for a in answered if a.state is AnswerState.NOT_APPLICABLE]
    if len(without) > len(answered) - len(without):
        assert stance.state is AnswerState.NOT_APPLICABLE
    elif levels:
        middle = Fraction(median_low(levels) + median_high(levels), 2)
        if middle.denominator == 1:
            assert (stance.state, stance.level, stance.between) == (AnswerState.LEVEL, middle, None)
        else:
            assert stance.state is AnswerState.NOT_ANSWERED
            around = (middle - Fraction(1, 2), middle + Fraction(1, 2))
            assert stance.between == (around if len(levels) >= FEWEST_RESPONDENTS else None)
    else:
        assert stance.state is (AnswerState.DONT_KNOW if answered else AnswerState.NOT_ANSWERED)


@given(st.lists(ANSWERS, min_size=2, max_size=9), st.integers(1, 5))
def test_who_left_it_blank_changes_nothing_among_several(answers: list[Answer], blank: int) -> None:
    assert position_from_responses([*answers, *[NOTHING_SAID] * blank], matrix=MATRIX) == position_from_responses(
        answers, matrix=MATRIX
    )


@pytest.mark.parametrize("state,level", [(AnswerState.DONT_KNOW, 2), (AnswerState.LEVEL, None)])
def test_only_a_position_with_a_level_has_one(state: AnswerState, level: int | None) -> None:
    with pytest.raises(ValueError, match="when, and only when"):
        Position(partner=1, partner_name="A", state=state, level=level)


def test_only_what_is_not_answered_lies_between_two_levels() -> None:
    with pytest.raises(ValueError, match="only while it is not answered"):
        Stance(state=AnswerState.DONT_KNOW, between=(2, 3))


def test_a_position_is_told_in_words() -> None:
    told = [
        position_in_words(position_from_responses(gave(*said), matrix=MATRIX), MATRIX)
        for said in ((2,), (2, 3), (2, 2, 2, 3, 3, 3))
    ]
    assert told == [
        "Developing",
        "The partner has not agreed a level",
        "Between 2 Developing and 3 Maturing: the partner has not agreed a level",
    ]
    numbered = Stance(state=AnswerState.NOT_ANSWERED, between=(0, 1), origin=PositionOrigin.MEDIAN)
    assert position_in_words(numbered, NUMBERED) == "Between Level 0 and Level 1: the partner has not agreed a level"
    assert position_in_words(Stance(state=AnswerState.DONT_KNOW), MATRIX) == "Don’t know"


def test_only_what_a_person_decided_is_settled_and_each_origin_has_its_words() -> None:
    assert {origin for origin in PositionOrigin if origin.is_settled} == {
        PositionOrigin.AGREED,
        PositionOrigin.FACILITATOR,
    }
    assert len({origin.label for origin in PositionOrigin}) == 4


@given(st.permutations([1, 2, 3, 4]))
def test_without_names_neither_a_name_nor_a_place_tells_whose_a_position_is(order: list[int]) -> None:
    said = {1: gave(4), 2: gave("dont-know"), 3: gave(1), 4: gave(4)}
    positions = [
        position_of(position_from_responses(said[n], matrix=MATRIX), partner=n, partner_name=f"Partner {n}")
        for n in order
    ]
    nameless = without_names(positions)
    assert [(p.partner_name, p.level) for p in nameless] == [("A partner", level) for level in (1, 4, 4, None)]
    assert {(p.partner, p.level) for p in nameless} == {(p.partner, p.level) for p in positions}


def a_position(origin: PositionOrigin, *, name: str = "Alder Vale Trust", person: str = "") -> Position:
    return Position(partner=1, partner_name=name, person=person, state=AnswerState.LEVEL, level=2, origin=origin)


def test_a_position_says_whose_it_is_and_how_it_was_reached() -> None:
    answered = a_position(PositionOrigin.RESPONDENT, person="Helen Okoro")
    assert (answered.whose, answered.reached) == ("Alder Vale Trust (Helen Okoro)", "")
    agreed = a_position(PositionOrigin.AGREED)
    assert (agreed.whose, agreed.reached) == ("Alder Vale Trust", "Agreed inside the partner")
    assert a_position(PositionOrigin.MEDIAN).reached == (
        "The median of those who submitted; not agreed inside the partner"
    )


@pytest.mark.parametrize("said", [(2, 3), (2, 2, 2, 3, 3, 3)])
def test_that_a_partner_has_not_agreed_a_level_is_said_once(said: tuple[int, ...]) -> None:
    stance = position_from_responses(gave(*said), matrix=MATRIX)
    position = position_of(stance, partner=1, partner_name="Alder Vale Trust")
    assert f"{position_in_words(position, MATRIX)} {position.reached}".count("not agreed") == 1


@pytest.mark.parametrize(
    "names, said",
    [
        ([], ""),
        (["Alder Vale Trust"], "Alder Vale Trust has not agreed a level"),
        (["Alder Vale Trust", "Birchmoor Trust"], "Alder Vale Trust and Birchmoor Trust have not agreed a level"),
        ([A_PARTNER], "A partner has not agreed a level"),
        ([A_PARTNER, A_PARTNER], "2 partners have not agreed a level"),
        ([YOUR_PARTNER], "Your partner has not agreed a level"),
        ([A_PARTNER, YOUR_PARTNER], "Your partner and another partner have not agreed a level"),
        ([A_PARTNER, YOUR_PARTNER, A_PARTNER], "Your partner and 2 other partners have not agreed a level"),
        (["Alder Vale Trust", YOUR_PARTNER], "Alder Vale Trust and your partner have not agreed a level"),
    ],
)
def test_who_has_not_agreed_a_level_is_said_as_far_as_names_are_known(names: list[str], said: str) -> None:
    assert unsettled_in_words(names) == said


def test_inside_a_sentence_a_partner_without_a_name_is_written_small() -> None:
    assert unsettled_in_words([A_PARTNER], "one", inside=True) == "a partner has not agreed one"
    assert unsettled_in_words(["Alder Vale Trust"], inside=True) == "Alder Vale Trust has not agreed a level"


def test_those_who_have_not_agreed_a_level_are_found_and_no_others() -> None:
    said = {1: gave(2, 3), 2: gave("not-answered", "not-answered"), 3: gave(2), 4: gave("dont-know", "dont-know")}
    positions = [
        position_of(position_from_responses(answers, matrix=MATRIX), partner=n, partner_name=f"Partner {n}")
        for n, answers in said.items()
    ]
    assert who_is_unsettled(positions) == ("Partner 1",)


def test_who_entered_a_position_is_not_taken_for_who_gave_it() -> None:
    entered = a_position(PositionOrigin.FACILITATOR, person="Lea Marsh")
    assert entered.is_on_behalf
    assert (entered.whose, entered.reached) == (
        "Alder Vale Trust",
        "Entered by Lea Marsh on behalf of Alder Vale Trust",
    )
    [unnamed] = without_names([entered])
    assert (unnamed.is_on_behalf, unnamed.reached) == (False, "")


def test_a_reader_finds_the_own_position_among_those_without_names() -> None:
    ours, theirs = (
        replace(position, partner=number)
        for number, position in enumerate(without_names([a_position(PositionOrigin.FACILITATOR)] * 2))
    )
    marked = marked_as_own((ours, theirs), own={0})
    assert [position.partner_name for position in marked] == [YOUR_PARTNER, A_PARTNER]
    assert marked[0].reached == ""


def test_without_names_no_person_is_left_either() -> None:
    (nameless,) = without_names([a_position(PositionOrigin.AGREED, person="Helen Okoro")])
    assert (nameless.partner_name, nameless.person, nameless.whose) == (A_PARTNER, "", A_PARTNER)


@pytest.mark.parametrize("origin", PositionOrigin)
def test_without_names_nothing_says_how_a_position_was_reached(origin: PositionOrigin) -> None:
    given = replace(a_position(origin), entered_by=7)
    (nameless,) = without_names([given])
    assert (nameless.reached, nameless.entered_by, nameless.is_on_behalf) == ("", None, False)
    assert (given.tells_origin, nameless.tells_origin) == (True, False)
    assert nameless == without_names([a_position(PositionOrigin.RESPONDENT)])[0]


@pytest.mark.parametrize("people", [2, 6])
def test_without_names_a_partner_that_is_divided_is_as_one_that_did_not_answer(people: int) -> None:
    divided, blank = (
        position_of(position_from_responses(said, matrix=MATRIX), partner=1, partner_name="Alder Vale Trust")
        for said in (gave(*(2, 3) * (people // 2)), [NOTHING_SAID])
    )
    assert divided.is_unsettled
    assert without_names([divided]) == without_names([blank])
