from __future__ import annotations

from dataclasses import replace
from datetime import date

from maturity.core.declared_changes import Change
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix import Criterion, Descriptor, Element
from maturity.core.matrix_rules import AgreementRule, CriterionMethod, ScoringRule
from maturity.core.position import without_names
from maturity.core.round import Stage
from maturity.core.round_report import build_round_report
from maturity.reports.moved_part import moved_part
from maturity.reports.report_page import report_page
from tests.factories.matrices import HEAVY_ACUTE, a_criterion, a_domain, a_matrix, some_domains, some_levels
from tests.factories.reports import lived_in_report, shipped_matrix
from tests.factories.rounds import ConsensusLike, a_ballot, a_round_record, agreed
from tests.factories.versions import a_version, declared, some_changes


def test_the_title_names_the_collaborative_and_the_round_and_says_draft_while_it_is_one() -> None:
    assert report_page(lived_in_report()).title == (
        "Progress report: Three Rivers Provider Collaborative, round 3: Autumn 2025"
    )
    assert report_page(lived_in_report(stage=Stage.AGREEING)).title.startswith("Draft progress report: ")


def test_a_criterion_says_what_its_level_and_the_next_look_like() -> None:
    report = build_round_report(a_round_record(consensus={"shared-purpose": agreed(2, reason="Why.")}), earlier=[])
    [section] = report_page(report).domains[0].criteria
    assert (section.level, section.place, section.reason) == ("Developing", 2, "Why.")
    assert section.descriptor == "Shared purpose at Developing."
    assert (section.next_label, section.next_descriptor) == (
        "What comes next: Maturing",
        "Shared purpose at Maturing.",
    )


def test_at_the_top_of_the_scale_nothing_comes_next() -> None:
    report = build_round_report(a_round_record(consensus={"shared-purpose": 4}), earlier=[])
    assert report_page(report).domains[0].criteria[0].next_label == ""


def test_where_only_anchors_are_described_the_next_anchor_comes_next() -> None:
    levels = some_levels(5)
    anchors = tuple(Descriptor(value, f"At {value}.") for value in (1, 3, 5))
    matrix = a_matrix(levels=levels, domains=[a_domain("d", [a_criterion("c", levels=levels, descriptors=anchors)])])
    report = build_round_report(a_round_record(matrix=matrix, consensus={"c": 2}), earlier=[])
    [section] = report_page(report).domains[0].criteria
    assert section.descriptor == ""
    assert (section.next_label, section.next_descriptor) == ("What comes next: Level 3", "At 3.")


def test_the_elements_of_a_level_are_listed() -> None:
    descriptors = (
        Descriptor(1, "One."),
        Descriptor(2, "Two.", (Element("a", "A is done."), Element("b", "B is done."))),
    )
    criterion = Criterion(id="c", title="C", descriptors=descriptors)
    matrix = a_matrix(
        levels=some_levels(2),
        domains=[a_domain("d", [criterion])],
        scoring=ScoringRule(criterion=CriterionMethod.ELEMENTS),
    )
    report = build_round_report(a_round_record(matrix=matrix, consensus={"c": 1}), earlier=[])
    assert report_page(report).domains[0].criteria[0].next_descriptor == "Two.\n• A is done.\n• B is done."


def test_a_split_that_decides_shows_what_was_recorded_and_why_it_does_not_count() -> None:
    matrix = a_matrix(agreement=AgreementRule(split_decides=True, split_name="Uncertain"))
    record = a_round_record(matrix=matrix, consensus={"shared-purpose": 3}, positions={"shared-purpose": [1, 1, 4, 4]})
    [section] = report_page(build_round_report(record, earlier=[])).domains[0].criteria
    assert section.level == "Uncertain"
    assert (
        section.recorded
        == "The conversation recorded Maturing. By the rule of the matrix a split criterion has no level."
    )


def test_last_rounds_level_and_reason_stand_beside_this_ones() -> None:
    first = a_round_record(consensus={"shared-purpose": agreed(1, reason="Before.")})
    second = a_round_record(consensus={"shared-purpose": 2}, number=2)
    [section] = report_page(build_round_report(second, earlier=[first])).domains[0].criteria
    assert section.last == "Emerging. Before."
    assert section.movement_words.startswith("Up 1 level, cannot tell.")


def test_every_part_that_the_contents_name_is_there() -> None:
    full = dict(report_page(lived_in_report()).contents)
    assert {"trend", "at-a-glance", "movements", "method", "matrix", "agreement", "strips", "partners"} <= set(full)
    first = dict(report_page(build_round_report(a_round_record(), earlier=[])).contents)
    assert set(first) == {"at-a-glance", "domain-purpose", "method", "matrix", "agreement"}


