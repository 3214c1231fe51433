from __future__ import annotations

from maturity.authoring.lint.splitting import in_quotes, sentences, words


def test_words_keep_their_hyphens_and_apostrophes() -> None:
    assert words("Partners’ front-line teams don’t wait 2 weeks – they act.") == (
        "Partners front-line teams don’t wait 2 weeks they act".split()
    )


def test_sentences_end_at_their_marks_and_with_closing_quotation_marks() -> None:
    assert sentences("They ask. “Why?” Nobody\nknows! End") == ["They ask.", "“Why?", "Nobody\nknows!", "End"]
    assert sentences("  ") == []


def test_words_that_were_found_are_listed_once_each() -> None:
    assert in_quotes(["some", "often", "some"]) == "“some” and “often”"
    assert in_quotes(["a", "b", "c"]) == "“a”, “b” and “c”"
    assert in_quotes([]) == ""
