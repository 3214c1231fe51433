"""Who may do what. A view that names no permission is open to nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from flask import Flask, abort, current_app, redirect, request, url_for
from flask_login import LoginManager, current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from maturity.core.round import Stage
from maturity.persistence.queries.rounds import NoSuchRound, RoundHead, get_round
from maturity.persistence.queries.visitors import Visitor, find_visitor
from maturity.persistence.rows.account import Role
from maturity.usecases.sign_in import hash_token
from maturity.web.database import now, reading
from maturity.web.errors import signed_out_answer

View = TypeVar("View", bound=Callable[..., object])
Answered = str | AnyResponse | tuple[str, int]
"""What a view answers with."""


class Needs(Enum):
    """What a view asks of its visitor. The last five look at the collaborative, and partner, in the address."""

    NOTHING = "nothing"
    SIGN_IN = "sign in"
    SET_UP = "may set up collaboratives"
    AUTHOR = "may write matrices"
    ADMINISTRATOR = "administrator"
    MEMBER = "any role in the collaborative"
    PARTICIPANT = "lead, facilitator or respondent in the collaborative"
    FACILITATOR = "lead or facilitator of the collaborative"
    LEAD = "lead of the collaborative"
    RESPONDENT = "respondent of the partner"


def needs(permission: Needs) -> Callable[[View], View]:
    """Declare what a view asks of its visitor. Put it directly above the view."""

    def declare(view: View) -> View:
        view.__dict__["needs"] = permission
        return view

    return declare


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The person behind a request, in the form that Flask-Login works with."""

    token: str
    visitor: Visitor
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        """The token of the sign-in: the cookie names the session, not the account."""
        return self.token


def visitor() -> Visitor:
    """The person who is signed in; only for views that need at least a sign-in."""
    person: SignedIn = current_user._get_current_object()
    return person.visitor


def find_current_visitor() -> Visitor | None:
    """The person who is signed in, if anybody is."""
    return visitor() if current_user.is_authenticated else None


def facilitates(collaborative: int) -> bool:
    """Whether the person who asks is a lead or facilitator of a collaborative."""
    return visitor().has_role(collaborative, Role.LEAD, Role.FACILITATOR)


def hide_draft(collaborative: int, stage: Stage) -> None:
    """Answer that there is nothing, to anybody but a lead, while a round is a draft."""
    if stage is Stage.DRAFT and not visitor().has_role(collaborative, Role.LEAD):
        abort(404)


def round_in_address(session: Session, collaborative: int, number: int) -> RoundHead:
    """The round in the address; not found where it is not there for the person who asks."""
    try:
        head = get_round(session, collaborative=collaborative, number=number)
    except NoSuchRound:
        abort(404)
    hide_draft(collaborative, head.stage)
    return head


def guard(app: Flask) -> None:
    """Make every request pass the permission of its view."""
    manager = LoginManager()
    manager.session_protection = None  # the server-side session is what counts
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.before_request(_check)


def _load(token: str) -> SignedIn | None:
    with reading() as session:
        found = find_visitor(session, token_hash=hash_token(token), now=now())
    return None if found is None else SignedIn(token=token, visitor=found)


def permission_of(endpoint: str) -> Needs | None:
    """The permission that a view declares, or None where it declares none."""
    if endpoint == "static":
        return Needs.NOTHING
    permission: Needs | None = current_app.view_functions[endpoint].__dict__.get("needs")
    return permission


def _check() -> AnyResponse | None:
    if request.endpoint is None:
        return None  # no view: the answer is 404 or 405 for everybody
    permission = permission_of(request.endpoint)
    if permission is Needs.NOTHING:
        return None
    if permission is None:
        abort(404)
    person = find_current_visitor()
    if person is None:
        if request.method == "GET":
            return redirect(url_for("sign_in.sign_in", next=request.full_path.rstrip("?")))
        return signed_out_answer()
    _check_person(permission, person)
    return None


def _check_person(permission: Needs, person: Visitor) -> None:
    if permission is Needs.SIGN_IN:
        return
    if permission is Needs.ADMINISTRATOR:
        _allow(person.is_administrator)
        return
    if permission is Needs.AUTHOR:
        _allow(person.may_author)
        return
    if permission is Needs.SET_UP:
        _allow(person.may_set_up)
        return
    arguments = request.view_args or {}
    collaborative: int = arguments["collaborative"]
    if not person.has_role(collaborative):
        abort(404)  # what is not yours does not exist
    if permission is Needs.LEAD:
        _allow(person.has_role(collaborative, Role.LEAD))
    elif permission is Needs.PARTICIPANT:
        _allow(person.has_role(collaborative, Role.LEAD, Role.FACILITATOR, Role.RESPONDENT))
    elif permission is Needs.FACILITATOR:
        _allow(facilitates(collaborative))
    elif permission is Needs.RESPONDENT and not person.responds_for(collaborative, arguments["partner"]):
        abort(404)


def _allow(is_allowed: bool) -> None:
    if not is_allowed:
        abort(403)
