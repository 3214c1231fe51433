"""The views of the room. Importing a module gives the blueprint its views."""

from __future__ import annotations

from typing import Final

from maturity.web.room import conduct_routes, screen_routes, voting_routes
from maturity.web.room.blueprint import blueprint

__all__ = ["VIEWS", "blueprint"]

VIEWS: Final = (screen_routes, conduct_routes, voting_routes)
