from __future__ import annotations

import csv
import io
from dataclasses import replace

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import PartnersDissent
from maturity.core.matrix_rules import AgreementRule
from maturity.core.position import A_PARTNER, PositionOrigin, Stance, position_of, without_names
from maturity.core.response import AnswerState
from maturity.core.round_record import RoundRecord
from maturity.core.scoring import score_round
from maturity.reports.round_columns import data_dictionary
from maturity.reports.round_csv import round_csv
from tests.factories.matrices import a_matrix, some_domains
from tests.factories.reports import lived_in_report
from tests.factories.rounds import ConsensusLike, PositionLike, a_ballot, a_round_record


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_there_is_a_row_for_each_criterion_and_one_for_each_partner_on_it() -> None:
    result = lived_in_report().result
    rows = rows_of(round_csv(result))
    assert [row["criterion"] for row in rows if row["tier"] == "agreed"] == [c.criterion.id for c in result.criteria]
    assert sum(row["tier"] == "position" for row in rows) == sum(len(c.positions) for c in result.criteria)


def test_each_domain_has_a_row_before_its_criteria_with_its_result_by_the_rule() -> None:
    matrix = a_matrix(domains=some_domains(2, 2))
    result = score_round(a_round_record(matrix=matrix, consensus={"d1-c1": 2, "d1-c2": 3, "d2-c1": "not-agreed"}))
    rows = rows_of(round_csv(result))
    assert [row["tier"] for row in rows] == ["round", *["domain", "agreed", "agreed"] * 2]
    first, second = (row for row in rows if row["tier"] == "domain")
    assert (first["domain"], first["criterion"], first["state"], first["level"]) == ("d1", "", "result", "2.5")
    assert first["result"] == result.domains[0].label
    assert (second["state"], second["level"], second["result"]) == ("no-result", "", result.domains[1].label)


def test_a_domain_at_a_level_has_its_name() -> None:
    [row] = [
        row
        for row in rows_of(round_csv(score_round(a_round_record(consensus={"shared-purpose": 2}))))
        if row["tier"] == "domain"
    ]
    assert (row["level"], row["level_name"], row["result"]) == ("2", "Developing", "Developing")


def test_every_state_stays_apart_and_none_becomes_a_zero() -> None:
    record = a_round_record(positions={"shared-purpose": [2, "not-applicable", "dont-know", None]})
    positions = [row for row in rows_of(round_csv(score_round(record))) if row["tier"] == "position"]
    assert [(row["state"], row["level"]) for row in positions] == [
        ("level", "2"),
        ("not-applicable", ""),
        ("dont-know", ""),
        ("not-answered", ""),
    ]


def test_a_split_that_decides_keeps_the_recorded_level_beside_the_empty_one() -> None:
    matrix = a_matrix(agreement=AgreementRule(split_decides=True, split_name="Uncertain"))
    record = a_round_record(matrix=matrix, consensus={"shared-purpose": 3}, positions={"shared-purpose": [1, 1, 4, 4]})
    [agreed] = [row for row in rows_of(round_csv(score_round(record))) if row["tier"] == "agreed"]
    assert (agreed["level"], agreed["recorded_level"], agreed["result"]) == ("", "3", "Uncertain")
    assert (agreed["agreement"], agreed["median"], agreed["levels_given"]) == ("split", "2.5", "4")


def test_confidence_has_the_words_of_the_screen_and_the_hash_of_the_matrix_comes_last() -> None:
    rows = rows_of(round_csv(lived_in_report().result))
    assert {row["confidence"] for row in rows} == {"", "Not very sure", "Fairly sure", "Very sure"}
    assert all(list(row)[-1] == "matrix_sha256" and len(row["matrix_sha256"]) == 64 for row in rows)


def test_numbers_stay_numbers_and_text_is_quoted() -> None:
    first = round_csv(lived_in_report().result).decode("utf-8-sig").splitlines()[1]
    assert first.startswith('"Three Rivers Provider Collaborative",3,"Autumn 2025","closed"')


def test_the_file_begins_with_a_byte_order_mark_and_ends_lines_as_rfc_4180_does() -> None:
    data = round_csv(lived_in_report(a_matrix()).result)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")


