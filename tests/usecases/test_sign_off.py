from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from maturity.core.record.sign_off import Signature, SignOffDecision, SignOffs
from maturity.persistence.engine import Database
from maturity.persistence.queries.responses import NoSuchRespondent
from maturity.persistence.queries.sign_offs import digest_of
from maturity.persistence.rows.account import Account
from maturity.persistence.rows.audit_event import AuditEvent
from maturity.persistence.rows.message import MessageKind
from maturity.persistence.rows.sign_off import SignOff
from maturity.usecases.closed_rounds import NotClosedYet
from maturity.usecases.post import NOT_AGAIN_WITHIN, NothingToSend
from maturity.usecases.post_queue import HAS_SIGNED, NOT_CLOSED
from maturity.usecases.sign_off import (
    RoundChanged,
    SignedMeanwhile,
    Signing,
    SigningRefused,
    SigningSheet,
    ask_to_sign,
    load_sign_offs,
    open_signing,
    sign_off_round,
)
from tests.factories.living_rounds import NOW, LivingRound, a_living_round
from tests.factories.posting import claim, messages
from tests.factories.rooms import TheRoom, a_room


@pytest.fixture
def living(database: Database) -> LivingRound:
    """A closed round of three partners."""
    living = a_living_round(database)
    a_room(living)
    living.move("close")
    return living


def sheet_of(
    living: LivingRound, place: int = 0, *, on_behalf: bool = False, account: int | None = None
) -> SigningSheet:
    partner = list(living.partners)[place]
    who = account or (living.lead if on_behalf else living.partners[partner])
    with living.database.reading() as session:
        return open_signing(session, head=TheRoom(living).head(), partner=partner, account=who, on_behalf=on_behalf)


def a_signing(sheet: SigningSheet, *, key: str = "a key", **changes: object) -> Signing:
    signing = Signing(
        decision=SignOffDecision.AGREES,
        words="",
        signed_name="Ada Moor",
        role_title="Chief executive",
        state_hash=sheet.state_hash,
        seen=sheet.seen,
        request_key=key,
    )
    return replace(signing, **changes)  # type: ignore[arg-type]


def sign(
    living: LivingRound,
    place: int = 0,
    *,
    sheet: SigningSheet | None = None,
    signing: Signing | None = None,
    on_behalf: bool = False,
    now: datetime = NOW,
    **changes: object,
) -> None:
    before = sheet or sheet_of(living, place, on_behalf=on_behalf)
    sent = signing or a_signing(before, key=f"key {place} {before.seen}", **changes)
    partner = list(living.partners)[place]
    account = living.lead if on_behalf else living.partners[partner]
    with living.database.writing() as session:
        there = open_signing(
            session, head=TheRoom(living).head(), partner=partner, account=account, on_behalf=on_behalf
        )
        sign_off_round(session, sheet=there, signing=sent, account=account, on_behalf=on_behalf, now=now)


def sign_offs(living: LivingRound) -> SignOffs:
    with living.database.reading() as session:
        return load_sign_offs(session, head=TheRoom(living).head())


def latest(living: LivingRound, place: int = 0) -> Signature:
    found = sign_offs(living).partners[place].latest
    assert found is not None
    return found


def events(living: LivingRound) -> int:
    with living.database.reading() as session:
        return session.scalar(select(func.count()).where(AuditEvent.action == "sign off round")) or 0


def test_each_partner_signs_for_itself_and_the_round_says_who_has(living: LivingRound) -> None:
    assert sign_offs(living).in_words == "The partners have not been asked to sign this result off."
    sign(living, 0)
    sign(living, 1, decision=SignOffDecision.RESERVATIONS, words="The budget is missing.")
    sign(living, 2, decision=SignOffDecision.DECLINES, words="We were not there.")
    said = sign_offs(living)
    assert said.in_words == "Of 3 partners, 1 agrees, 1 agrees with reservations and 1 declines to sign."
    assert [each.stands and each.stands.words for each in said.partners] == [
        "",
        "The budget is missing.",
        "We were not there.",
    ]
    assert said.waiting == ()
    assert events(living) == 3


def test_what_a_person_signs_as_is_filled_in(living: LivingRound) -> None:
    sheet = sheet_of(living)
    assert (sheet.name, sheet.role_title, sheet.seen) == ("Person 0", "", 0)
    on_paper = sheet_of(living, on_behalf=True)
    assert (on_paper.name, on_paper.role_title) == ("", "")


def test_only_people_of_the_partner_sign_and_only_once_the_round_is_closed(living: LivingRound) -> None:
    with pytest.raises(NoSuchRespondent):
        sheet_of(living, 0, account=living.lead)
    living.move("reopen", reason="A level was wrong.")
    with pytest.raises(NotClosedYet):
        sheet_of(living)


@pytest.mark.parametrize("decision", [SignOffDecision.RESERVATIONS, SignOffDecision.DECLINES])
def test_whatever_is_not_plain_agreement_needs_its_words(living: LivingRound, decision: SignOffDecision) -> None:
    with pytest.raises(SigningRefused) as refused:
        sign(living, decision=decision, words="  ")
    assert refused.value.field == "words"
    with pytest.raises(SigningRefused):
        sign(living, signed_name=" ")
    assert events(living) == 0


