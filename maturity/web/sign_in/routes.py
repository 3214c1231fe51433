"""Signing in and out, and setting a password by a link."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from maturity.settings import Settings
from maturity.usecases.passwords import hash_new_password, is_right_password
from maturity.usecases.sign_in import (
    LinkNotValid,
    NotRightAnyMore,
    check_password_link,
    check_still_right,
    end_sign_in,
    find_account_to_check,
    set_password,
)
from maturity.usecases.worked_example import DEMO_ACCOUNTS, DEMO_PASSWORD
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer, spent_link_answer
from maturity.web.post_office import post_office
from maturity.web.sign_in import entry_routes
from maturity.web.sign_in.addresses import safe_next
from maturity.web.sign_in.blueprint import blueprint
from maturity.web.sign_in.carrying_on import begin_session, carry_on_as, end_session_of_browser
from maturity.web.sign_in.forms import SetPasswordForm, SignInForm
from maturity.web.sign_in.pages import DemoAccount, SetPasswordPage, SignInPage

__all__ = ["blueprint", "entry_routes"]

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
def start() -> Answered:
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
        return _not_right(form)
    try:
        with writing() as db:
            check_still_right(db, checked=account)
            person = begin_session(db, account=account.id)
    except NotRightAnyMore:
        return _not_right(form)
    carry_on_as(person)
    return redirect(safe_next(form.next.data))


def _not_right(form: SignInForm) -> Answered:
    form.password.errors = [NOT_RIGHT]
    return render_template("sign_in/sign_in.html", form=form, page=_page()), 422


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
        return spent_link_answer(problem)
    return render_template("sign_in/set_password.html", form=SetPasswordForm(), page=page)


@blueprint.post("/set-password/<token>")
@needs(Needs.NOTHING)
def keep_password(token: str) -> Answered:
    """Set the password, and sign its person in: whoever has the link could do so with the password they chose."""
    form = SetPasswordForm()
    try:
        page = _password_page(token)
    except LinkNotValid as problem:
        return spent_link_answer(problem)
    try:
        if form.validate():
            password_hash = hash_new_password(form.password.data or "")
            with writing() as db:
                end_session_of_browser(db)
                person = begin_session(
                    db, account=set_password(db, token=token, password_hash=password_hash, now=now())
                )
            carry_on_as(person)
            flash("Your password is set, and you are signed in.")
            return redirect("/")
    except LinkNotValid as problem:
        return spent_link_answer(problem)
    return render_template("sign_in/set_password.html", form=form, page=page), 422


def _password_page(token: str) -> SetPasswordPage:
    with reading() as db:
        account = check_password_link(db, token=token, now=now())
        return SetPasswordPage(name=account.name, email=account.email)


def _page() -> SignInPage:
    settings: Settings = current_app.config["SETTINGS"]
    if not settings.demo:
        return SignInPage(demo_accounts=(), demo_password="", sends_links=post_office().is_open)
    return SignInPage(
        demo_accounts=tuple(DemoAccount(email=email, who=who) for email, who in DEMO_ACCOUNTS),
        demo_password=DEMO_PASSWORD,
        sends_links=post_office().is_open,
    )
