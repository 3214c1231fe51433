"""The saves of people’s accounts: signing in and out, passwords, roles, and what an administrator does."""

from __future__ import annotations

from sqlalchemy import select, update

from maturity.persistence.rows.account import Account, Role
from maturity.usecases.passwords import hash_new_password
from maturity.usecases.set_up.people import add_person
from maturity.usecases.sign_in import make_password_link
from tests.factories.living_rounds import PASSWORD
from tests.promises.one_save import Save, SaveMaker


def saves_of_people(make: SaveMaker) -> list[Save]:
    """In the order in which they can be made: the last of them signs the lead of the first world out."""
    a, b, administrator = make.worlds.a, make.worlds.b, make.worlds.administrator
    return [
        make.save("sign_in.start", None, email=_email_with_password(make), password=PASSWORD),
        make.save("sign_in.keep_password", None, values={"token": _password_link(make)}),
        make.save("set_up.keep_offer", b.lead, values={"token": _offer(make)}),
        make.save("set_up.keep_new_account", administrator, text_in="name"),
        make.save("set_up.keep_permissions", administrator, may_author="y"),
        make.save("set_up.make_account_link", administrator),
        make.save("set_up.disable", administrator),
        make.save("set_up.enable", administrator),
        make.save("set_up.remove_role", a.lead),
        make.save("sign_in.sign_out", a.lead),
    ]


def _email_with_password(make: SaveMaker) -> str:
    """The address of somebody who can sign in with `PASSWORD`."""
    viewer = Account.id == make.worlds.b.viewer
    with make.worlds.database.writing() as session:
        session.execute(update(Account).where(viewer).values(password_hash=hash_new_password(PASSWORD)))
        return session.execute(select(Account.email).where(viewer)).scalar_one()


def _password_link(make: SaveMaker) -> str:
    a = make.worlds.a
    with make.worlds.database.writing() as session:
        return make_password_link(session, account=a.respondents[2], by=a.lead, now=make.now)


def _offer(make: SaveMaker) -> str:
    """The token of a role in the first world that the lead of the second is offered."""
    a, b = make.worlds.a, make.worlds.b
    with make.worlds.database.writing() as session:
        offered = add_person(
            session,
            collaborative=a.collaborative,
            name="",
            email=session.execute(select(Account.email).where(Account.id == b.lead)).scalar_one(),
            role=Role.VIEWER,
            partner=None,
            by=a.lead,
            now=make.now,
        )
    return offered.accept_token or ""
