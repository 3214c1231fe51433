from __future__ import annotations

from dataclasses import replace

import pytest

from maturity.core.meeting.pre_read import NoSuchPartner, PreRead, PreReadItem, pre_read_of
from maturity.core.position import PositionOrigin, without_names
from maturity.core.record.canonical import content_digest
from maturity.core.round import Naming, Stage
from maturity.core.scoring import score_round
from tests.factories.matrices import a_matrix, some_domains, some_levels
from tests.factories.rounds import PARTNER_NAMES, PositionLike, a_position, a_round_record, agreed

FIRST, SECOND, THIRD = "d1-c1", "d1-c2", "d2-c1"


def a_pre_read(partner: int = 1, *, minutes: int | None = None, own_reason: str = "We see it.") -> PreRead:
    matrix = a_matrix(domains=some_domains(2, 2))
    record = a_round_record(
        matrix=matrix,
        stage=Stage.AGREEING,
        positions={
            FIRST: [2, 2, 3],
            SECOND: [a_position(1, reason=own_reason), a_position(4, partner=2, reason="SECRET of another"), 4],
            THIRD: ["dont-know", 3, 3],
        },
        consensus={FIRST: agreed(2, reason="Settled.")},
    )
    return pre_read_of(
        score_round(record),
        earlier=None,
        naming=Naming.PARTNER_ONLY,
        partner=partner,
        minutes=minutes,
        settled={FIRST},
    )


@pytest.mark.parametrize("levels, label", [([2, 2, 4, 4], "Maturing (nobody gave it)"), ([2, 3, 3, 4], "Maturing")])
def test_a_median_that_no_partner_gave_says_so(levels: list[int], label: str) -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    record = a_round_record(matrix=matrix, stage=Stage.AGREEING, positions={FIRST: levels})
    found = pre_read_of(
        score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=None, settled=frozenset()
    )
    assert [item.median_label for item in found.items] == [label]


def test_criteria_stand_in_the_order_in_which_they_are_talked_about() -> None:
    assert a_pre_read().items[0].criterion_id == SECOND


def test_a_partner_reads_its_own_position_beside_the_levels_of_all() -> None:
    item = next(item for item in a_pre_read().items if item.criterion_id == SECOND)
    assert item.own is not None
    assert (item.own.level, item.own.reason) == (1, "We see it.")
    assert item.agreement is not None
    assert item.agreement.levels == (1, 4, 4)


@pytest.mark.parametrize(
    "origin, said",
    [
        (PositionOrigin.RESPONDENT, ""),
        (PositionOrigin.FACILITATOR, f"Entered on behalf of {PARTNER_NAMES[0]}"),
        (PositionOrigin.AGREED, "Agreed inside the partner"),
    ],
)
@pytest.mark.parametrize("naming", Naming)
def test_a_partner_reads_how_it_came_to_its_position_where_nobody_just_answered(
    origin: PositionOrigin, said: str, naming: Naming
) -> None:
    own = replace(a_position(2), origin=origin)
    positions = [own, a_position(3, partner=2)]
    shown = without_names(positions) if naming is Naming.ANONYMOUS else positions
    record = a_round_record(matrix=a_matrix(domains=some_domains(1, 1)), stage=Stage.AGREEING, positions={FIRST: shown})
    found = pre_read_of(
        score_round(record),
        earlier=None,
        naming=naming,
        partner=1,
        minutes=None,
        settled=frozenset(),
        own={FIRST: own} if naming is Naming.ANONYMOUS else None,
    )
    assert [item.own_reached for item in found.items] == [said]


@pytest.mark.parametrize(
    "own, levels, named, hidden",
    [
        (1, [1, 4], "so you may be asked to speak first.", "so you can speak first, if you want to be known."),
        (
            4,
            [1, 4],
            "so you may be asked to speak first, after the lowest.",
            "so you can speak after the lowest, if you want to be known.",
        ),
        (
            "unsettled",
            [3, 3],
            "so you may be asked what divides it.",
            "so you can say what divides it, if you want to be known.",
        ),
    ],
)
def test_where_nobody_has_a_name_nobody_is_told_to_be_asked_to_speak(
    own: PositionLike, levels: list[int], named: str, hidden: str
) -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 1)), stage=Stage.AGREEING, positions={FIRST: [own, *levels]}
    )
    mine = record.positions_on(FIRST)[0]
    nameless = replace(record, positions={FIRST: without_names(record.positions_on(FIRST))})
    for naming, given, said in ((Naming.PARTNER_ONLY, record, named), (Naming.ANONYMOUS, nameless, hidden)):
        found = pre_read_of(
            score_round(given),
            earlier=None,
            naming=naming,
            partner=1,
            minutes=None,
            settled=frozenset(),
            own={FIRST: mine} if naming is Naming.ANONYMOUS else None,
        )
        assert found.items[0].speaks.endswith(said)


def test_nothing_in_it_names_or_quotes_another_partner() -> None:
    said = repr(a_pre_read())
    assert "We see it." in said
    assert "SECRET" not in said
    assert [name for name in PARTNER_NAMES[1:3] if name in said] == []
    assert "SECRET" in repr(a_pre_read(partner=2))


def test_the_lowest_and_the_highest_are_told_that_they_speak_early_and_others_nothing() -> None:
    def speaks(partner: int, criterion: str) -> str:
        return next(item.speaks for item in a_pre_read(partner).items if item.criterion_id == criterion)

    assert "lower level" in speaks(1, SECOND)
    assert "higher level" in speaks(2, SECOND)
    assert speaks(2, THIRD) == ""
    # the third partner is alone at the highest level on what was settled before the meeting
    assert speaks(3, FIRST) == ""


