from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from maturity.core.membership import Succession
from maturity.core.record.audit_words import (
    FULLER,
    NOTHING_MORE,
    READ_BY_ADMINISTRATORS,
    READ_BY_LEADS,
    WORDS,
    About,
    MoreKnown,
    actions_about,
    said_of,
)
from maturity.core.record.sign_off import SignOffDecision
from maturity.core.round import MOVES
from maturity.persistence.rows.message import MessageKind
from tests.architecture.sources import PRODUCT, python_files, tree_of

FAMILIES = {
    "{} round": [f"{name} round" for name in MOVES],
    "queue {}": [f"queue {kind.value}" for kind in MessageKind],
}
"""Actions that are put together of a word and of each name of a list."""


def actions_in(tree: ast.AST) -> Iterator[str]:
    """The actions that a module records: every text that is given as `action`, or kept in a variable of that name."""
    for node in ast.walk(tree):
        is_argument = isinstance(node, ast.keyword) and node.arg == "action"
        is_variable = isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action"
        if isinstance(node, (ast.keyword, ast.Assign)) and (is_argument or is_variable):
            yield from texts_of(node.value)


def texts_of(value: ast.AST) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from texts_of(value.body)
        yield from texts_of(value.orelse)
    elif isinstance(value, ast.JoinedStr):
        shape = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in value.values)
        yield from FAMILIES[shape]


def recorded() -> set[str]:
    found: set[str] = set()
    for path in python_files():
        if (PRODUCT / "usecases") in path.parents:
            found |= set(actions_in(tree_of(path)))
    return found


def test_every_action_that_is_recorded_has_words_and_no_words_are_for_none() -> None:
    assert recorded() == set(WORDS)


def test_control_an_action_without_words_would_be_noticed() -> None:
    assert set(actions_in(ast.parse('record_event(session, action="new" if a else f"queue {kind.value}")'))) == {
        "new",
        *FAMILIES["queue {}"],
    }


def test_every_kind_is_read_by_leads_or_administrators_but_what_people_said() -> None:
    assert {*READ_BY_LEADS, *READ_BY_ADMINISTRATORS} == set(About) - {About.OWN_WORDS}
    assert not set(READ_BY_LEADS) & set(READ_BY_ADMINISTRATORS)
    assert {"save answer", "vote", "dissent", "agree position"} <= set(actions_about(About.OWN_WORDS))
    assert all(kind.label for kind in About)


def said(action: str, more: MoreKnown = NOTHING_MORE, /, **known: str) -> str:
    names = {"who": "Lena Lead", "round_label": "", "partner": "", "person": "", "subject": ""}
    return said_of(action, **(names | known), more=more)


def test_each_decision_of_a_partner_and_each_way_to_go_on_has_a_sentence_of_its_own() -> None:
    assert {kind for action, kind in FULLER if action == "sign off round"} == set(SignOffDecision)
    assert {kind for action, kind in FULLER if action == "add partner"} == set(Succession)
    assert {kind for action, kind in FULLER if action == "change partner"} == {*Succession, "alone"}
    assert {action for action, _ in FULLER} <= set(WORDS)


def test_what_is_known_beyond_is_filled_in_and_nothing_within_it_is() -> None:
    reopened = MoreKnown("why", {"reason": "{partner} said so."})
    assert said("reopen round", reopened) == "Lena Lead reopened a round: {partner} said so."
    declined = said("sign off round", MoreKnown("declines"), partner="Alder Trust")
    assert declined == "Lena Lead declined to sign a round off for Alder Trust"
    merged = said("change partner", MoreKnown("merged", {"other": "Birch Trust"}), partner="Alder Trust")
    assert merged == "Lena Lead recorded that Alder Trust merged into Birch Trust"


@pytest.mark.parametrize(
    "sentence, action, known",
    [
        ("Lena Lead closed “Round 2”", "close round", {"round_label": "“Round 2”"}),
        ("Lena Lead closed a round", "close round", {}),
        (
            "Lena Lead said for Alder {round} whether it signs a round off",
            "sign off round",
            {"partner": "Alder {round}"},
        ),
        ("Lena Lead gave Ada Brook a role", "give role", {"person": "Ada Brook"}),
        ("Lena Lead retired the matrix own 1.0.0", "retire matrix", {"subject": "own 1.0.0"}),
        ("Lena Lead did what no version knows", "did what no version knows", {}),
        (
            "Somebody who was not signed in, or a command, published the matrix own 1.0.0",
            "publish matrix",
            {"who": "", "subject": "own 1.0.0"},
        ),
    ],
)
def test_an_event_is_told_in_a_sentence(sentence: str, action: str, known: dict[str, str]) -> None:
    assert said(action, **known) == sentence