def test_a_round_on_another_scale_is_left_out_of_the_trend_and_named() -> None:
    other = a_round_record(matrix=a_matrix(levels=some_levels(9)), consensus={"shared-purpose": 9}, label="Spring")
    second, third = (a_round_record(consensus={"shared-purpose": number}, number=number) for number in (2, 3))
    page = report_page(build_round_report(third, earlier=[other, second]))
    assert page.trend is not None
    assert page.not_in_trend == ("round 1: Spring",)
    assert "Spring" not in page.trend.title
    alone = report_page(build_round_report(second, earlier=[other]))
    assert (alone.trend, alone.not_in_trend) == (None, ())
    assert "trend" not in dict(alone.contents)
    assert [row.round_name for row in alone.closeness] == ["Round 1: Spring", "Round 2"]


def test_long_lists_of_differences_are_cut_for_the_board_and_counted() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(2, 4)),
        positions={f"d{d}-c{c}": [1, 4, 1, 4] for d in (1, 2) for c in (1, 2, 3, 4)},
    )
    page = report_page(build_round_report(record, earlier=[]))
    assert (len(page.differences), page.more_differences) == (5, 3)
    assert page.differences[0].ranges == "partners from Emerging to Thriving"


def test_a_partner_that_has_not_agreed_a_level_is_named_beside_every_range() -> None:
    matrix = a_matrix(domains=some_domains(1, 2))
    record = a_round_record(matrix=matrix, positions={"d1-c1": [1, 1, 4, 4, "unsettled"], "d1-c2": [2, "unsettled"]})
    page = report_page(build_round_report(record, earlier=[]))
    assert [each.ranges for each in page.differences] == [
        "partners from Emerging to Thriving; Elmstow Trust has not agreed a level"
    ]
    assert page.strips[0].said.endswith("Elmstow Trust has not agreed a level and is not counted.")
    assert page.too_few.endswith("on 1 criterion. A partner has not agreed a level on: D1 c2.")
    assert any(
        "anywhere from Emerging to Thriving, and Elmstow Trust has not agreed a level." in asked
        for asked in page.questions
    )
    nameless = replace(record, positions={each: without_names(found) for each, found in record.positions.items()})
    page = report_page(build_round_report(nameless, earlier=[]))
    assert [each.ranges for each in page.differences] == ["partners from Emerging to Thriving"]


def test_where_partners_are_too_few_to_judge_it_says_so_and_names_those_far_apart() -> None:
    record = a_round_record(matrix=a_matrix(domains=some_domains(1, 2)), positions={"d1-c1": [1, 4], "d1-c2": [2, 2]})
    assert report_page(build_round_report(record, earlier=[])).too_few == (
        "Too few partners gave a level to judge agreement on 2 criteria. Their levels are two or more apart on: D1 c1."
    )
    enough = a_round_record(positions={"shared-purpose": [2] * 6})
    assert report_page(build_round_report(enough, earlier=[])).too_few == ""


def test_the_method_says_nothing_of_an_overall_result_that_the_round_does_not_show() -> None:
    shown = a_round_record(matrix=shipped_matrix())
    hidden = replace(shown, shows_overall=False)
    with_it = " ".join(report_page(build_round_report(shown, earlier=[])).scoring)
    without = " ".join(report_page(build_round_report(hidden, earlier=[])).scoring)
    assert "The overall level is" in with_it
    assert "The overall" not in without
    assert "This round shows no overall result" in without


def test_what_the_picture_of_movement_has_no_room_for_is_named_beside_it() -> None:
    matrix = a_matrix(domains=some_domains(2, 8))
    up = [f"d1-c{n}" for n in range(1, 9)]
    low = [f"d2-c{n}" for n in range(1, 8)]
    first = a_round_record(matrix=matrix, consensus=dict.fromkeys(up, 2) | dict.fromkeys(low, 1))
    later: dict[str, ConsensusLike] = {**dict.fromkeys(up, 3), **dict.fromkeys(low, 1), "d2-c8": "not-agreed"}
    second = a_round_record(matrix=matrix, number=2, consensus=later)
    moved = report_page(build_round_report(second, earlier=[first])).moved
    assert moved is not None
    assert tuple(line.within(200) for line in moved.more) == (
        "Also up: D1 c6, D1 c7 and D1 c8.",
        "Also at the lowest level: D2 c6 and D2 c7.",
        "Also not agreed: D2 c8.",
    )


