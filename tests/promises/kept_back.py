"""What others answered, for each who must not know it yet, and two ways to notice that something tells of it.

`answer_differently` makes a second world in which the others gave other answers: whatever differs then tells of them.
`poison` makes the same answers unreadable: whoever reads any of them is broken by it.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pysqlite3.dbapi2 as sqlite

from maturity.core.response import Answer, AnswerState
from maturity.usecases.respond import open_sheet, submit_response
from tests.factories.installations import NOW
from tests.factories.on_behalf import enter_on_behalf
from tests.factories.worlds import AGREEING, OPEN, World
from tests.promises.visits import ANONYMOUS, Visits

PARTNER_OF: Final[Mapping[str, int]] = {"respondent": 0, "sibling": 1, "colleague": 1, "silent": 2}
"""The place of the partner for which somebody responds, who sees its position and its vote."""

READERS: Final = (*PARTNER_OF, "viewer", "facilitator", "lead", "outsider", "administrator", "removed", ANONYMOUS)
NOT_YET: Final = (AGREEING, OPEN)
"""The rounds with something to keep back: positions in the one that is open, votes in the room of the other."""

ENTERERS: Final = ("facilitator", "lead")
"""Who enters positions on behalf of a partner, and sees what was entered."""

SAID: Final[Mapping[str, tuple[str, ...]]] = {
    "response": ("level", "reason", "confidence", "evidence", "elements"),
    "position": ("level", "reason", "confidence", "evidence"),
    "vote": ("level", "reason"),
}
"""The columns of an answer that say what it is, by table."""

_OTHERS: Final = (
    "state = CASE WHEN state = 'level' AND criterion_id = 'd1-c1' THEN 'dont-know' ELSE state END",
    "level = CASE WHEN criterion_id = 'd1-c1' THEN NULL ELSE 5 - level END",
)
_OTHER_VOTE: Final = ("level = 5 - level",)
_OTHER_WORDS: Final[Mapping[str, str]] = {
    "confidence": "confidence = 'low'",
    "evidence": "evidence = ''",
    "elements": "elements = ''",
    "reason": "reason = 'Quite other words, and more of them: ' || reason",
}


@dataclass(frozen=True)
class Secret:
    """Rows of a table that somebody must not know the content of, picked by a condition on them."""

    table: str
    picked: str

    def alike(self) -> Iterator[tuple[str, str]]:
        """The statements’ tables and conditions: the answers as they stand, and each version of them."""
        yield self.table, self.picked
        yield f"{self.table}_revision", f"{self.table}_id IN (SELECT id FROM {self.table} WHERE {self.picked})"  # noqa: S608


def account_of(reader: str, world: World) -> int:
    """Whose pages those of a reader are who responds for a partner."""
    return world.colleague if reader == "colleague" else world.respondents[PARTNER_OF[reader]]


def kept_from(reader: str, world: World) -> tuple[Secret, ...]:
    """Every answer that a reader must not know: of others before the reveal, and votes in the ballot that is open."""
    own = world.partners[PARTNER_OF[reader]] if reader in PARTNER_OF else 0
    of_round = f"SELECT id FROM round WHERE collaborative_id = {world.collaborative} AND number = {OPEN}"  # noqa: S608
    seats = f"SELECT id FROM respondent WHERE round_id IN ({of_round}) AND "  # noqa: S608
    if reader == "colleague":  # what the partner’s lead wrote is not for the colleague either
        seats += f"account_id != {world.colleague}"
    else:
        seats += f"partner_id != {own}"
    positions = f"round_id IN ({of_round}) AND partner_id != {own}"
    if reader in ENTERERS:
        positions += " AND origin != 'facilitator'"
    return (
        Secret("response", f"respondent_id IN ({seats})"),
        Secret("position", positions),
        Secret("vote", f"ballot_id = {world.ballot} AND partner_id != {own}"),
    )


def answer_differently(file: Path, secrets: tuple[Secret, ...]) -> int:
    """Give all of these answers another level, or none, another confidence and other words; returns how many it was."""
    changed = 0
    with closing(sqlite.connect(str(file))) as connection, _versions_can_be_changed(connection):
        for secret in secrets:
            for table, picked in secret.alike():
                values = [_OTHER_WORDS[column] for column in SAID[secret.table] if column in _OTHER_WORDS]
                values += _OTHER_VOTE if secret.table == "vote" else _of_criterion(secret.table, table)
                found = connection.execute(f"UPDATE {table} SET {', '.join(values)} WHERE {picked}")  # noqa: S608
                changed += found.rowcount
        connection.commit()
    return changed


@contextmanager
def _versions_can_be_changed(connection: Any) -> Iterator[None]:
    """Nothing that is only ever added to refuses a change meanwhile."""
    triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _, sql in triggers:
        connection.execute(sql)


def _of_criterion(answer: str, table: str) -> tuple[str, ...]:
    if answer == table:
        return _OTHERS
    criterion = f"(SELECT criterion_id FROM {answer} WHERE {answer}.id = {answer}_id)"  # noqa: S608
    return tuple(each.replace("criterion_id", criterion) for each in _OTHERS)


def poison(file: Path, secrets: tuple[Secret, ...]) -> int:
    """Make these answers unreadable, as they stand and in every version; returns how many it was.

    SQLite keeps bytes that are no text where text belongs, and refuses only when somebody reads them.
    """
    changed = 0
    with closing(sqlite.connect(str(file))) as connection, _versions_can_be_changed(connection):
        connection.execute("PRAGMA ignore_check_constraints = ON")
        for secret in secrets:
            broken = ", ".join(f"{column} = CAST(x'ff' AS TEXT)" for column in SAID[secret.table])
            for table, picked in secret.alike():
                changed += connection.execute(f"UPDATE {table} SET {broken} WHERE {picked}").rowcount  # noqa: S608
        connection.commit()
    return changed


def everybody_has_spoken(visits: Visits) -> Path:
    """Both worlds, in the first of which the first partner has submitted too, and the third’s position was entered.

    The second partner agreed its position, and the third’s respondent writes: each way to answer is there.
    """
    world = visits.worlds.a
    with visits.put_back().writing() as session:
        sheet = open_sheet(
            session,
            collaborative=world.collaborative,
            number=OPEN,
            partner=world.partners[0],
            account=world.respondents[0],
        )
        submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)
        enter_on_behalf(
            session,
            Answer(state=AnswerState.LEVEL, level=2, reason="It came on paper."),
            collaborative=world.collaborative,
            number=OPEN,
            partner=world.partners[2],
            criterion="d1-c1",
            by=world.lead,
        )
    visits.database.close()
    kept = visits.folder / "spoken.sqlite3"
    shutil.copyfile(visits.database.path, kept)
    return kept
