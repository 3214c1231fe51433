"""Carrying on as a person: a session of their own, and nothing of whoever was signed in before."""

from __future__ import annotations

from flask import abort, current_app, session
from flask_login import current_user, login_user
from sqlalchemy.orm import Session

from maturity.persistence.queries.visitors import find_visitor
from maturity.settings import Settings
from maturity.usecases.sign_in import end_sign_in, hash_token, start_sign_in
from maturity.web.access import SignedIn, visitor
from maturity.web.database import now


def begin_session(db: Session, *, account: int) -> SignedIn:
    """Begin a session in the transaction; `carry_on_as` gives it to the browser once that is kept."""
    settings: Settings = current_app.config["SETTINGS"]
    token = start_sign_in(db, account=account, hours=settings.session_hours, now=now())
    person = find_visitor(db, token_hash=hash_token(token), now=now())
    if person is None:
        abort(500)
    return SignedIn(token=token, visitor=person)


def end_session_of_browser(db: Session) -> None:
    """End the session of whoever is signed in where a link was opened."""
    if current_user.is_authenticated:
        end_sign_in(db, token=current_user.get_id(), account=visitor().account, now=now())


def carry_on_as(person: SignedIn) -> None:
    """Let the browser carry on as this person."""
    session.clear()  # nothing that was set before signing in is carried over it
    login_user(person)
