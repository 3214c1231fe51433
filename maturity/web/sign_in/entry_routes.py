"""Coming in by a link from a message, and asking for one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from maturity.usecases.entry import Entry, EntryChanged, come_in, find_entry, find_own_page
from maturity.usecases.passwords import is_right_password
from maturity.usecases.post import ask_for_another_link, ask_for_link
from maturity.usecases.sign_in import LinkNotValid
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.post_office import post_office
from maturity.web.sign_in.addresses import safe_next
from maturity.web.sign_in.blueprint import blueprint
from maturity.web.sign_in.carrying_on import begin_session, carry_on_as, end_session_of_browser
from maturity.web.sign_in.forms import EntryForm, LinkForm
from maturity.web.sign_in.pages import EntryPage, OnItsWayPage, SpentLinkPage


@blueprint.get("/enter/<token>")
@needs(Needs.NOTHING)
def show_entry(token: str) -> Answered:
    """Show whom a link is for. Changes nothing: machines that look for harm open links before people do."""
    try:
        with reading() as db:
            entry = find_entry(db, token=token, now=now())
    except LinkNotValid:
        return _spent(token)
    return render_template("sign_in/entry.html", form=EntryForm(formdata=None), page=_entry_page(entry))


@blueprint.post("/enter/<token>")
@needs(Needs.NOTHING)
def enter(token: str) -> Answered:
    """Sign the person of a link in, and take them to the page that it is about."""
    form = EntryForm()
    forgets = "forget" in request.form
    try:
        with reading() as db:
            entry = find_entry(db, token=token, now=now())
        page = _entry_page(entry)
        if not form.validate():
            abort(400)
        if page.asks_password and not forgets:
            problem = _check_password(entry, form.password.data or "")
            if problem == _TOO_OFTEN:
                return error_answer(429)
            if problem:
                form.password.errors = [problem]
                return render_template("sign_in/entry.html", form=form, page=page), 422
        with writing() as db:
            came = come_in(db, token=token, entry=entry, forgets_password=forgets and page.asks_password, now=now())
            end_session_of_browser(db)
            person = begin_session(db, account=came.account)
    except LinkNotValid:
        return _spent(token)
    except EntryChanged:
        flash("Something changed while you came in, so please look again.")
        return redirect(url_for("sign_in.show_entry", token=token))
    carry_on_as(person)
    if entry.roles:
        flash(f"You now take part in {entry.collaborative_name}.")
    if came.password_token is not None:
        return redirect(url_for("sign_in.show_set_password", token=came.password_token))
    return redirect(safe_next(came.goes_to))


@blueprint.post("/enter/<token>/again")
@needs(Needs.NOTHING)
def send_entry_again(token: str) -> Answered:
    """Send a new link to wherever one went that does not work any more. Says the same for every link."""
    _mail_or_nothing()
    from maturity.web.sign_in.attempts import may_ask_again  # noqa: PLC0415  (as in signing in)

    if not may_ask_again(token):
        return error_answer(429)
    with writing() as db:
        ask_for_another_link(db, token=token, now=now())
    post_office().wake()
    return _on_its_way("If this service sent you that link, a new one is on its way to the same address.")


@blueprint.get("/sign-in/link")
@needs(Needs.NOTHING)
def ask_link() -> Answered:
    """Show the form to ask for a link to sign in."""
    _mail_or_nothing()
    return render_template("sign_in/ask_link.html", form=LinkForm(formdata=None))


@blueprint.post("/sign-in/link")
@needs(Needs.NOTHING)
def send_link() -> Answered:
    """Send a link to sign in. Says the same for every address."""
    _mail_or_nothing()
    form = LinkForm()
    if not form.validate():
        return render_template("sign_in/ask_link.html", form=form), 422
    from maturity.web.sign_in.attempts import may_ask  # noqa: PLC0415  (as in signing in)

    email = form.email.data or ""
    if not may_ask(email):
        return error_answer(429)
    with writing() as db:
        ask_for_link(db, email=email, now=now())
    post_office().wake()
    return _on_its_way(f"If {email} has an account here, a link to sign in is on its way there.")


_TOO_OFTEN = "too often"


def _check_password(entry: Entry, password: str) -> str:
    """What is wrong with a password, empty where it is right."""
    from maturity.web.sign_in.attempts import may_try  # noqa: PLC0415  (as in signing in)

    if not password:
        return "Enter your password."
    if not may_try(entry.email):
        return _TOO_OFTEN
    return "" if is_right_password(entry.password_hash, password) else "The password is not right."


def _entry_page(entry: Entry) -> EntryPage:
    is_same = current_user.is_authenticated and visitor().account == entry.account
    other = visitor().name if current_user.is_authenticated and not is_same else ""
    return EntryPage(
        name=entry.name,
        email=entry.email,
        collaborative=entry.collaborative_name,
        roles=tuple(f"{role.label} for {partner}" if partner else role.label for role, partner in entry.roles),
        asks_password=entry.password_hash is not None and not is_same,
        other=other,
    )


def _spent(token: str) -> Answered:
    if current_user.is_authenticated:
        with reading() as db:
            page = find_own_page(db, token=token, account=visitor().account)
        if page is not None:  # their own link, opened again from the message: they are where it leads to
            return redirect(safe_next(page))
    again = url_for("sign_in.send_entry_again", token=token) if post_office().is_open else ""
    return render_template("sign_in/spent_link.html", page=SpentLinkPage(sends_again_at=again)), 404


def _on_its_way(said: str) -> Answered:
    return render_template("sign_in/on_its_way.html", page=OnItsWayPage(said=said))


def _mail_or_nothing() -> None:
    if not post_office().is_open:
        abort(404)
