"""The blueprint that every view of signing in belongs to, and what those views answer with."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("sign_in", __name__)

Answered = str | Response | tuple[str, int]
