"""Two texts side by side with the words marked that differ."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maturity.core.words_beside import Mark, Piece, words_beside


def test_only_the_words_that_differ_are_marked() -> None:
    said = words_beside("Level 1", "Partners meet when they must.", "Partners meet when they have to.")
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
    said = words_beside("Level 1", "Nobody has a plan.", "Each budget follows the shared aim of the board.")
    assert [piece.mark for piece in said.before] == [Mark.OUT]
    assert [piece.mark for piece in said.after] == [Mark.IN]


def test_a_text_that_was_not_there_has_no_pieces_before() -> None:
    said = words_beside("Question", "", "Who decides?")
    assert (said.before, said.after) == ((), (Piece("Who decides?", Mark.IN),))


@given(st.text("ab c.\n"), st.text("ab c.\n"))
def test_the_pieces_of_each_side_make_its_text(before: str, after: str) -> None:
    said = words_beside("", before, after)
    assert "".join(piece.text for piece in said.before) == before
    assert "".join(piece.text for piece in said.after) == after
    assert Mark.IN not in {piece.mark for piece in said.before}
    assert Mark.OUT not in {piece.mark for piece in said.after}
