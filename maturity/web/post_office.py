"""The post office of the running application: one thread that sends what is queued, started when there is something."""

from __future__ import annotations

import atexit
import logging
from datetime import datetime
from email.message import EmailMessage
from threading import Condition, Thread
from typing import Any, Final

from flask import Flask, current_app, url_for

from maturity.core.invitation import how_long, who_sees_it
from maturity.core.wording import listed
from maturity.mail.delivery import deliver
from maturity.mail.letter import Correspondent, compose, write_letter
from maturity.mail.mail_server import MailServer
from maturity.mail.outcome import NotDelivered
from maturity.persistence.rows.message import MessageKind
from maturity.settings import Settings, product_folder
from maturity.usecases.post_queue import Claim, Errand, claim_next, find_next_time, note_not_sent, note_sent
from maturity.web.database import now, reading, writing
from maturity.web.design_system.words import count, day, moment

logger = logging.getLogger(__name__)

_NAME: Final = "maturity-post-office"
_LONGEST_REST: Final = 600.0
"""Seconds after which it looks by itself: the clock of the machine may have been set meanwhile."""
_AFTER_A_FAULT: Final = 60.0
_TO_FINISH: Final = 5.0
"""Seconds for the message under way when the process ends: half of what the server gives to requests."""

_PAGES_OF_A_PARTNER: Final = {
    MessageKind.INVITATION: "respond.task_list",
    MessageKind.REMINDER: "respond.go_on",
    MessageKind.PRE_READ: "prepare.pre_read",
    MessageKind.HAND_OVER: "respond.task_list",
    MessageKind.SIGN_OFF: "sign_off.sign",
}