def test_a_signature_is_stale_once_anything_in_the_round_changes_and_it_stays(living: LivingRound) -> None:
    sign(living)
    assert not latest(living).is_stale
    living.move("reopen", reason="A level was wrong.")
    assert latest(living).is_stale
    living.move("close", now=NOW + timedelta(days=1))
    assert latest(living).is_stale, "closing again is another state"
    assert "no longer of this result: Alder Trust" in sign_offs(living).in_words
    sign(living, decision=SignOffDecision.RESERVATIONS, words="Once more, with doubts.")
    [again, before] = sign_offs(living).partners[0].signatures
    assert (again.is_stale, before.is_stale) == (False, True)
    assert before.decision is SignOffDecision.AGREES


def test_a_change_behind_the_back_of_the_product_makes_a_signature_stale(living: LivingRound) -> None:
    sign(living)
    with living.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE consensus SET reason = 'Another.' WHERE id = 1")
    assert latest(living).is_stale


def test_a_name_that_is_changed_later_changes_no_signature(living: LivingRound) -> None:
    sign(living)
    with living.database.writing() as session:
        session.execute(update(Account).values(name="Another name"))
    assert (latest(living).signed_name, latest(living).is_stale) == ("Ada Moor", False)


def test_the_same_request_sent_twice_signs_once(living: LivingRound) -> None:
    sheet = sheet_of(living)
    signing = a_signing(sheet)
    sign(living, sheet=sheet, signing=signing)
    sign(living, sheet=sheet, signing=signing)
    assert len(sign_offs(living).partners[0].signatures) == 1
    assert events(living) == 1
    with pytest.raises(SignedMeanwhile):
        sign(living, sheet=sheet, signing=replace(signing, signed_name="Somebody else"))


def test_two_people_or_two_tabs_of_a_partner_never_overwrite_each_other(living: LivingRound) -> None:
    sheet = sheet_of(living)
    sign(living, sheet=sheet, signing=a_signing(sheet, key="one"))
    with pytest.raises(SignedMeanwhile) as refused:
        sign(living, sheet=sheet, signing=a_signing(sheet, key="two"))
    assert "after you opened this page" in str(refused.value)
    assert events(living) == 1


def test_nothing_is_signed_but_what_the_person_saw(living: LivingRound) -> None:
    sheet = sheet_of(living)
    living.move("reopen", reason="A level was wrong.")
    living.move("close", now=NOW + timedelta(hours=1))
    with pytest.raises(RoundChanged):
        sign(living, sheet=sheet, signing=a_signing(sheet))
    assert events(living) == 0


def test_a_sign_off_from_paper_is_marked_as_such(living: LivingRound) -> None:
    sign(living, on_behalf=True)
    assert latest(living).who == "Ada Moor, Chief executive (entered from paper)"


def test_the_event_of_a_signature_holds_its_digest_and_none_of_its_words(living: LivingRound) -> None:
    sign(living, decision=SignOffDecision.RESERVATIONS, words="The budget is missing.")
    with living.database.reading() as session:
        row = session.scalars(select(SignOff)).one()
        event = session.scalars(select(AuditEvent).where(AuditEvent.action == "sign off round")).one()
        digest = digest_of(row, partner_name="Alder Trust")
    assert event.subject == f"partner {living.partner} {digest}"
    assert "budget" not in event.subject


def ask(living: LivingRound, *, now: datetime = NOW) -> int:
    with living.database.writing() as session:
        return ask_to_sign(session, head=TheRoom(living).head(), by=living.lead, now=now)


def test_who_has_not_signed_is_asked_by_email_and_not_twice_in_a_day(living: LivingRound) -> None:
    sign(living)
    assert ask(living) == 2
    assert sign_offs(living).was_asked
    assert {message.account_id for message in messages(living.database)} == set(list(living.partners.values())[1:])
    assert ask(living, now=NOW + timedelta(hours=23)) == 0
    while claim(living.database) is not None:
        pass
    assert {message.kind for message in messages(living.database)} == {MessageKind.SIGN_OFF}


def test_nobody_is_asked_again_while_a_message_waits_and_everybody_after_a_day(living: LivingRound) -> None:
    assert ask(living) == 3
    with living.database.writing() as session:
        session.connection().exec_driver_sql("UPDATE message SET state = 'sent', sent_at = asked_for_at")
    assert ask(living, now=NOW + NOT_AGAIN_WITHIN) == 3


def test_a_message_that_has_become_pointless_is_not_sent(living: LivingRound) -> None:
    ask(living)
    sign(living, now=NOW + timedelta(minutes=1))
    first = claim(living.database)
    assert first is not None
    assert first.partner_name == "Birch Trust"
    assert messages(living.database)[0].problem == HAS_SIGNED
    living.move("reopen", reason="A level was wrong.")
    assert claim(living.database) is None
    assert messages(living.database)[2].problem == NOT_CLOSED
    with pytest.raises(NothingToSend):
        ask(living)
