from __future__ import annotations

from maturity.reports.words import NamedList, first_sentence, listed_within, whole_sentences

MORE = "(More in the full report.)"


def test_a_text_that_fits_is_whole_and_points_nowhere() -> None:
    assert whole_sentences("One. Two.", 9, pointer=MORE) == "One. Two."


def test_a_longer_text_ends_with_a_sentence_and_says_where_the_rest_is() -> None:
    text = "Theatre lists run every week. Waits have halved since the spring. Not everybody believes it yet."
    assert whole_sentences(text, 75, pointer=MORE) == f"Theatre lists run every week. {MORE}"
    assert len(whole_sentences(text, 75, pointer=MORE)) <= 75


def test_a_first_sentence_that_is_too_long_is_cut_at_a_word() -> None:
    text = "word " * 40 + "end."
    assert whole_sentences(text, 60, pointer=MORE) == f"word word word word word word… {MORE}"


def test_a_full_stop_inside_a_figure_ends_no_sentence() -> None:
    assert first_sentence("It rose by 1.5 levels. Then it fell.") == "It rose by 1.5 levels."
    assert first_sentence("No end") == "No end"


def test_names_that_have_no_room_are_counted() -> None:
    names = ["Alder Vale", "Birchmoor", "Cedarwell", "Dunmere"]
    assert listed_within(names, 100) == "Alder Vale, Birchmoor, Cedarwell and Dunmere"
    assert listed_within(names, 34) == "Alder Vale, Birchmoor and 2 more"
    assert listed_within(names, 5) == "Alde… and 3 more"
    assert listed_within(["Alder Vale"], 5) == "Alde…"
    assert NamedList("Also up", ("A", "B")).within(100) == "Also up: A and B."