def test_dissent_and_what_would_move_us_up_are_there_in_the_words_in_which_they_were_written() -> None:
    up = [agreed(level) for level in (3, 1, 2)]
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 4)),
        consensus={
            "d1-c1": replace(up[0], moves_up="A shared list."),
            "d1-c2": replace(up[1], moves_up="One lead in each partner."),
            "d1-c3": up[2],
        },
    )
    dissent = PartnersDissent(2, "Birchmoor Trust", "We hold that it is lower.", on_behalf=True)
    page = report_page(build_round_report(replace(record, dissents={"d1-c1": (dissent,)}), earlier=[]))
    assert [(words.title, words.level, words.said) for words in page.moves_up] == [
        ("D1 c2", "Emerging", "One lead in each partner."),
        ("D1 c1", "Maturing", "A shared list."),
    ]
    assert [(words.title, words.said) for words in page.dissents] == [
        ("D1 c1", "Birchmoor Trust (written down on its behalf): We hold that it is lower.")
    ]


def test_a_criterion_that_was_voted_on_is_drawn_with_its_votes_and_not_a_second_time() -> None:
    record = a_round_record(
        matrix=a_matrix(domains=some_domains(1, 2)),
        consensus={"d1-c1": 3, "d1-c2": 3},
        positions={"d1-c1": [1, 1, 4, 4], "d1-c2": [1, 1, 4, 4]},
        ballots={"d1-c1": [a_ballot(1, 3, 3, 3, 3)]},
    )
    page = report_page(build_round_report(record, earlier=[]))
    assert [strip.title for strip in page.strips] == ["D1 c2"]
    assert [votes.title for votes in page.votes] == ["D1 c1"]
    assert page.voted == "1 criterion was voted on in the meeting: 1 came together (D1 c1)."
    first, second = page.differences
    assert (first.vote, second.vote) == ("", "When they voted, they came together.")
    assert (first.label, first.ranges) == ("Split", "partners from Emerging to Thriving")
    assert second.label == "Aligned (split before they voted)"
    assert second.ranges == "partners were from Emerging to Thriving"
    assert [c.although for c in page.domains[0].criteria] == [
        ", although partners were split before they voted",
        ", although partners are split",
    ]
    assert "votes" in dict(page.contents)


def test_a_difference_that_only_the_last_vote_showed_is_told_to_the_board_with_how_partners_stood_before() -> None:
    record = a_round_record(
        consensus={"shared-purpose": 3},
        positions={"shared-purpose": [3, 3, 3, 3]},
        ballots={"shared-purpose": [a_ballot(1, 1, 1, 4, 4)]},
    )
    [told] = report_page(build_round_report(record, earlier=[])).differences
    assert (told.label, told.ranges) == ("Split (aligned before they voted)", "partners from Emerging to Thriving")
    assert told.vote == "When they voted, they moved apart."
    few = replace(record, ballots={"shared-purpose": (a_ballot(1, 4, 1),)}, positions={})
    assert report_page(build_round_report(few, earlier=[])).too_few.endswith("two or more apart on: Shared purpose.")


def test_a_domain_that_is_its_one_criterion_is_said_once() -> None:
    lenses = report_page(lived_in_report(shipped_matrix("transformation-lenses"), rounds=2))
    assert all(domain.is_its_criterion for domain in lenses.domains)
    assert lenses.moved is not None
    assert not lenses.moved.names_domains
    others = report_page(lived_in_report())
    assert not any(domain.is_its_criterion for domain in others.domains)
    assert others.moved is not None
    assert others.moved.names_domains


def test_the_partners_are_named() -> None:
    partners = report_page(lived_in_report()).partners
    assert partners is not None
    assert partners.within(500).startswith("6 partners in this round: Alder Vale Hospitals, Birch")
    assert partners.within(500).endswith("Fernhollow Ambulance Service and Greyfriars Care Network.")
    assert (
        partners.within(90) == "6 partners in this round: Alder Vale Hospitals, Birchmoor Community Health and 4 more."
    )
    assert report_page(build_round_report(a_round_record(), earlier=[])).partners is None


def test_each_level_has_its_meaning_in_one_sentence_and_a_scale_without_meanings_has_none() -> None:
    meanings = report_page(lived_in_report(rounds=1)).meanings
    assert [level.label for level in meanings] == ["Emerging", "Developing", "Maturing", "Thriving"]
    assert meanings[1].meaning == "Partners have done real work together in at least one place."
    assert report_page(build_round_report(a_round_record(), earlier=[])).meanings == ()


