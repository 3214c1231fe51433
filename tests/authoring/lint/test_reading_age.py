"""How old a reader has to be, against texts whose grade or syllables are published."""

from __future__ import annotations

import pytest

from maturity.authoring.lint.reading_age import READING_AGE, reading_age, reading_grade
from tests.factories.linted import found_in


@pytest.mark.parametrize(
    "text, words, sentences, syllables, off",
    [
        # The examples of “Flesch–Kincaid readability tests” in Wikipedia, with the syllables that it counts.
        ("The cat sat on the mat.", 6, 1, 6, 0),
        ("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.", 13, 1, 24, 0),
        # 24 syllables there; the CMU Pronouncing Dictionary says “reading” and “being” in two, and comes to 23.
        (
            "This sentence, taken as a reading passage unto itself, is being used to prove a point.",
            16,
            1,
            24,
            1,
        ),
    ],
)
def test_the_grade_is_that_of_the_published_formula(
    text: str, words: int, sentences: int, syllables: int, off: int
) -> None:
    grade = reading_grade(text)
    published = 0.39 * words / sentences + 11.8 * syllables / words - 15.59
    assert grade == pytest.approx(published - 11.8 * off / words, abs=0.005)


def test_the_age_is_five_years_above_the_grade_and_a_text_without_words_has_none() -> None:
    assert reading_age("The Australian platypus is seemingly a hybrid of a mammal and reptilian creature.") == 17
    assert (reading_grade("… 🩺 !"), reading_age("")) == (None, None)


def test_a_curly_apostrophe_changes_nothing() -> None:
    assert reading_grade("Partners’ plans don’t clash.") == reading_grade("Partners' plans don't clash.")


def test_a_criterion_that_is_hard_to_read_is_found_at_its_hardest_text() -> None:
    (problem,) = found_in("reading-age", READING_AGE.instead, READING_AGE.example)
    assert problem == "“Trust” reads at an age above 21, and this is its hardest text."
    (problem,) = found_in("reading-age", READING_AGE.instead, f"{READING_AGE.example} {'They meet. They plan. ' * 7}")
    assert problem.startswith("“Trust” reads at an age of about 2")


def test_a_criterion_that_is_easy_to_read_passes_and_so_do_a_few_hard_words() -> None:
    assert found_in("reading-age", READING_AGE.instead, "They meet. They plan. " * 10) == []
    assert found_in("reading-age", "Interoperability notwithstanding.", "Prioritisation.") == []
