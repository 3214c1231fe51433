"""A race in which a report is read while its round is reopened, changed and closed again."""

from __future__ import annotations

import http
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from typing import Final

from tests.factories.worlds import CLOSED
from tests.promises.arena import Arena, agreed_on
from tests.promises.every_save import is_called_saved
from tests.promises.together import together

_EDITION: Final = re.compile(r"edition (\d+)\.")


def reading_while_reopened(arena: Arena, *, editions: int, pages: Collection[str], reader: int) -> list[str]:
    """A lead reopens the closed round, changes every agreed level and closes it again, while others read its report.

    Every agreed level is one of an edition. What is read of a closed round must be of one edition only. `pages` are
    addresses below the round's. Returns the rules that were broken.
    """
    done, reading = Event(), _Reading(arena, reader)

    def change() -> None:
        try:
            for edition in range(1, editions + 1):
                arena.put_back("reopen", number=CLOSED)
                for criterion in arena.office.worlds.matrix.criteria:
                    _agree(arena, criterion.id, edition)
                    for page in pages:  # in the very middle
                        reading.look(page)
                arena.put_back("close", number=CLOSED)
        finally:
            done.set()

    def read_on(page: str) -> None:
        while not done.is_set():
            reading.look(page)

    together([change, *(partial(read_on, page) for page in pages)])
    if missing := set(pages) - set(reading.read):
        reading.found.append(f"nobody could read {sorted(missing)}")
    return reading.found


@dataclass
class _Reading:
    """What one person reads of the closed round: how often, and every page that is of two editions."""

    arena: Arena
    reader: int
    read: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def look(self, page: str) -> None:
        reply = self.arena.office.get(self.reader, f"{_closed(self.arena)}/{page}", self.arena.server.port)
        if reply.status == http.HTTPStatus.OK:
            self.read[page] += 1
            if len(seen := set(_EDITION.findall(reply.text))) > 1:
                self.found.append(f"{page} is of the editions {sorted(seen)}")


def _closed(arena: Arena) -> str:
    return f"/collaboratives/{arena.world.collaborative}/rounds/{CLOSED}"


def _agree(arena: Arena, criterion: str, edition: int) -> None:
    """Agree a level in an edition, or fail."""
    made = next(save for save in arena.office.saves if save.endpoint == "agree.record" and save.by_script)
    version = agreed_on(arena, CLOSED, criterion)[1]
    texts = {name.rpartition("-")[2]: text for name, text in made.fields.items()}
    texts |= {"reason": f"This is edition {edition}.", "based_on": str(version), "request_key": f"edition {edition}"}
    fields = {f"{criterion}-{name}": text for name, text in texts.items()}
    reply = arena.send(replace(made, address=f"{_closed(arena)}/agree/criteria/{criterion}", fields=fields))
    assert is_called_saved(made, reply), reply
