"""The email address of somebody who was never reached: to look at it, and to correct it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request

from maturity.persistence.queries.collaboratives import list_people
from maturity.usecases.set_up.email_address import correct_email, why_not_corrected
from maturity.usecases.set_up.people import RoleNotAllowed
from maturity.usecases.sign_in import EmailTaken
from maturity.usecases.stale_form import StaleForm
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.database import now, reading, writing
from maturity.web.set_up.blueprint import blueprint
from maturity.web.set_up.frame import read_frame
from maturity.web.set_up.people_forms import EmailForm
from maturity.web.set_up.people_pages import EmailPage

ADDRESS = "/collaboratives/<int:collaborative>/people/<int:account>/email"


@blueprint.get(ADDRESS)
@needs(Needs.LEAD)
def edit_email(collaborative: int, account: int) -> Answered:
    """Show the address of a person, to correct it or to read why only somebody else can."""
    page = _page(collaborative, account)
    return _show(EmailForm(formdata=None, email=page.email, seen=page.email), page)


@blueprint.post(ADDRESS)
@needs(Needs.LEAD)
def keep_email(collaborative: int, account: int) -> Answered:
    """Give a person the right address, and go back to where the message can be sent again."""
    page = _page(collaborative, account)
    form = EmailForm()
    if page.refusal or not form.validate():
        return _show(form, page), 422
    email = form.email.data or ""
    try:
        with writing() as session:
            correct_email(
                session,
                collaborative=collaborative,
                account=account,
                email=email,
                seen=form.seen.data or "",
                by=visitor().account,
                now=now(),
            )
    except (RoleNotAllowed, EmailTaken) as problem:
        form.email.errors = [str(problem)]
        return _show(form, _page(collaborative, account)), 422
    except StaleForm:
        page = _page(collaborative, account)
        form.email.errors = [f"This was changed meanwhile to {page.email}, and not overwritten. Save to replace it."]
        form.seen.data = page.email
        return _show(form, page), 422
    flash(f"The email address of {page.name} is {email} now. Nothing was sent to it yet.")
    return redirect(page.back)


def _page(collaborative: int, account: int) -> EmailPage:
    number = request.args.get("round", type=int)
    with reading() as session:
        frame = read_frame(session, collaborative)
        person = next((p for p in list_people(session, collaborative=collaborative) if p.account == account), None)
        refusal = why_not_corrected(session, collaborative=collaborative, account=account)
    if person is None:
        abort(404)
    return EmailPage(
        frame=frame,
        name=person.name,
        email=person.email,
        refusal=refusal,
        saves_to=frame.to("keep_email", account=account, **({"round": number} if number else {})),
        back=frame.to("messages", number=number) if number else frame.to("people"),
    )


def _show(form: EmailForm, page: EmailPage) -> str:
    return render_template("set_up/email_form.html", form=form, page=page)