def test_the_dictionary_has_every_column_of_the_file() -> None:
    [row, *_] = rows_of(round_csv(lived_in_report(a_matrix()).result))
    assert list(row) == [column.name for column in data_dictionary()]


def test_no_cell_of_a_hostile_round_begins_like_a_formula() -> None:
    report = lived_in_report(a_matrix(title="=1+1"), rounds=1, say=lambda text: f"\ufeff =HYPERLINK({text})")
    cells = [cell for row in rows_of(round_csv(report.result)) for cell in row.values()]
    assert [cell for cell in cells if cell.strip("\ufeff\u200b \t\r\n")[:1] in {"=", "+", "-", "@"}] == []


def test_how_a_position_was_reached_and_what_would_move_up_have_their_columns() -> None:
    median = Stance(state=AnswerState.NOT_ANSWERED, between=(2, 3), origin=PositionOrigin.MEDIAN)
    agreed = Consensus(state=ConsensusState.AGREED, level=2, moves_up="One shared list.")
    record = a_round_record(
        positions={"shared-purpose": [3, position_of(median, partner=2, partner_name="Birchmoor Trust")]},
        consensus={"shared-purpose": agreed},
    )
    *_, together, first, second = rows_of(round_csv(score_round(record)))
    assert (together["moves_up"], together["origin"]) == ("One shared list.", "")
    assert [row["origin"] for row in (first, second)] == ["respondent", "median"]
    assert second["state"] == "not-answered"
    assert second["result"] == "Between 2 Developing and 3 Maturing: the partner has not agreed a level"


def test_what_is_set_aside_is_told_as_such() -> None:
    aside = Consensus(state=ConsensusState.SET_ASIDE, reason="The data come in May.")
    *_, row = rows_of(round_csv(score_round(a_round_record(consensus={"shared-purpose": aside}))))
    assert (row["state"], row["result"], row["reason"]) == ("set-aside", "Set aside", "The data come in May.")


def test_a_criterion_has_its_spread_in_figures_and_too_few_partners_have_no_index() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    positions: dict[str, list[PositionLike]] = {"d1-c1": [2, 2, 2, 2, 2, 4], "d1-c2": [1, 4], "d1-c3": [None, None]}
    rows = rows_of(round_csv(score_round(a_round_record(matrix=matrix, positions=positions))))
    found = [
        (row["lowest_given"], row["highest_given"], row["share_within_one"], row["agreement_index"])
        for row in rows
        if row["tier"] == "agreed"
    ]
    assert found == [("2", "4", "0.8333", "0.6111"), ("1", "4", "", ""), ("", "", "", "")]
    assert {row["agreement_index"] for row in rows if row["tier"] != "agreed"} == {""}


def test_a_domain_and_the_round_say_what_their_result_rests_on_and_how_partners_stand() -> None:
    matrix = a_matrix(domains=some_domains(2, 4))
    positions: dict[str, list[PositionLike]] = {
        "d1-c1": [2, 2, 2],
        "d1-c2": [1, 1, 4],
        "d1-c3": [1, 4, None],
        "d1-c4": [2, 2, 3],
        **{f"d2-c{number}": [3, 3, 3] for number in (1, 2, 3, 4)},
    }
    consensus: dict[str, ConsensusLike] = {
        "d1-c1": 2,
        "d1-c2": "not-agreed",
        "d1-c3": "set-aside",
        "d1-c4": "not-applicable",
        **{f"d2-c{number}": 3 for number in (1, 2, 3, 4)},
    }
    rows = rows_of(round_csv(score_round(a_round_record(matrix=matrix, positions=positions, consensus=consensus))))
    names = ("criteria_asked", "criteria_with_level", "criteria_not_agreed", "criteria_set_aside")
    stand = ("criteria_aligned", "criteria_mixed", "criteria_split", "criteria_too_few")
    found = {
        row["domain"] or row["tier"]: [[row[name] for name in group] for group in (names, stand)]
        for row in rows
        if row["tier"] in {"round", "domain"}
    }
    assert found == {
        "round": [["7", "5", "1", "1"], ["6", "0", "1", "1"]],
        "d1": [["3", "1", "1", "1"], ["2", "0", "1", "1"]],
        "d2": [["4", "4", "0", "0"], ["4", "0", "0", "0"]],
    }
    assert {row[name] for row in rows if row["tier"] == "agreed" for name in (*names, *stand)} == {""}
    together = rows_of(round_csv(score_round(a_round_record(matrix=matrix, consensus=consensus))))
    assert {row[name] for row in together for name in stand} == {""}
    assert together[0]["criteria_with_level"] == "5"


