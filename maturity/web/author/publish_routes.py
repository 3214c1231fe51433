"""Publishing a draft: a dry run on the rounds that are there first, and then for ever."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template
from sqlalchemy.orm import Session

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import MatrixEntry, NoSuchMatrix, get_matrix
from maturity.usecases.author import (
    ChangesNotDeclared,
    ContradictsLater,
    DraftChanged,
    MatrixIsRetired,
    dry_run,
    publish_matrix,
)
from maturity.web.access import Answered, Needs, needs, visitor
from maturity.web.author.blueprint import blueprint, entry_in_address, not_now
from maturity.web.author.forms import ConfirmForm
from maturity.web.author.pages import matrix_address
from maturity.web.author.publish_page import PublishPage, publish_page
from maturity.web.database import now, reading, writing


@blueprint.get("/<key>/<version>/publish")
@needs(Needs.AUTHOR)
def confirm_publish(key: str, version: str) -> Answered:
    """Ask whether a draft should be published, and show what that touches."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        if entry.state is not LibraryState.DRAFT:
            return not_now(f"{entry.name} is {entry.state.label.lower()}.", key, version)
        page = _page(session, entry)
    return _show(page, ConfirmForm(formdata=None, seen=entry.content_hash))


@blueprint.post("/<key>/<version>/publish")
@needs(Needs.AUTHOR)
def publish(key: str, version: str) -> Answered:
    """Publish a draft."""
    form = ConfirmForm()
    try:
        with writing() as session:
            added = publish_matrix(
                session, key=key, version=version, seen=form.seen.data or "", by=visitor().account, now=now()
            )
    except NoSuchMatrix:
        abort(404)
    except DraftChanged as problem:
        form.form_errors = [str(problem)]
        return _ask_again(key, version, form), 409
    except (ChangesNotDeclared, ContradictsLater):  # the page lists each of them
        return _ask_again(key, version, form), 422
    except MatrixIsRetired as problem:
        return not_now(str(problem), key, version)
    name = f"“{added.matrix.title}” {added.matrix.version}"
    flash(f"{name} is published." if added.is_new else f"{name} was published already.")
    return redirect(matrix_address(added.matrix))


def _ask_again(key: str, version: str, form: ConfirmForm) -> str:
    """Ask once more about the draft as it is now."""
    with reading() as session:
        entry = entry_in_address(session, key, version)
        page = _page(session, entry)
    form.seen.raw_data, form.seen.data = None, entry.content_hash
    return _show(page, form)


def _page(session: Session, entry: MatrixEntry) -> PublishPage:
    matrix = get_matrix(session, matrix_version=entry.id, content_hash=entry.content_hash)
    return publish_page(entry, dry_run(session, matrix=matrix, tell=visitor().collaboratives))


def _show(page: PublishPage, form: ConfirmForm) -> str:
    return render_template("author/publish.html", page=page, form=form)
