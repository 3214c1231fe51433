"""What a file says is what the matrix holds, and what is tolerated or refused at the edges."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Final

import pytest

from maturity.core.collaborative import CollaborativeType
from maturity.core.matrix import Fidelity, Matrix
from maturity.core.matrix_file import MatrixFileErrors, read_matrix
from maturity.core.matrix_file.characters import SIZE_LIMIT
from maturity.core.matrix_file.mistakes import MOST_MISTAKES
from maturity.core.matrix_rules import (
    AgreementRule,
    Band,
    CriterionMethod,
    DomainMethod,
    NamedCriteriaLimiter,
    OverallBase,
    OverallMethod,
    ScoringRule,
    WeakestDomainLimiter,
)

GALLERY: Final = Path(__file__).parents[1] / "matrices"
SOUND: Final = (GALLERY / "nought-to-four.yaml").read_bytes()


def example(name: str) -> Matrix:
    """A matrix of the gallery."""
    return read_matrix((GALLERY / f"{name}.yaml").read_bytes(), name=name)


def refused(data: bytes) -> MatrixFileErrors:
    """The errors of a file that has some."""
    with pytest.raises(MatrixFileErrors) as caught:
        read_matrix(data, name="refused.yaml")
    return caught.value


def changed(old: str, new: str) -> bytes:
    """The sound file with one text replaced."""
    assert SOUND.count(old.encode()) == 1
    return SOUND.replace(old.encode(), new.encode())


def test_a_scale_may_start_at_nought_and_have_no_names() -> None:
    matrix = example("nought-to-four")
    assert [(level.value, level.name) for level in matrix.levels] == [(value, None) for value in range(5)]
    assert [each.level for each in matrix.criterion("pathway").descriptors] == [0, 1, 2, 3, 4]


def test_without_rules_there_is_a_profile_of_medians_and_the_usual_agreement() -> None:
    matrix = example("nought-to-four")
    assert matrix.scoring == ScoringRule()
    assert matrix.scoring.overall.method is OverallMethod.NONE
    assert matrix.agreement == AgreementRule()
    assert matrix.language == "en-GB"


def test_a_criterion_keeps_all_that_is_said_of_it() -> None:
    criterion = example("nought-to-four").criterion("budget")
    assert criterion.question == "Who holds the budget?"
    assert criterion.guidance == "Look at the last two meetings of the board."
    assert criterion.examples == ("A delegated budget", "A shared ledger")
    assert criterion.evidence_prompts == ("Minutes of the board",)
    assert criterion.applies_to == {CollaborativeType.LEAD_PROVIDER, CollaborativeType.MENTAL_HEALTH}


def test_descriptors_may_stand_at_anchor_levels_only() -> None:
    matrix = example("anchored-signposts")
    assert len(matrix.levels) == 5
    assert {tuple(each.level for each in criterion.descriptors) for criterion in matrix.criteria} == {(1, 3, 5)}
    assert matrix.criteria[0].descriptor_at(2) is None
    assert matrix.scoring.overall.bands[-1] == Band("Established", Fraction(28))


def test_elements_belong_to_their_level() -> None:
    matrix = example("elements-gate")
    assert matrix.scoring.criterion is CriterionMethod.ELEMENTS
    network = matrix.criterion("network")
    assert [[each.id for each in descriptor.elements] for descriptor in network.descriptors] == [
        [],
        ["main-sites", "support-hours"],
        ["all-sites"],
    ]
    assert network.has_elements


def test_numbers_are_exact() -> None:
    matrix = example("percent-in-bands")
    assert matrix.criterion("equal-access").weight == Fraction(5, 2)
    assert matrix.scoring.overall.minimum_coverage == Fraction(4, 5)
    assert [band.lowest for band in matrix.scoring.overall.bands] == [25, 39, 63, 88]
    assert matrix.scoring.overall.limiters == (NamedCriteriaLimiter(("assessing-needs",), 1, Fraction(62)),)


def test_both_kinds_of_limiter_and_the_agreement_rule_are_read() -> None:
    matrix = example("weakest-domain-limiter")
    assert matrix.scoring.overall.limiters == (
        WeakestDomainLimiter(("purpose", "leadership"), Fraction(1)),
        NamedCriteriaLimiter(("shared-aim", "trust"), 1, Fraction(5, 2)),
    )
    assert matrix.scoring.overall.optional
    assert matrix.agreement == AgreementRule(
        Fraction(1, 2), Fraction(2, 5), Fraction(1, 8), 4, split_decides=False, split_name="Not agreed"
    )


def test_means_over_domains_keep_their_weights_and_bands() -> None:
    matrix = example("factor-means")
    assert matrix.scoring.domain is DomainMethod.MEAN
    assert matrix.scoring.overall.over is OverallBase.DOMAINS
    assert [domain.weight for domain in matrix.domains] == [2, 1]
    assert matrix.scoring.level_bands == matrix.scoring.overall.bands
    assert matrix.provenance.fidelity is Fidelity.ADAPTED


def test_a_text_of_several_lines_loses_only_the_white_space_round_it() -> None:
    assert example("factor-means").purpose == "Shows means with bands.\n\n- A second line of its own."


def test_a_byte_order_mark_at_the_start_and_line_ends_of_windows_are_tolerated() -> None:
    marked = read_matrix(b"\xef\xbb\xbf" + SOUND.replace(b"\n", b"\r\n"), name="windows.yaml")
    assert marked.domains == example("nought-to-four").domains


def test_a_file_of_just_the_greatest_size_is_read() -> None:
    filled = SOUND + b"#" * (SIZE_LIMIT - len(SOUND) - 1) + b"\n"
    assert len(filled) == SIZE_LIMIT
    assert read_matrix(filled, name="full.yaml").key == "nought-to-four"
    assert "257 kB" in str(refused(filled + b"\n"))


def test_all_errors_come_in_the_order_of_the_file_with_its_name() -> None:
    errors = refused(changed("title: Care", "titel: Care").replace(b"key: nought-to-four", b"key: X")).errors
    assert [(each.file, each.line, each.column, each.path) for each in errors] == [
        ("refused.yaml", 4, 6, "key"),
        ("refused.yaml", 22, 5, "domains[0].titel"),
    ]


def test_what_stands_under_a_misspelt_key_is_read_all_the_same() -> None:
    errors = refused(
        changed("evidence_prompts:", "evidence_prompt:").replace(b"- Minutes of the board", b"- []")
    ).errors
    assert [each.path.rpartition(".")[2] for each in errors] == ["evidence_prompt", "evidence_prompt[0]"]
    assert errors[0].remedy == "Did you mean “evidence_prompts”?"


def test_characters_that_may_not_stand_hide_no_other_mistake() -> None:
    errors = refused(changed("summary: 12:30", "summary: \x07").replace(b"title: Budget", b"title: []")).errors
    assert [(each.line, each.path) for each in errors] == [(7, ""), (33, "domains[0].criteria[1].title")]


def test_a_hundred_and_more_wrong_characters_are_summed_up() -> None:
    errors = refused(SOUND + b"# \x01" + b"\x01" * 149 + b"\n").errors
    assert len(errors) == 100
    assert errors[-1].problem.endswith("The file has 50 more such characters after this one.")


def test_reading_stops_at_a_thousand_mistakes() -> None:
    many = "".join(f"wrong-{number}: x\n" for number in range(2 * MOST_MISTAKES))
    assert len(refused(many.encode()).errors) == MOST_MISTAKES


def test_an_error_is_one_line_that_says_where_what_and_what_to_do() -> None:
    assert str(refused(changed("title: Care", "title: []"))) == (
        "refused.yaml:22:12: domains[0].title: “title” is a list. It has to be a text. Write a text, after the colon."
    )


@pytest.mark.parametrize("text", ["~", "null", "Null", "NULL", ""])
def test_nothing_is_no_text_but_the_same_word_in_quotation_marks_is(text: str) -> None:
    assert refused(changed("title: Care", f"title: {text}")).errors[0].problem == "“title” is empty."
    if text:
        assert read_matrix(changed("title: Care", f'title: "{text}"'), name="a.yaml").domains[0].title == text
