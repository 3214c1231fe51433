"""The blueprint that every view of agreeing belongs to."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("agree", __name__, url_prefix="/collaboratives/<int:collaborative>/rounds/<int:number>/agree")