def test_the_footnote_explains_the_verdicts_that_the_picture_shows_and_no_others() -> None:
    moved = report_page(lived_in_report()).moved
    assert moved is not None
    assert moved.footnote == (
        "Likely real: the partners’ own answers moved by more than chance alone explains. "
        "Within noise: a change of this size can be chance."
    )
    first, second = (a_round_record(consensus={"shared-purpose": n}, number=n) for n in (1, 2))
    unjudged = report_page(build_round_report(second, earlier=[first])).moved
    assert unjudged is not None
    assert unjudged.footnote == (
        "Cannot tell: round 1 was scored together. An agreed level is a judgement; it has no computable error."
    )
    still = a_round_record(consensus={"shared-purpose": 2}, number=3)
    nothing_moved = report_page(build_round_report(still, earlier=[second])).moved
    assert nothing_moved is not None
    assert nothing_moved.footnote == ""


def test_what_has_to_be_said_of_a_comparison_stands_beside_the_criterion_and_not_in_the_column_of_verdicts() -> None:
    amended = some_changes(declared("shared-purpose", Change.AMENDED, note="It asks for a date."))
    asked = a_version("2.0.0", [a_domain()], amended)
    before = a_round_record(consensus={"shared-purpose": 1})
    after = a_round_record(matrix=asked, consensus={"shared-purpose": 2}, number=2)
    moved = report_page(build_round_report(after, earlier=[before])).moved
    assert moved is not None
    line = moved.lines[0]
    assert line.verdict == "Cannot tell"
    assert line.flags == ("Its meaning was amended in version 2.0.0. It asks for a date.",)
    why = "its meaning was amended, so partners’ own levels answer another question and do not tell what is chance."
    assert line.why_not_told == f"Cannot tell: {why}"
    assert moved.footnote == f"Cannot tell: {why}"


def test_where_two_reasons_keep_it_from_being_told_each_names_its_criteria_and_where_three_none_does() -> None:
    before = a_round_record(consensus={"shared-purpose": 1})
    after = a_round_record(consensus={"shared-purpose": 2}, number=2)
    comparison = build_round_report(after, earlier=[before]).comparison
    assert comparison is not None
    [movement] = comparison.most_improved

    def footnote(*reasons: str) -> str:
        domain = comparison.domains[0]
        each = tuple(
            replace(movement, criterion_id=f"c{number}", title=f"C{number}", basis=reason)
            for number, reason in enumerate(reasons, start=1)
        )
        return moved_part(replace(comparison, domains=(replace(domain, criteria=each),))).footnote

    assert footnote("For one.", "For two.", "For one.") == "Cannot tell: “C1” and “C3”: for one. “C2”: for two."
    generic = "Cannot tell: too little is known of the partners’ own answers to judge."
    assert footnote("For one.", "For two.", "For three.") == generic


def test_a_draft_says_that_its_closing_date_is_a_plan() -> None:
    record = replace(a_round_record(stage=Stage.AGREEING), closes_on=date(2026, 11, 30))
    assert report_page(build_round_report(record, earlier=[])).dates.endswith(", planned to close on 30 November 2026)")


def test_the_same_report_gives_the_same_page() -> None:
    assert report_page(lived_in_report(shipped_matrix())) == report_page(lived_in_report(shipped_matrix()))


def test_dissent_is_printed_in_the_dissenters_words_and_the_boards_pages_name_the_criteria() -> None:
    report = lived_in_report(a_matrix(domains=some_domains(1, 3)), rounds=1)
    page = report_page(report)
    assert page.dissent == "Dissent is recorded on: D1 c1 and D1 c3."
    [first, second, third] = page.domains[0].criteria
    assert first.dissent.endswith(": Our staff would not call it that.")
    assert second.dissent == ""
    assert "written down on its behalf" in third.dissent


def test_where_nobody_dissents_nothing_is_said_of_dissent() -> None:
    report = build_round_report(a_round_record(consensus={"shared-purpose": 2}), earlier=[])
    assert report_page(report).dissent == ""


def test_a_report_says_that_the_matrix_weighs_partners_and_how() -> None:
    record = a_round_record(matrix=a_matrix(agreement=HEAVY_ACUTE), positions={"shared-purpose": [1, 1, 4]})
    page = report_page(build_round_report(record, earlier=[]))
    assert (
        "Partners are weighed by their type: “Acute or specialist trust” counts 3 times, every other once."
        in page.agreement
    )
    assert "weighed by their type: the weighted median is Emerging" in page.strips[0].said
    assert page.within_one == "Within one level of the median"
    later = replace(record, number=2)
    assert report_page(build_round_report(later, earlier=[record])).within_one.endswith("of the weighted median")
