"""Two texts side by side with the words marked that differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maturity.core.matrix_change.difference import difference
from maturity.core.matrix_change.words_beside import Mark, Piece, WordsBeside
from tests.factories.next_versions import FIRST, every_change


def test_only_the_words_that_differ_are_marked() -> None:
    said = WordsBeside("Level 1", "Partners meet when they must.", "Partners meet when they have to.")
    assert said.before == (
        Piece("Partners meet when they ", Mark.KEPT),
        Piece("must", Mark.OUT),
        Piece(".", Mark.KEPT),
    )
    assert said.after == (
        Piece("Partners meet when they ", Mark.KEPT),
        Piece("have to", Mark.IN),
        Piece(".", Mark.KEPT),
    )


def test_texts_with_little_in_common_are_marked_as_a_whole() -> None:
    said = WordsBeside("Level 1", "Nobody has a plan.", "Each budget follows the shared aim of the board.")
    assert [piece.mark for piece in said.before] == [Mark.OUT]
    assert [piece.mark for piece in said.after] == [Mark.IN]


def test_a_text_that_was_not_there_has_no_pieces_before() -> None:
    said = WordsBeside("Question", "", "Who decides?")
    assert (said.before, said.after) == ((), (Piece("Who decides?", Mark.IN),))


@given(st.text("ab c.\n"), st.text("ab c.\n"))
def test_the_pieces_of_each_side_make_its_text(before: str, after: str) -> None:
    said = WordsBeside("", before, after)
    assert "".join(piece.text for piece in said.before) == before
    assert "".join(piece.text for piece in said.after) == after
    assert Mark.IN not in {piece.mark for piece in said.before}
    assert Mark.OUT not in {piece.mark for piece in said.after}


def test_what_two_endless_repetitions_have_in_common_is_their_beginning_and_their_end() -> None:
    old, new = "?!" * 1_000, "!!?" * 700
    said = WordsBeside("", f"Who decides{old} today", f"Who decides{new} today")
    assert said.before == (Piece("Who decides", Mark.KEPT), Piece(old, Mark.OUT), Piece(" today", Mark.KEPT))
    assert said.after == (Piece("Who decides", Mark.KEPT), Piece(new, Mark.IN), Piece(" today", Mark.KEPT))


def test_long_texts_in_plain_words_are_marked_word_by_word() -> None:
    words = [
        f"{verb} the plan, and the {noun} of it;" for verb in ("make", "read", "use") for noun in "abcdefghijklmno"
    ]
    text = " ".join(words * 2)
    said = WordsBeside("", f"It is {text}", f"It was {text.replace('read', 'write', 1)}")
    assert [piece.text for piece in said.before if piece.mark is Mark.OUT] == ["is", "read"]
    assert [piece.text for piece in said.after if piece.mark is Mark.IN] == ["was", "write"]


def test_no_word_is_compared_before_somebody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing asks for the difference while every other save waits for it."""
    monkeypatch.delattr("maturity.core.matrix_change.words_beside.SequenceMatcher")
    found = difference(FIRST, every_change())
    assert found.changed
    with pytest.raises(NameError):
        _ = found.changed[0].words[0].before
