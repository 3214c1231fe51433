"""The blueprint that every view of setting up belongs to, and what those views answer with."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("set_up", __name__)
