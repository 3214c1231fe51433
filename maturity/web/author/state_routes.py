"""A draft is removed, a published version retired and offered again: each confirmed first."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, url_for
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, NoSuchMatrix, count_rounds_using
from maturity.usecases.author import (
    DraftChanged,
    DraftInUse,
    MatrixIsFixed,
    NeverPublished,
    offer_matrix_again,
    remove_draft,
    retire_matrix,
)
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.author.blueprint import blueprint, entry_in_address, not_now
from maturity.web.author.confirm_page import (
    ConfirmPage,
    offer_page,
    remove_page,
    retire_page,
)
from maturity.web.author.forms import ConfirmForm
from maturity.web.author.pages import matrix_address
from maturity.web.database import now, reading, writing

PageOf = Callable[[Session, MatrixEntry], ConfirmPage]
"""Makes the page that asks about one thing to do."""


@blueprint.get("/<key>/<version>/remove")
@needs(Needs.AUTHOR)
def confirm_remove(key: str, version: str) -> Answered:
    """Ask whether a draft should be removed."""
    return _ask(key, version, _remove_page, LibraryState.DRAFT)


@blueprint.post("/<key>/<version>/remove")
@needs(Needs.AUTHOR)
def remove(key: str, version: str) -> Answered:
    """Remove a draft."""
    form = ConfirmForm()
    try:
        with writing() as session:
            entry = remove_draft(
                session, key=key, version=version, seen=form.seen.data or "", by=visitor().account, now=now()
            )
    except NoSuchMatrix:
        abort(404)
    except DraftChanged as problem:
        return _ask_again(key, version, _remove_page, form, problem)
    except (DraftInUse, MatrixIsFixed) as problem:
        return not_now(str(problem), key, version)
    flash(f"The draft of {entry.name} is removed.")
    return redirect(url_for("author.library"))


@blueprint.get("/<key>/<version>/retire")
@needs(Needs.AUTHOR)
def confirm_retire(key: str, version: str) -> Answered:
    """Ask whether a version should be retired."""
    return _ask(key, version, _retire_page, LibraryState.PUBLISHED)


@blueprint.post("/<key>/<version>/retire")
@needs(Needs.AUTHOR)
def retire(key: str, version: str) -> Answered:
    """Retire a version."""
    return _set(key, version, retire_matrix, "is retired. No new round is offered it")


@blueprint.get("/<key>/<version>/offer")
@needs(Needs.AUTHOR)
def confirm_offer(key: str, version: str) -> Answered:
    """Ask whether a retired version should be offered again."""
    return _ask(key, version, _offer_page, LibraryState.RETIRED)


@blueprint.post("/<key>/<version>/offer")
@needs(Needs.AUTHOR)
def offer(key: str, version: str) -> Answered:
    """Offer a retired version again."""
    return _set(key, version, offer_matrix_again, "is offered for new rounds again")


def _set(key: str, version: str, act: Callable[..., bool], done: str) -> Answered:
    try:
        with writing() as session:
            entry = entry_in_address(session, key, version)
            act(session, key=key, version=version, by=visitor().account, now=now())
    except NeverPublished as problem:
        return not_now(str(problem), key, version)
    flash(f"{entry.name} {done}.")
    return redirect(matrix_address(entry))


def _ask(key: str, version: str, page_of: PageOf, state: LibraryState) -> Answered:
    with reading() as session:
        entry = entry_in_address(session, key, version)
        page = page_of(session, entry)
    if entry.state is not state:
        return not_now(f"{entry.name} is {entry.state.label.lower()}.", key, version)
    return _show(page, ConfirmForm(formdata=None, seen=entry.content_hash))


def _ask_again(key: str, version: str, page_of: PageOf, form: ConfirmForm, problem: Exception) -> Answered:
    """Ask once more about a draft as it is now."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        page = page_of(session, entry)
    form.form_errors = [str(problem)]
    form.seen.raw_data, form.seen.data = None, entry.content_hash
    return _show(page, form), 409


def _show(page: ConfirmPage, form: ConfirmForm) -> str:
    return render_template("author/confirm.html", page=page, form=form)


def _remove_page(_: Session, entry: MatrixEntry) -> ConfirmPage:
    return remove_page(entry)


def _retire_page(session: Session, entry: MatrixEntry) -> ConfirmPage:
    return retire_page(entry, rounds=count_rounds_using(session, matrix_version=entry.id))


def _offer_page(_: Session, entry: MatrixEntry) -> ConfirmPage:
    return offer_page(entry)
