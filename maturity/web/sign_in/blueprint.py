"""The blueprint that every view of signing in belongs to, and what those views answer with."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("sign_in", __name__)