def test_a_dissent_is_a_row_of_its_own_in_the_dissenters_words() -> None:
    record = replace(
        a_round_record(consensus={"shared-purpose": 3}, positions={"shared-purpose": [1, 3, 3]}),
        dissents={
            "shared-purpose": (
                PartnersDissent(1, "Alder Vale Trust", "We do not see it."),
                PartnersDissent(2, "Birchmoor Trust", "=1+1", on_behalf=True),
            )
        },
    )
    found = [row for row in rows_of(round_csv(score_round(record))) if row["tier"] == "dissent"]
    assert [(row["partner"], row["state"], row["reason"]) for row in found] == [
        ("Alder Vale Trust", "own-words", "We do not see it."),
        ("Birchmoor Trust", "on-behalf", "'=1+1"),
    ]
    assert [row["on_behalf"] for row in found] == ["no", "yes"]
    assert {row["level"] for row in found} == {""}
    assert {len(row) for row in found} == {len(data_dictionary())}


def test_a_position_says_whether_it_was_entered_on_behalf_and_in_a_named_round_who_gave_it() -> None:
    paper = Stance(state=AnswerState.LEVEL, level=2, origin=PositionOrigin.FACILITATOR)
    own = Stance(state=AnswerState.LEVEL, level=3)
    record = a_round_record(
        positions={
            "shared-purpose": [
                position_of(own, partner=1, partner_name="Alder Vale Trust"),
                replace(position_of(paper, partner=2, partner_name="Birchmoor Trust"), person="Lea Marsh"),
            ]
        }
    )
    found = [row for row in rows_of(round_csv(score_round(record))) if row["tier"] == "position"]
    assert [(row["partner"], row["person"], row["on_behalf"]) for row in found] == [
        ("Alder Vale Trust", "", "no"),
        ("Birchmoor Trust", "Lea Marsh", "yes"),
    ]


def test_the_round_as_a_whole_has_a_row_with_its_concordance_and_its_alpha() -> None:
    matrix = a_matrix(domains=some_domains(1, 3))
    positions: dict[str, list[PositionLike]] = {"d1-c1": [1, 1, 1], "d1-c2": [2, 2, 3], "d1-c3": [4, 4, 4]}
    first, *rest = rows_of(round_csv(score_round(a_round_record(matrix=matrix, positions=positions))))
    assert (first["tier"], first["domain"], first["state"]) == ("round", "", "no-result")
    assert (first["kendalls_w"], first["why_no_figure"]) == ("1", "")
    assert (first["levels_given"], first["share_within_one"], first["criteria_counted"]) == ("9", "1", "3")
    assert 0.8 < float(first["krippendorffs_alpha"]) < 1
    assert {(row["kendalls_w"], row["krippendorffs_alpha"], row["why_no_figure"]) for row in rest} == {("", "", "")}


def test_where_the_round_is_too_small_for_a_figure_the_row_says_why() -> None:
    few, *_ = rows_of(round_csv(score_round(a_round_record(positions={"shared-purpose": [1, 4]}))))
    assert (few["kendalls_w"], few["krippendorffs_alpha"]) == ("", "")
    assert "partners" in few["why_no_figure"]
    together, *_ = rows_of(round_csv(score_round(a_round_record(consensus={"shared-purpose": 2}))))
    assert together["why_no_figure"] == "The round was scored together, so partners’ own levels are not known."
    assert together["levels_given"] == ""


def test_an_overall_result_stands_in_the_row_of_the_round() -> None:
    result = lived_in_report().result
    assert result.overall is not None
    [row, *_] = rows_of(round_csv(result))
    assert (row["state"], row["level"], row["result"]) == ("result", "2", result.overall.label)
    profile_only = score_round(replace(result.record, shows_overall=False))
    [row, *_] = rows_of(round_csv(profile_only))
    assert (row["state"], row["level"], row["result"]) == ("no-result", "", "The round shows no overall result.")


