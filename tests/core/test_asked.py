from __future__ import annotations

from maturity.core.asked import Agreeing, Asked, Progress, agreeing_in, divide_asked, is_asked, progress_in
from maturity.core.collaborative import CollaborativeType
from tests.factories.matrices import a_matrix, some_domains

EVERYTHING: Asked = tuple(a_matrix(domains=some_domains(2, 3)).asked_of(CollaborativeType.ACUTE))
FIRST, SECOND = (domain.id for domain, _ in EVERYTHING)
ME, COLLEAGUE = 1, 2


def ids_of(asked: Asked) -> list[str]:
    return [domain.id for domain, _ in asked]


def criteria_of(asked: Asked) -> list[str]:
    return [criterion.id for _, criteria in asked for criterion in criteria]


def test_everybody_is_asked_everything_until_something_is_handed_over() -> None:
    assert divide_asked(EVERYTHING, handed={}, respondent=ME) == (EVERYTHING, ())


def test_what_is_handed_over_is_asked_of_one_person_alone() -> None:
    handed = {FIRST: COLLEAGUE}
    mine, away = divide_asked(EVERYTHING, handed=handed, respondent=ME)
    assert (ids_of(mine), ids_of(away)) == ([SECOND], [FIRST])
    theirs, away = divide_asked(EVERYTHING, handed=handed, respondent=COLLEAGUE)
    assert (ids_of(theirs), ids_of(away)) == ([FIRST, SECOND], [])


def test_progress_is_measured_against_what_the_person_is_asked() -> None:
    mine, away = divide_asked(EVERYTHING, handed={FIRST: COLLEAGUE}, respondent=ME)
    answered = {*criteria_of(away), criteria_of(mine)[0]}
    assert progress_in(mine, dealt_with=answered) == Progress(dealt_with=1, asked=3)
    assert progress_in(mine, dealt_with=answered).in_words == "1 of 3"


def test_who_handed_everything_over_is_measured_against_nothing() -> None:
    mine, _ = divide_asked(EVERYTHING, handed=dict.fromkeys((FIRST, SECOND), COLLEAGUE), respondent=ME)
    progress = progress_in(mine, dealt_with=criteria_of(EVERYTHING))
    assert progress == Progress(dealt_with=0, asked=0)
    assert progress.in_words == "Asked nothing"


def test_a_domain_is_asked_of_everybody_until_it_is_handed_to_one() -> None:
    assert [is_asked("d1", handed={"d2": 1}, respondent=each) for each in (1, 2)] == [True, True]
    assert [is_asked("d1", handed={"d1": 1}, respondent=each) for each in (1, 2)] == [True, False]


def test_what_several_people_are_asked_is_to_agree_and_what_one_was_handed_is_not() -> None:
    agreed = agreeing_in(EVERYTHING, handed={FIRST: COLLEAGUE}, people=2, decided=criteria_of(EVERYTHING)[:4])
    assert agreed == Agreeing(agreed=1, to_agree=3)
    assert (agreed.in_words, agreed.is_done) == ("1 of 3 positions agreed", False)


def test_who_responds_alone_has_nothing_to_agree() -> None:
    alone = agreeing_in(EVERYTHING, handed={}, people=1, decided=())
    assert (alone.to_agree, alone.is_done) == (0, True)
