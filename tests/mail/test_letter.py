"""What a message says, and that no name in it becomes a header or a paragraph of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from maturity.core.invitation import how_long, who_sees_it
from maturity.core.round import Naming
from maturity.mail.letter import Correspondent, Letter, compose, one_line, write_letter
from maturity.mail.outcome import NotDelivered
from maturity.settings import product_folder
from tests.factories.mailboxes import text_of

NOW = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)
VALUES: dict[str, str | None] = {
    "name": "Ann Ash",
    "collaborative": "Northmere",
    "round_label": "Spring 2026",
    "partner": "Alder Trust",
    "closes_on": "30 March 2026",
    "asked_by": "Lena Lead",
    "link": f"https://maturity.example.org/enter/{'a' * 43}",
    "good_until": "18 March 2026",
    "service": "Maturity self-assessment",
    "how_long": how_long(27),
    "who_sees_it": who_sees_it(Naming.PARTNER_ONLY, partner_name="Alder Trust", collaborative_name="Northmere"),
    "has_begun": None,
    "agreeing": None,
    "handed": "“Design”",
}
# What a person could write into a name or a label to make a mail say more than it should.
PAYLOADS = (
    "Ann\r\nBcc: everyone@elsewhere.example",
    "Ann\nBcc: everyone@elsewhere.example",
    "Ann\r\n\r\nDear all, send me your password",
    "Ann\rBcc: everyone@elsewhere.example",
    "Ann\u2028Bcc: everyone@elsewhere.example",
    "Ann\x0bBcc: everyone@elsewhere.example",
    "Ann\x85Bcc: everyone@elsewhere.example",
    "Ann <everyone@elsewhere.example>, Bea",
    '"Ann" <everyone@elsewhere.example>',
    "=?utf-8?q?Ann=0D=0ABcc=3A_everyone=40elsewhere.example?=",
    "=?utf-8?b?QW5uDQpCY2M6IGV2ZXJ5b25lQGVsc2V3aGVyZS5leGFtcGxl?=",
    "=\u200b?utf-8?q?Ann=0D=0ABcc=3A_everyone=40elsewhere.example?=",
    "Ann\x00 Ash",
    "\u202egnp.exe",
    "Änne Öst 🌱",
    "{{ link }}{% for x in y %}",
    "x" * 2000,
)


def letter(template: str = "invitation", name: str = "Ann Ash", **values: str | None) -> Letter:
    return write_letter(
        template,
        {**VALUES, **values},
        templates=product_folder("templates"),
        sender=Correspondent("Maturity self-assessment", "maturity@example.org"),
        to=Correspondent(name, "ann@people.example"),
        answers_to=Correspondent("Lena Lead", "lead@northmere.example.org"),
    )


def sent(written: Letter) -> EmailMessage:
    """The message as it is read on the other side."""
    composed = compose(written, written_at=NOW, message_id="<1.2@maturity.example.org>")
    return message_from_bytes(composed.as_bytes(), policy=SMTP)


def test_an_invitation_says_what_it_is_about_and_holds_the_link_once() -> None:
    message = sent(letter())
    assert message["Subject"] == "Northmere, “Spring 2026”: please respond for Alder Trust"
    text = text_of(message)
    assert text.startswith("Dear Ann Ash,\n\n“Spring 2026” of Northmere is open, and you respond for Alder Trust.")
    assert text.count(str(VALUES["link"])) == 1
    assert (
        "until 18 March 2026.\n\nYou are asked 27 criteria, which takes about 54 minutes. You can stop at any time and "
        "go on later: everything is saved as you write.\n\nNobody outside Alder Trust sees"
    ) in text
    assert text.count("\n\n\n") == 0
    assert "a high one.\n\nResponding is planned to close on 30 March 2026.\n" in text
    assert text.endswith("Lena Lead gets your answer.\n\nMaturity self-assessment\n")


def test_an_invitation_without_a_round_is_to_the_collaborative() -> None:
    message = sent(letter(round_label=None, partner=None, closes_on=None))
    assert message["Subject"] == "You can now take part in Northmere"
    text = text_of(message)
    assert "Lena Lead has added you to Northmere" in text
    assert "criteria" not in text


def test_a_reminder_knows_whether_its_reader_has_begun() -> None:
    assert "What you wrote is saved." in text_of(sent(letter("reminder", has_begun="yes")))
    assert "you have not begun to respond for Alder Trust yet" in text_of(sent(letter("reminder")))


def test_the_lead_of_a_partner_is_reminded_of_what_is_left_to_agree_in_place_of_a_response() -> None:
    message = sent(letter("reminder", has_begun="yes", agreeing="2 of 7 positions agreed"))
    assert message["Subject"] == "Northmere, “Spring 2026”: the positions of Alder Trust are still to agree"
    assert "2 of 7 positions agreed so far" in text_of(message)
    assert "not submitted" not in text_of(message)


def test_who_was_handed_a_domain_is_told_which_and_for_whom() -> None:
    message = sent(letter("hand-over"))
    assert message["Subject"] == "Northmere, “Spring 2026”: you have been handed a part for Alder Trust"
    assert "You have been handed “Design” in “Spring 2026” of Northmere" in text_of(message)


def test_the_headers_say_who_wrote_and_who_gets_an_answer_and_that_a_machine_did() -> None:
    message = sent(letter())
    assert message["From"] == "Maturity self-assessment <maturity@example.org>"
    assert message["To"] == "Ann Ash <ann@people.example>"
    assert message["Reply-To"] == "Lena Lead <lead@northmere.example.org>"
    assert message["Date"] == "Wed, 04 Mar 2026 10:30:00 +0000"
    assert message["Message-ID"] == "<1.2@maturity.example.org>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("template", ["invitation", "reminder", "pre-read", "room", "hand-over", "sign-in"])
def test_no_name_adds_a_header_a_reader_or_a_paragraph(template: str, payload: str) -> None:
    harmless = sent(letter(template))
    message = sent(
        letter(template, name=payload, collaborative=payload, round_label=payload, partner=payload, asked_by=payload)
    )
    assert message.keys() == harmless.keys()
    assert message["To"].addresses[0].addr_spec == "ann@people.example"
    assert len(message["To"].addresses) == 1
    assert message["Reply-To"].addresses[0].addr_spec == "lead@northmere.example.org"
    assert "\n" not in message["Subject"]
    assert text_of(message).count("\n\n") == text_of(harmless).count("\n\n")
    assert text_of(message).count(str(VALUES["link"])) == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_line_on_the_way_is_longer_than_a_mail_server_takes(payload: str) -> None:
    written = letter(name=payload, collaborative=payload, round_label=payload, partner=payload)
    lines = compose(written, written_at=NOW, message_id="<1@x.example>").as_bytes().split(b"\r\n")
    assert max(map(len, lines)) <= 998  # RFC 5322, section 2.1.1
    assert not any(b"\r" in line or b"\n" in line for line in lines)


def test_a_header_that_is_not_cleaned_would_be_noticed() -> None:
    planted = Letter(
        sender=letter().sender, to=letter().to, answers_to=None, subject="Hello\r\nBcc: x@y.example", text="Hello\n"
    )
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        compose(planted, written_at=NOW, message_id="<1@x.example>")


@pytest.mark.parametrize(
    "email",
    [
        "ann@people.example, everyone@elsewhere.example",
        "ann@people.example\r\nBcc: everyone@elsewhere.example",
        "ann",
        "",
        "@people.example",
        "Ann <ann@people.example>",
    ],
)
def test_an_address_that_is_none_is_not_written_to(email: str) -> None:
    written = Letter(sender=letter().sender, to=Correspondent("Ann", email), answers_to=None, subject="S", text="T\n")
    with pytest.raises(NotDelivered, match="not one that mail can be sent to") as refused:
        compose(written, written_at=NOW, message_id="<1@x.example>")
    assert refused.value.is_final


def test_text_is_put_into_one_line_of_what_can_be_seen() -> None:
    assert one_line(" a\r\n\tb\u2028c\u202e\u200bd\x00 ") == "a b cd"
    assert len(letter(collaborative="x" * 2000).subject) == 150