def test_a_vote_in_the_room_has_a_row_of_its_own_and_one_for_each_partner_in_it() -> None:
    record = a_round_record(
        positions={"shared-purpose": [1, 1, 4, 4]},
        ballots={"shared-purpose": [a_ballot(1, 2, 3, None, None, was_early=True), a_ballot(2, 3, 3, 3, "dont-know")]},
    )
    rows = rows_of(round_csv(score_round(record)))
    assert [row["tier"] for row in rows if row["criterion"]] == [
        *["agreed", *["position"] * 4],
        *["ballot", *["vote"] * 2],
        *["ballot", *["vote"] * 4],
    ]
    early, full = (row for row in rows if row["tier"] == "ballot")
    assert (early["vote_number"], early["state"], early["votes_in"]) == ("1", "early", "2")
    assert (full["vote_number"], full["state"], full["votes_in"], full["levels_given"]) == ("2", "all-in", "4", "3")
    assert (full["agreement"], full["result"], full["median"]) == ("aligned", "Aligned", "3")
    last = rows[-1]
    assert (last["tier"], last["partner"], last["state"], last["level"]) == ("vote", "Dunmere Trust", "dont-know", "")
    assert last["vote_number"] == "2"
    assert next(row for row in rows if row["tier"] == "agreed")["agreement"] == "split", "as partners stood before"


def test_every_row_has_a_cell_wherever_the_dictionary_says_that_none_is_ever_empty() -> None:
    never = [column.name for column in data_dictionary() if column.empty.startswith("Never")]
    rows = rows_of(round_csv(lived_in_report().result))
    assert {row["tier"] for row in rows} == {"round", "domain", "agreed", "position", "ballot", "vote", "dissent"}
    assert [(row["tier"], name) for row in rows for name in never if not row[name]] == []


def test_a_round_without_names_does_not_say_how_a_level_was_reached() -> None:
    record = a_round_record(positions={"shared-purpose": [1, 3]}, ballots={"shared-purpose": [a_ballot(1, 2, 2)]})
    [ballot] = record.ballots_on("shared-purpose")
    nameless = replace(
        record,
        positions={"shared-purpose": without_names(record.positions_on("shared-purpose"))},
        ballots={"shared-purpose": (replace(ballot, votes=without_names(ballot.votes)),)},
        dissents={"shared-purpose": (PartnersDissent(1, A_PARTNER, "It is higher."),)},
    )

    def told(of: RoundRecord) -> set[str]:
        rows = rows_of(round_csv(score_round(of)))
        return {row[name] for row in rows for name in ("origin", "on_behalf")} - {""}

    assert told(record) == {"respondent", "no"}
    assert told(nameless) == set()
    assert {row["state"] for row in rows_of(round_csv(score_round(nameless))) if row["tier"] == "dissent"} == {
        "not-told"
    }


def test_a_vote_says_that_partners_answered_again_since() -> None:
    held = [a_ballot(1, 1, 4, answered_since=True), a_ballot(2, 3, 3)]
    record = a_round_record(positions={"shared-purpose": [3, 3]}, ballots={"shared-purpose": held})
    rows = rows_of(round_csv(score_round(record)))
    found = [(row["vote_number"], row["state"]) for row in rows if row["tier"] == "ballot"]
    assert found == [("1", "answered-since"), ("2", "all-in")]


def test_how_many_positions_and_votes_were_entered_on_behalf_is_told_once_for_each_round_and_vote() -> None:
    record = a_round_record(positions={"shared-purpose": [1, 3]}, ballots={"shared-purpose": [a_ballot(1, 2, 2)]})
    [ballot] = record.ballots_on("shared-purpose")
    entered = replace(record, on_behalf=2, ballots={"shared-purpose": (replace(ballot, on_behalf=1),)})
    rows = rows_of(round_csv(score_round(entered)))
    assert [(row["tier"], row["entered_on_behalf"]) for row in rows if row["entered_on_behalf"]] == [
        ("round", "2"),
        ("ballot", "1"),
    ]
