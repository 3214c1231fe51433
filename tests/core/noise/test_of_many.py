"""Whole comparisons, tried out: how many verdicts are false, and what each way of judging finds."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest

from maturity.core.matrix_rules import AgreementRule
from maturity.core.noise.chances import chance_of_exceeding
from maturity.core.noise.held_together import Held
from maturity.core.noise.of_many import LEAST_PARTNERS, Called, called_likely_real
from maturity.core.noise.simulation import Replaced

REPEATS = 400


def tried(
    *,
    changed: int = 0,
    held: Held = Held.BY_ITSELF,
    replaced: Replaced = Replaced.NOBODY,
    levels: int = 4,
    criteria: int = 27,
    partners: int = 6,
    seed: int = 1,
) -> list[Called]:
    """What so many comparisons of the largest panel called likely real."""
    drawn = called_likely_real(
        levels=levels, criteria=criteria, partners=partners, changed=changed, held=held, replaced=replaced, seed=seed
    )
    return [panels[-1] for panels in islice(drawn, REPEATS)]


def share(values: Sequence[bool]) -> float:
    return sum(values) / len(values)


def test_the_same_seed_gives_the_same_comparisons_and_another_seed_others() -> None:
    assert tried(seed=1) == tried(seed=1) != tried(seed=2)


def test_there_is_an_entry_for_each_number_of_partners_that_a_matrix_asks_for() -> None:
    assert AgreementRule().minimum_partners == LEAST_PARTNERS
    [panels] = islice(called_likely_real(levels=4, criteria=2, partners=7), 1)
    assert len(panels) == 7 - LEAST_PARTNERS + 1


def test_no_more_criteria_can_change_than_there_are() -> None:
    with pytest.raises(ValueError, match="More criteria"):
        next(called_likely_real(levels=4, criteria=2, partners=3, changed=3))


@pytest.mark.parametrize("replaced", [Replaced.NOBODY, Replaced.EVERY_SECOND])
@pytest.mark.parametrize("partners", [3, 4, 6])
def test_what_the_product_expects_by_chance_is_what_the_simulation_finds(partners: int, replaced: Replaced) -> None:
    found = tried(partners=partners, replaced=replaced)
    same = replaced is Replaced.NOBODY
    expected = 27 * chance_of_exceeding(partners, levels=4, all_the_same_people=same)
    assert sum(each.stayed for each in found) / REPEATS == pytest.approx(float(expected), abs=0.2)


def test_without_any_change_half_of_the_comparisons_of_six_partners_have_a_criterion_that_is_likely_real() -> None:
    found = tried()
    assert 0.42 < share([each.stayed > 0 for each in found]) < 0.54


@pytest.mark.parametrize("partners,alone,holm", [(3, 0.28, 0.03), (4, 0.49, 0.13), (6, 0.60, 0.27)])
def test_held_together_most_of_what_is_real_would_be_kept_still_about(partners: int, alone: float, holm: float) -> None:
    for held, least in ((Held.BY_ITSELF, alone), (Held.HOLM, holm)):
        found = tried(changed=3, partners=partners, held=held)
        assert sum(each.changed for each in found) / (3 * REPEATS) == pytest.approx(least, abs=0.06)


@pytest.mark.parametrize("held", [Held.HOLM, Held.BENJAMINI_HOCHBERG])
def test_held_together_any_false_verdict_is_rare(held: Held) -> None:
    assert share([each.stayed > 0 for each in tried(held=held)]) < 0.08


def test_with_other_people_for_most_partners_nothing_is_called_likely_real() -> None:
    found = tried(replaced=Replaced.BY_CHANCE, partners=3, changed=27)
    all_the_same = tried(partners=3, changed=27)
    assert share([each.changed == 0 for each in found]) > 0.4
    assert share([each.changed == 0 for each in all_the_same]) < 0.05


def test_control_verdicts_given_too_easily_would_be_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maturity.core.noise.of_many.CONFIDENCE", 0.9)
    expected = 27 * chance_of_exceeding(6, levels=4, all_the_same_people=True)
    assert sum(each.stayed for each in tried()) / REPEATS > float(expected) + 0.2
