"""What somebody wrote to one question is never kept as if it were written to another, and is never lost.

A round moves to a version that amends a criterion, or back, while its page is open: whatever form is sent then, nothing
is saved, and the page that answers has every word, with what is asked now.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import update

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.dissent import Dissent
from maturity.core.matrix_change.asked_then import AS_NOW
from maturity.core.matrix_change.version_move import Tier
from maturity.persistence.engine import Database
from maturity.persistence.queries.consensus import AGREED_LEVELS
from maturity.persistence.queries.dissents import DISSENTS
from maturity.persistence.queries.positions import POSITIONS
from maturity.persistence.queries.responses import ANSWERS
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.queries.version_moves import list_said
from maturity.persistence.queries.versions import Versions
from maturity.persistence.rows.round_row import Respondent
from maturity.usecases.agree import agree_level
from maturity.usecases.positions import agree_position
from maturity.usecases.room import open_room
from maturity.usecases.seats import take_seat
from maturity.usecases.sign_in import add_account
from maturity.usecases.version_move import AskedInRound, find_move_to_undo, undo_move
from tests.factories.living_rounds import NOW, LivingRound, a_living_round, level
from tests.factories.next_versions import FIRST, every_change, publish_and_move
from tests.web.browser import Browser, Page
from tests.web.conftest import SignIn

AMENDED: Final = "d1-c2"
WORDS: Final = "What I had just written."
CHANGED: Final = "What is asked here was changed after you opened th"
TIERS: Final[dict[Tier, Versions[Any]]] = {
    Tier.RESPONSE: ANSWERS,
    Tier.POSITION: POSITIONS,
    Tier.CONSENSUS: AGREED_LEVELS,
    Tier.DISSENT: DISSENTS,
}


@dataclass(frozen=True)
class Form:
    """A form on which something is said on a criterion: where it is, in whose hands, and at which stage.

    `inside` says that a partner of two people agrees its position there, and `entered` that a position was entered on
    its behalf before. `answers` is with which status a stale one is answered, and `again` whether the answer has it to
    save again.
    """

    path: str
    agreeing: bool = False
    by_lead: bool = False
    inside: bool = False
    entered: bool = False
    prefix: str = f"{AMENDED}-"
    button: str = ""
    answers: int = 409
    again: bool = True

    def fill(self, page: Page, *, stamped: bool, expect: int) -> Page:
        """Send the form with words in it."""
        said: dict[str, str | None] = {f"{self.prefix}reason": WORDS}
        if self.prefix:
            said[f"{self.prefix}choice"] = "3"
        if not stamped:
            said[f"{self.prefix}asked"] = None
        return page.submit(said, button=self.button, expect=expect)


FORMS: Final = {
    "answer": Form("/respond/{partner}/criteria/d1-c2"),
    "answers of a domain": Form("/respond/{partner}/domains/d1"),
    "agreed position": Form("/respond/{partner}/position/d1", inside=True),
    "position on behalf": Form("/respond/{partner}/on-behalf/d1", by_lead=True, answers=422),
    "position on behalf once more": Form("/respond/{partner}/on-behalf/d1", by_lead=True, entered=True),
    "agreed level": Form("/agree/criteria/d1-c2", agreeing=True, by_lead=True),
    "agreed level in the room": Form("/room/facilitate", agreeing=True, by_lead=True, button="Record", again=False),
    "dissent": Form("/room/dissents/d1-c2/{partner}", agreeing=True, prefix="", answers=422),
}
WITHOUT_SCRIPT: Final = ("dissent",)


@dataclass(frozen=True)
class Stale:
    """A page that was opened before the round moved, or moved back."""

    living: LivingRound
    form: Form
    browser: Browser
    page: Page

    def send(self, *, stamped: bool = True, expect: int | None = None) -> Page:
        return self.form.fill(self.page, stamped=stamped, expect=expect or self.form.answers)

    def is_kept(self) -> bool:
        """Whether the words are in the round, in whatever tier."""
        with self.living.database.reading() as session:
            head = get_round(session, collaborative=self.living.collaborative, number=self.living.number)
            said = [
                kept.said
                for tier, versions in TIERS.items()
                for rows in list_said(session, round_id=head.id, tier=tier, versions=versions).values()
                for kept in rows.values()
            ]
        return any(WORDS in (each.words if isinstance(each, Dissent) else each.reason) for each in said)


@pytest.fixture(params=FORMS, ids=lambda name: name.replace(" ", "-"))
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture(params=[False, True], ids=["forth", "back"])
def stale(request: pytest.FixtureRequest, form: Form, database: Database, sign_in: SignIn) -> Stale:
    living = a_living_round(database, matrix=FIRST)
    if form.path.startswith("/respond") and not form.by_lead:
        living.answer(level(2, "As it was."), criterion=AMENDED)
    if form.inside:
        _agree_inside(living)
    if form.entered:
        living.enter_on_behalf(level(2, "As it was."), criterion=AMENDED)
    if form.agreeing:
        _begin_to_agree(living)
    if request.param:
        publish_and_move(living, every_change())
        _look_again(living, form)
    base = f"/collaboratives/{living.collaborative}/rounds/{living.number}"
    browser = sign_in(living.lead if form.by_lead else living.respondent)
    page = browser.get(base + form.path.format(partner=living.partner))
    if request.param:
        _undo(living)
    else:
        publish_and_move(living, every_change())
    _look_again(living, form)
    return Stale(living, form, browser, page)


def _look_again(living: LivingRound, form: Form) -> None:
    """Let the lead of a partner submit again, whose response a move reopens: only then are positions agreed."""
    if form.inside:
        living.submit()


def _agree_inside(living: LivingRound) -> None:
    """Have two people in the first partner, of whom the lead has submitted and agreed a position."""
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        colleague = add_account(session, name="Cleo", email="cleo@example.org", now=NOW, by=living.lead)
        take_seat(session, round_id=head.id, partner=living.partner, account=colleague)
    living.submit()
    with living.database.writing() as session:
        agree_position(
            session,
            seat=living.seat(session),
            criterion_id=AMENDED,
            answer=level(2, "As it was."),
            based_on=0,
            request_key="k",
            now=NOW,
        )


def _begin_to_agree(living: LivingRound) -> None:
    living.respond({AMENDED: (1, 2, 3)})
    living.move("close-responding")
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        recorded = Consensus(state=ConsensusState.AGREED, level=1, reason="As it was.")
        agree_level(
            session,
            head=head,
            criterion_id=AMENDED,
            consensus=recorded,
            based_on=0,
            request_key="k",
            account=living.lead,
            now=NOW,
        )
        open_room(session, head=head, account=living.lead, now=NOW, criterion_id=AMENDED)


def _undo(living: LivingRound) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        made = find_move_to_undo(session, head=head)
        assert made is not None
        undo_move(session, head=head, move=made.id, by=living.lead, now=NOW + timedelta(hours=1))
        session.execute(update(Respondent).values(submitted_at=None))


@pytest.mark.parametrize("stamped", [True, False], ids=["stamped", "unstamped"])
def test_what_was_written_to_another_question_is_not_kept_until_it_is_saved_again(
    stale: Stale, *, stamped: bool
) -> None:
    answer = stale.send(stamped=stamped)
    assert CHANGED in answer.text
    assert WORDS in answer.text
    assert not stale.is_kept()
    if stale.form.again:
        answer.submit()
        assert stale.is_kept()


def what_a_script_sends(page: Page) -> tuple[str, dict[str, str]] | None:
    """Where the script of a page sends what is said on the criterion, and what with it; None where it sends nothing."""
    section = page.soup.select_one(
        f'[data-autosave][data-prefix="{AMENDED}-"], form[data-form]:has([name="{AMENDED}-based_on"])'
    )
    token = page.soup.select_one('input[name="csrf_token"]')
    if section is None or token is None:
        return None
    hidden = section.select(f'input[type="hidden"][name^="{AMENDED}-"]')
    sent = {str(each["name"]): str(each["value"]) for each in (token, *hidden)}
    said = {f"{AMENDED}-choice": "3", f"{AMENDED}-reason": WORDS}
    return str(section.get("data-address") or section["action"]), sent | said


@pytest.mark.parametrize("form", [name for name in FORMS if name not in WITHOUT_SCRIPT], indirect=True)
def test_a_script_is_told_of_a_conflict_and_why(stale: Stale) -> None:
    sends = what_a_script_sends(stale.page)
    assert sends is not None
    address, sent = sends
    told = stale.browser.client.post(address, data=sent, headers={"Accept": "application/json"})
    assert (told.status_code, told.get_json()["status"]) == (409, "conflict")
    assert CHANGED in told.get_json()["message"]
    assert not stale.is_kept()


@pytest.mark.parametrize("form", WITHOUT_SCRIPT, indirect=True)
def test_what_has_no_script_is_sent_by_its_button_alone(stale: Stale) -> None:
    assert what_a_script_sends(stale.page) is None


def test_a_form_that_asks_what_was_asked_before_is_seen_to_be_kept(
    stale: Stale, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget: Callable[..., object] = lambda *_, **__: AS_NOW  # noqa: E731  (the fault: nobody looks at the stamp)
    monkeypatch.setattr(AskedInRound, "on_page", forget)
    stale.send(expect=200)
    assert stale.is_kept()
