"""The administrator of an installation: accounts, their links, and closing them."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for

from maturity.persistence.queries.accounts import (
    AccountFacts,
    NoSuchAccount,
    count_accounts,
    get_account,
    list_accounts,
)
from maturity.persistence.queries.leads import list_led_by_nobody_but, list_without_lead
from maturity.usecases.administer import (
    LastAdministrator,
    LastLead,
    OwnAccount,
    disable_account,
    enable_account,
    set_permissions,
)
from maturity.usecases.sign_in import EmailRefused, EmailTaken, add_account, make_password_link
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.errors import error_answer
from maturity.web.set_up.account_forms import AccountForm, DisableForm, PermissionsForm
from maturity.web.set_up.account_pages import AT_ONCE, DisablePage, PermissionsPage, accounts_page, disable_page
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.link_to_send import link_of_account


@blueprint.get("/administer")
@needs(Needs.ADMINISTRATOR)
def accounts() -> Answered:
    """Show the accounts, some at a time."""
    number = request.args.get("page", 1, type=int)
    with reading() as session:
        total = count_accounts(session)
        if not 1 <= number <= max(1, -(-total // AT_ONCE)):
            abort(404)
        listed = list_accounts(session, first=(number - 1) * AT_ONCE, most=AT_ONCE)
        without_lead = list_without_lead(session)
    page = accounts_page(listed, without_lead=without_lead, number=number, total=total)
    return render_template("set_up/accounts.html", page=page)


@blueprint.get("/administer/accounts/new")
@needs(Needs.ADMINISTRATOR)
def new_account() -> Answered:
    """Show the form for a new account."""
    return render_template("set_up/account_form.html", form=AccountForm(formdata=None, may_set_up=True))


@blueprint.post("/administer/accounts/new")
@needs(Needs.ADMINISTRATOR)
def keep_new_account() -> Answered:
    """Add an account, and make the link with which its person sets a password."""
    form = AccountForm()
    if form.validate():
        name, email = form.name.data or "", form.email.data or ""
        try:
            with writing() as session:
                account = add_account(
                    session,
                    name=name,
                    email=email,
                    may_set_up=bool(form.may_set_up.data),
                    may_author=bool(form.may_author.data),
                    by=visitor().account,
                    now=now(),
                )
                token = make_password_link(session, account=account, by=visitor().account, now=now())
        except (EmailRefused, EmailTaken) as problem:
            form.email.errors = [str(problem)]
        else:
            return _show_link(token, name=name, email=email, is_new=True)
    return render_template("set_up/account_form.html", form=form), 422


@blueprint.post("/administer/accounts/<int:account>/link")
@needs(Needs.ADMINISTRATOR)
def make_account_link(account: int) -> Answered:
    """Make a link with which a person sets a new password."""
    facts = _account(account)
    if facts.is_disabled:
        return error_answer(409, what_happened="This account is disabled.", what_to_do="Enable it first.")
    with writing() as session:
        token = make_password_link(session, account=account, by=visitor().account, now=now())
    return _show_link(token, name=facts.name, email=facts.email, is_new=not facts.can_sign_in)


@blueprint.get("/administer/accounts/<int:account>/permissions")
@needs(Needs.ADMINISTRATOR)
def edit_permissions(account: int) -> Answered:
    """Show what a person may do in the installation."""
    facts = _account(account)
    form = PermissionsForm(formdata=None, may_set_up=facts.may_set_up, may_author=facts.may_author)
    return _show_permissions(form, facts)


@blueprint.post("/administer/accounts/<int:account>/permissions")
@needs(Needs.ADMINISTRATOR)
def keep_permissions(account: int) -> Answered:
    """Keep what a person may do in the installation."""
    facts = _account(account)
    form = PermissionsForm()
    if not form.validate():
        return _show_permissions(form, facts), 422
    with writing() as session:
        set_permissions(
            session,
            account=account,
            may_set_up=bool(form.may_set_up.data),
            may_author=bool(form.may_author.data),
            by=visitor().account,
            now=now(),
        )
    flash(f"The permissions of {facts.name} are saved.")
    return redirect(url_for("set_up.accounts"))


@blueprint.get("/administer/accounts/<int:account>/disable")
@needs(Needs.ADMINISTRATOR)
def confirm_disable(account: int) -> Answered:
    """Ask whether an account should really be closed."""
    return render_template("set_up/disable_account.html", form=DisableForm(formdata=None), page=_disable_page(account))


@blueprint.post("/administer/accounts/<int:account>/disable")
@needs(Needs.ADMINISTRATOR)
def disable(account: int) -> Answered:
    """Close an account."""
    form = DisableForm()
    page = _disable_page(account)
    try:
        with writing() as session:
            disable_account(
                session,
                account=account,
                by=visitor().account,
                now=now(),
                leaves_no_lead=bool(form.leaves_no_lead.data),
            )
    except (OwnAccount, LastAdministrator) as problem:
        return error_answer(409, what_happened=str(problem), what_to_do="Go back to the list of accounts.")
    except LastLead as problem:
        form.leaves_no_lead.errors = [str(problem)]
        return render_template("set_up/disable_account.html", form=form, page=_disable_page(account)), 422
    flash(f"The account of {page.name} is disabled.")
    return redirect(url_for("set_up.accounts"))


@blueprint.post("/administer/accounts/<int:account>/enable")
@needs(Needs.ADMINISTRATOR)
def enable(account: int) -> Answered:
    """Open an account again."""
    facts = _account(account)
    with writing() as session:
        enable_account(session, account=account, by=visitor().account, now=now())
    flash(f"{facts.name} can sign in again.")
    return redirect(url_for("set_up.accounts"))


def _show_link(token: str, *, name: str, email: str, is_new: bool) -> str:
    # The answer to the form itself, and no redirect: the token is in this page and in nothing that is kept.
    page = link_of_account(token, name=name, email=email, is_new=is_new)
    return render_template("set_up/link_to_send.html", page=page)


def _show_permissions(form: PermissionsForm, facts: AccountFacts) -> str:
    page = PermissionsPage(facts.name, url_for("set_up.keep_permissions", account=facts.id))
    return render_template("set_up/permissions.html", form=form, page=page)


def _disable_page(account: int) -> DisablePage:
    facts = _account(account)
    with reading() as session:
        return disable_page(facts, list_led_by_nobody_but(session, account=account))


def _account(account: int) -> AccountFacts:
    with reading() as session:
        try:
            return get_account(session, account=account)
        except NoSuchAccount:
            abort(404)
