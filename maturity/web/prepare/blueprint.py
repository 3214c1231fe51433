"""Where the pages of preparing a meeting are registered."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("prepare", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/prepare")
