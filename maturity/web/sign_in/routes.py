"""Signing in and out, and setting a password by a link."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, login_user, logout_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from maturity.persistence.queries.visitors import find_visitor
from maturity.settings import Settings
from maturity.usecases.passwords import hash_new_password, is_right_password
from maturity.usecases.sign_in import (
    LinkNotValid,
    check_password_link,
    end_sign_in,
    find_account_to_check,
    hash_token,
    set_password,
    start_sign_in,
)
from maturity.usecases.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD
from maturity.web.access import Needs, SignedIn, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.sign_in.addresses import safe_next
from maturity.web.sign_in.forms import SetPasswordForm, SignInForm
from maturity.web.sign_in.pages import DemoAccount, SetPasswordPage, SignInPage

blueprint = Blueprint("sign_in", __name__)

NOT_RIGHT = "The email address or the password is not right."


@blueprint.get("/sign-in")
@needs(Needs.NOTHING)
def sign_in() -> str | Response:
    """Show the sign-in page."""
    if current_user.is_authenticated:
        return redirect("/")
    form = SignInForm(formdata=None, next=safe_next(request.args.get("next")))
    return render_template("sign_in/sign_in.html", form=form, page=_page())


@blueprint.post("/sign-in")
@needs(Needs.NOTHING)
def start() -> str | Response | tuple[str, int]:
    """Sign a person in."""
    form = SignInForm()
    if not form.validate():
        return render_template("sign_in/sign_in.html", form=form, page=_page()), 422
    from maturity.web.sign_in.attempts import may_try  # noqa: PLC0415  (thirty modules that no start needs)

    if not may_try(form.email.data or ""):
        return error_answer(429)
    with reading() as db:
        account = find_account_to_check(db, email=form.email.data or "")
    # The password is checked outside any transaction: it takes a tenth of a second.
    if not is_right_password(None if account is None else account.password_hash, form.password.data or ""):
        account = None
    if account is None:
        form.password.errors = [NOT_RIGHT]
        return render_template("sign_in/sign_in.html", form=form, page=_page()), 422
    with writing() as db:
        person = _start(db, account=account.id)
    _carry_on_as(person)
    return redirect(safe_next(form.next.data))


@blueprint.post("/sign-out")
@needs(Needs.SIGN_IN)
def sign_out() -> Response:
    """End the session, and tell the browser to forget what it kept."""
    with writing() as db:
        end_sign_in(db, token=current_user.get_id(), account=visitor().account, now=now())
    logout_user()
    session.clear()
    flash("You are signed out.")
    answer = redirect(url_for("sign_in.sign_in"))
    answer.headers["Clear-Site-Data"] = '"storage", "cache"'
    return answer


@blueprint.get("/set-password/<token>")
@needs(Needs.NOTHING)
def show_set_password(token: str) -> str | Response:
    """Show the page on which a person sets a password."""
    try:
        page = _password_page(token)
    except LinkNotValid as problem:
        return error_answer(404, what_happened=str(problem), what_to_do="")
    return render_template("sign_in/set_password.html", form=SetPasswordForm(), page=page)


@blueprint.post("/set-password/<token>")
@needs(Needs.NOTHING)
def keep_password(token: str) -> str | Response | tuple[str, int]:
    """Set the password, and sign its person in: whoever has the link could do so with the password they chose."""
    form = SetPasswordForm()
    try:
        page = _password_page(token)
    except LinkNotValid as problem:
        return error_answer(404, what_happened=str(problem), what_to_do="")
    try:
        if form.validate():
            password_hash = hash_new_password(form.password.data or "")
            with writing() as db:
                if current_user.is_authenticated:  # somebody else, in whose browser the link was opened
                    end_sign_in(db, token=current_user.get_id(), account=visitor().account, now=now())
                person = _start(db, account=set_password(db, token=token, password_hash=password_hash, now=now()))
            _carry_on_as(person)
            flash("Your password is set, and you are signed in.")
            return redirect("/")
    except LinkNotValid as problem:
        return error_answer(404, what_happened=str(problem), what_to_do="")
    return render_template("sign_in/set_password.html", form=form, page=page), 422


def _start(db: Session, *, account: int) -> SignedIn:
    settings: Settings = current_app.config["SETTINGS"]
    token = start_sign_in(db, account=account, hours=settings.session_hours, now=now())
    person = find_visitor(db, token_hash=hash_token(token), now=now())
    if person is None:
        abort(500)
    return SignedIn(token=token, visitor=person)


def _carry_on_as(person: SignedIn) -> None:
    session.clear()  # nothing that was set before signing in is carried over it
    login_user(person)


def _password_page(token: str) -> SetPasswordPage:
    with reading() as db:
        account = check_password_link(db, token=token, now=now())
        return SetPasswordPage(name=account.name, email=account.email)


def _page() -> SignInPage:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        return SignInPage(demo_accounts=(), demo_password="")
    return SignInPage(
        demo_accounts=tuple(DemoAccount(email=email, who=who) for email, who in DEMO_ACCOUNTS),
        demo_password=DEMO_PASSWORD,
    )
