"""The blueprint that every view of setting up belongs to, and what those views answer with."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

blueprint = Blueprint("set_up", __name__)

Answered = str | Response | tuple[str, int]
