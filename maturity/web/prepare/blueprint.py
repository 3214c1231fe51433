"""Where the pages of preparing a meeting are registered."""

from __future__ import annotations

from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("prepare", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/prepare")

Answered = str | Response | AnyResponse | tuple[str, int]
