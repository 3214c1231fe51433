from __future__ import annotations

from tests.web.conftest import application

__all__ = ["application"]
