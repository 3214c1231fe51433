"""What the running application keeps of closed rounds, so that a page is drawn once and not at every visit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from flask import current_app
from markupsafe import Markup

from maturity.core.recently_used import RecentlyUsed
from maturity.persistence.engine import Database
from maturity.usecases.compare import ResultShelf
from maturity.web.compare.comparison_body import FinishedComparison
from maturity.web.compare.progress_body import ProgressBody

MOST_BODIES: Final = 32
_NAME: Final = "maturity-results"


@dataclass(frozen=True, slots=True)
class Shelves:
    """Results of one database, and the parts of pages that show them: the same for everyone who may see them."""

    database: Database
    results: ResultShelf = field(default_factory=ResultShelf)
    result_bodies: RecentlyUsed[Markup] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))
    comparison_bodies: RecentlyUsed[FinishedComparison] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))
    view_bodies: RecentlyUsed[Markup] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))
    progress_bodies: RecentlyUsed[ProgressBody] = field(default_factory=lambda: RecentlyUsed(MOST_BODIES))


def shelves() -> Shelves:
    """The shelves of the running application; empty ones when it was given another database."""
    database: Database = current_app.extensions["maturity-database"]
    found: Shelves | None = current_app.extensions.get(_NAME)
    if found is None or found.database is not database:
        found = current_app.extensions[_NAME] = Shelves(database)
    return found
