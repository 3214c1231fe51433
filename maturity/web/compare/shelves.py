"""What the running application keeps of closed rounds, so that a page is drawn once and not at every visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import current_app
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup

from maturity.usecases.compare import ResultShelf
from maturity.usecases.recently_used import RecentlyUsed
from maturity.web.compare.progress_body import ProgressBody

MOST_BODIES: Final = 64
_NAME: Final = "maturity-results"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Results, and the parts of pages that show them: the same for everyone who may see them."""

    results: ResultShelf = field(default_factory=ResultShelf)
    result_bodies: RecentlyUsed[Markup] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))
    comparison_bodies: RecentlyUsed[Markup] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))
    progress_bodies: RecentlyUsed[ProgressBody] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))


def put_up_shelves(state: BlueprintSetupState) -> None:
    """Give an application shelves of its own: what is on them belongs to its database."""
    state.app.extensions[_NAME] = Shelves()


def shelves() -> Shelves:
    """The shelves of the running application."""
    found: Shelves = current_app.extensions[_NAME]
    return found