class PostOffice:
    """Sends what is queued. Without a mail server it stays shut, and nothing is queued."""

    def __init__(self, app: Flask, *, settings: Settings, server: MailServer | None) -> None:
        self._app = app
        self._settings = settings
        self._server = server
        self._bell = Condition()
        self._rung = False
        self._thread: Thread | None = None
        self._was_woken = False
        self._is_closing = False

    @property
    def is_open(self) -> bool:
        """Whether this installation sends mail."""
        return self._server is not None

    def wake(self) -> None:
        """See to it that what is queued is sent. A thread of this process does it: none is started before a fork."""
        if self._server is None or self._is_closing:
            return
        with self._bell:
            self._was_woken = self._rung = True
            self._bell.notify_all()
            if self._thread is None or not self._thread.is_alive():
                self.start()

    def start(self) -> None:
        """Start the thread. It ends with the process, which lets it finish the message that it is sending."""
        atexit.unregister(self.close)
        atexit.register(self.close)
        self._thread = Thread(target=self._work, name="post office", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Send nothing more, and wait a moment for the message under way: else it would be sent a second time."""
        with self._bell:
            self._is_closing = self._rung = True
            self._bell.notify_all()
            thread = self._thread
        if thread is not None:
            thread.join(_TO_FINISH)

    def take_up(self) -> None:
        """Send what an earlier process left queued: once, from the first request on."""
        if not self._was_woken:
            self.wake()

    def send_waiting(self) -> int:
        """Send everything that is due now, in this thread. Returns how many messages were tried."""
        server = self._server
        if server is None:
            return 0
        tried = 0
        with self._app.test_request_context(base_url=self._settings.public_address):
            while not self._is_closing and (claim := _claim()) is not None:
                self._send(claim, server)
                tried += 1
        return tried

    def _send(self, claim: Claim, server: MailServer) -> None:
        try:
            deliver(server, self._compose(claim, server))
        except NotDelivered as problem:
            logger.warning("Message %s, try %s: %s", claim.message, claim.attempt, problem)
            with writing() as session:
                note_not_sent(session, claim, problem=str(problem), is_final=problem.is_final, now=now())
            return
        with writing() as session:
            note_sent(session, claim, now=now())

    def _compose(self, claim: Claim, server: MailServer) -> EmailMessage:
        settings = self._settings
        asked_by = None if claim.asked_by is None else Correspondent(*claim.asked_by)
        sender = settings.organisation_name or settings.service_name
        letter = write_letter(
            claim.errand.kind.value,
            {
                "name": claim.name,
                "service": settings.service_name,
                "collaborative": claim.collaborative_name,
                "round_label": claim.round_label,
                "partner": claim.partner_name,
                "closes_on": day(claim.closes_on) or None,
                "asked_by": None if asked_by is None else asked_by.name,
                "how_long": how_long(claim.asked),
                "who_sees_it": _who_sees_it(claim),
                "has_begun": "yes" if claim.has_begun else None,
                "agreeing": claim.agreeing or None,
                "handed": listed([f"“{title}”" for title in claim.handed]) if claim.handed else None,
                "link": url_for("sign_in.show_entry", token=claim.token, _external=True),
                "good_until": moment(claim.good_until),
            },
            templates=product_folder("templates"),
            sender=Correspondent(sender, settings.mail_from),
            to=Correspondent(claim.name, claim.email),
            answers_to=asked_by,
        )
        # The same for every try: a mailbox that gets one twice can tell.
        message_id = f"<{claim.message}.{claim.asked_for_at:%Y%m%d%H%M%S}@{server.called_from}>"
        return compose(letter, written_at=now(), message_id=message_id)

    def _work(self) -> None:
        while True:
            with self._bell:
                self._rung = False
            rest = self._send_and_look()
            with self._bell:
                if self._is_closing or (rest is None and not self._rung):
                    self._thread = None
                    return
                if not self._rung:
                    self._bell.wait(rest)

    def _send_and_look(self) -> float | None:
        """Send what is due. Returns after how many seconds to look again, None where nothing waits."""
        try:
            self.send_waiting()
            with self._app.app_context():
                with reading() as session:
                    due = find_next_time(session)
                return None if due is None else _seconds_until(due)
        except Exception:
            # Whatever it was, the rows are there: what is under way is tried again when its lease has ended.
            logger.exception("The post office could not work")
            return _AFTER_A_FAULT


def _claim() -> Claim | None:
    with writing() as session:
        return claim_next(session, now=now(), goes_to=page_of)


def _seconds_until(due: datetime) -> float:
    return min(_LONGEST_REST, max(0.5, (due - now()).total_seconds()))


def page_of(errand: Errand) -> str:
    """The page that the link of a message leads to."""
    if errand.collaborative is None:
        return url_for("home.home")
    if errand.number is None:
        return url_for("set_up.collaborative", collaborative=errand.collaborative)
    place: dict[str, Any] = {"collaborative": errand.collaborative, "number": errand.number}
    if errand.kind is MessageKind.ROOM:
        return url_for("room.room", **place)
    of_partner = _PAGES_OF_A_PARTNER.get(errand.kind)
    if of_partner is None or errand.partner is None:
        return url_for("set_up.round_page", **place)
    return url_for(of_partner, **place, partner=errand.partner)


def on_their_way(written: int) -> str:
    """What is said after a press that wrote to so many people."""
    if not written:
        return "There was nobody left to write to now."
    return f"{count(written, 'message is', 'messages are')} on {'its' if written == 1 else 'their'} way."


def open_post_office(app: Flask, *, settings: Settings) -> None:
    """Give the application its post office."""
    app.extensions[_NAME] = PostOffice(app, settings=settings, server=settings.mail_server)
    app.before_request(lambda: post_office().take_up())


def post_office() -> PostOffice:
    """The post office of the running application."""
    office: PostOffice = current_app.extensions[_NAME]
    return office


def _who_sees_it(claim: Claim) -> str | None:
    """What is said of who reads a response, in a message about one."""
    if claim.naming is None or claim.partner_name is None or claim.collaborative_name is None:
        return None
    return who_sees_it(claim.naming, partner_name=claim.partner_name, collaborative_name=claim.collaborative_name)