def test_who_has_not_agreed_a_level_is_asked_what_divides_it_and_named_to_no_other() -> None:
    positions: list[PositionLike] = ["unsettled", 2, 2, 3]
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 1)), stage=Stage.AGREEING, positions={FIRST: positions}
    )

    def item(partner: int) -> PreReadItem:
        found = pre_read_of(
            score_round(record),
            earlier=None,
            naming=Naming.PARTNER_ONLY,
            partner=partner,
            minutes=None,
            settled=frozenset(),
        )
        return found.items[0]

    mine, theirs = item(1), item(2)
    assert mine.own_words == "The partner has not agreed a level"
    assert mine.own_reached == ""
    assert mine.speaks == "Your partner has not agreed a level, so you may be asked what divides it."
    assert mine.sentence.endswith("Your partner has not agreed a level and is not counted.")
    assert theirs.sentence.endswith("A partner has not agreed a level and is not counted.")
    assert PARTNER_NAMES[0] not in repr(theirs)


@pytest.mark.parametrize("left_open", [None, "unsettled"])
def test_without_names_a_partner_that_left_a_criterion_open_reads_that_it_is_the_one(left_open: PositionLike) -> None:
    said: dict[str, list[PositionLike]] = {FIRST: [left_open, 2, 2, 3], SECOND: [3, 3, 3, 3]}
    record = a_round_record(matrix=a_matrix(domains=some_domains(1, 2)), stage=Stage.AGREEING, positions=said)
    nameless = replace(record, positions={each: without_names(found) for each, found in record.positions.items()})

    def sentence(partner: int) -> str:
        stands = {each: found[partner - 1] for each, found in record.positions.items()}
        found = pre_read_of(
            score_round(nameless),
            earlier=None,
            naming=Naming.ANONYMOUS,
            partner=partner,
            minutes=None,
            settled=frozenset(),
            own=stands,
        )
        return next(item.sentence for item in found.items if item.criterion_id == FIRST)

    assert sentence(1).endswith("Your partner has not agreed a level and is not counted.")
    assert sentence(2).endswith("A partner has not agreed a level and is not counted.")


def test_a_partner_that_took_no_part_is_not_said_to_have_left_anything_open() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 2)),
        stage=Stage.AGREEING,
        positions={FIRST: [None, None, 2, 2, 3], SECOND: [None, 2, 2, 2, 3]},
    )
    for heard in (
        record,
        replace(record, positions={each: without_names(found) for each, found in record.positions.items()}),
    ):
        is_nameless = heard is not record
        found = pre_read_of(
            score_round(heard),
            earlier=None,
            naming=Naming.ANONYMOUS if is_nameless else Naming.PARTNER_ONLY,
            partner=1,
            minutes=None,
            settled=frozenset(),
            own={FIRST: record.positions_on(FIRST)[0]} if is_nameless else None,
        )
        (sentence,) = (item.sentence for item in found.items if item.criterion_id == FIRST)
        assert "Your partner" not in sentence
        assert ("A partner has not agreed a level" in sentence) == is_nameless


def test_the_agenda_is_of_what_has_no_result_and_without_a_length_there_is_none() -> None:
    assert a_pre_read().boxes == ()
    boxes = a_pre_read(minutes=60).boxes
    assert sum(box.minutes for box in boxes) == 60
    assert len(boxes) == 3
    assert a_pre_read(minutes=5).left_out


def test_a_result_that_is_recorded_already_is_told() -> None:
    recorded = {item.criterion_id: item.recorded for item in a_pre_read().items}
    assert recorded[FIRST]
    assert recorded[SECOND] == ""


def test_who_does_not_take_part_has_no_pre_read() -> None:
    with pytest.raises(NoSuchPartner):
        a_pre_read(99)


def test_one_changed_letter_gives_another_key_and_the_same_words_the_same() -> None:
    assert content_digest(a_pre_read()) == content_digest(a_pre_read())
    assert content_digest(a_pre_read()) != content_digest(a_pre_read(own_reason="We see it!"))


@pytest.mark.parametrize(
    "levels, far",
    [
        ([1, 4, 4], ""),  # the median, which is described anyway
        ([1, 1, 4], "Thriving"),
        ([4, 1, 1, 2], "Emerging"),
        ([2, 1, 3, 4], "Thriving"),
        ([2, 2, 3], ""),
        ([1, 1, 2, 2], ""),
    ],
)
def test_a_partner_far_from_another_reads_what_that_level_looks_like(levels: list[int], far: str) -> None:
    matrix = a_matrix(domains=some_domains(1, 1))
    record = a_round_record(matrix=matrix, stage=Stage.AGREEING, positions={FIRST: levels})
    [item] = pre_read_of(
        score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=None, settled=frozenset()
    ).items
    assert item.far_label == far
    assert bool(item.far_descriptor) is bool(far)


def test_of_two_levels_as_far_from_a_partner_it_reads_the_one_that_is_not_described_as_the_median() -> None:
    matrix = a_matrix(domains=some_domains(1, 1), levels=some_levels(5))
    record = a_round_record(matrix=matrix, stage=Stage.AGREEING, positions={FIRST: [3, 1, 5, 5, 5, 5]})
    [item] = pre_read_of(
        score_round(record), earlier=None, naming=Naming.NAMED, partner=1, minutes=None, settled=frozenset()
    ).items
    assert (item.median_label, item.far_label) == ("Level 5", "Level 1")
