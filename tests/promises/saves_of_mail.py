"""The saves that put a message in the queue, and those of a person who comes by one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from maturity.persistence.rows.account import Account
from maturity.usecases.post import ask_for_link
from maturity.usecases.post_queue import claim_next, note_sent
from tests.promises.one_save import Save, SaveMaker

SPENT = timedelta(days=2)
"""How long after it was asked for a link to sign in works no more."""


def saves_of_mail(make: SaveMaker) -> list[Save]:
    """In the order in which they can be made. Each but the first queues a message, and none waits for another’s."""
    a, b = make.worlds.a, make.worlds.b
    fresh, spent = _link(make, a.facilitator), _link(make, b.colleague, asked_for=SPENT)
    somebody = {"partner": b.partners[2], "account": b.respondents[2]}
    return [
        make.save("sign_in.enter", None, values={"token": fresh}),
        make.save("sign_in.send_entry_again", None, values={"token": spent}),
        make.save("sign_in.send_link", None, text_in="email", typed=_email(make, b.facilitator)),
        make.save("set_up.write_to_person", b.lead, world=b, values=somebody),
        make.save("set_up.remind_everyone", b.lead, world=b),
        make.save("set_up.send_pre_reads", b.lead, world=b),
        make.save("sign_off.ask", a.lead),
        make.save("set_up.invite_everyone", a.lead),
        make.save("set_up.invite_person", a.lead, values={"account": a.viewer}),
    ]


def _email(make: SaveMaker, account: int) -> str:
    with make.worlds.database.reading() as session:
        return session.execute(select(Account.email).where(Account.id == account)).scalar_one()


def _link(make: SaveMaker, account: int, *, asked_for: timedelta = timedelta(hours=1)) -> str:
    """The token of a link that a person asked for so long ago, and was sent."""
    then = make.now - asked_for
    with make.worlds.database.writing() as session:
        ask_for_link(session, email=_email(make, account), now=then)
        claim = claim_next(session, now=then, goes_to=lambda _: "/")
        assert claim is not None
        note_sent(session, claim, now=then)
    return claim.token
