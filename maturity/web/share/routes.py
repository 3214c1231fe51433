"""The progress report of a round."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

from maturity.web.access import Needs, needs

blueprint = Blueprint("share", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>")


@blueprint.get("/report")
@needs(Needs.MEMBER)
def report(collaborative: int, number: int) -> Response:
    """Send to the results of the round."""
    return redirect(url_for("compare.results", collaborative=collaborative, number=number))
