"""A served round of six partners, three of which are teams, to prepare its meeting from and to close it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from maturity.core.response import Answer, AnswerState
from maturity.persistence.engine import Database
from maturity.usecases.respond import open_sheet, save_answer, submit_response
from tests.conftest import copy_of
from tests.factories.installations import NOW, Setting, a_setting
from tests.journeys.served import Served
from tests.promises.real_server import SignedInPeople, a_real_server

MATRIX: Final = "provider-collaborative-development"
SPREADS: Final = ((2, 2, 2, 2, 3, 2), (1, 1, 4, 4, 1, 4), (1, 2, 2, 3, 3, 4), (3, 3, 3, 3, 3, 3), (1, 1, 1, 2, 4, 4))
"""What the partners give, from criterion to criterion: two of five are aligned."""

COLLEAGUES: Final = (
    (1, "Ada Brook", "Medical director"),
    (1, "Sunniva Featherstonehaugh-Cholmondeley", "Deputy director of strategy and transformation"),
    (3, "Ravi Menon", "Chief nurse"),
    (3, "Tom Ash", ""),
    (3, "Una Dale", "Director of finance"),
    (4, "Wes Lowe", "Chief operating officer"),
)


def six_partners(database: Database) -> Setting:
    """A draft round of six partners, in which one to four people respond for each."""
    setting = a_setting(database, partners=6)
    setting.add_round(matrix=MATRIX)
    for place, name, role in COLLEAGUES:
        setting.add_colleague(place, name=name, role_title=role)
    return setting


def answer_differently(setting: Setting) -> None:
    """Let the lead of each partner answer everything as `SPREADS` says, and hand it in."""
    for place, account in enumerate(setting.respondents):
        with setting.database.writing() as session:
            sheet = open_sheet(
                session,
                collaborative=setting.collaborative,
                number=1,
                partner=setting.partners[place],
                account=account,
            )
            for number, criterion in enumerate(sheet.criteria):
                level = SPREADS[number % len(SPREADS)][place]
                save_answer(
                    session,
                    seat=sheet.seat,
                    criterion_id=criterion.id,
                    answer=Answer(state=AnswerState.LEVEL, level=level, reason="Because we see it."),
                    based_on=0,
                    request_key=f"{place}-{criterion.id}",
                    now=NOW,
                )
            submit_response(session, sheet=sheet, leave_blanks=True, now=NOW)


@contextmanager
def serve_a_meeting(fresh: Path, instance: Path) -> Iterator[Served]:
    """Serve the round of six partners with their levels revealed."""
    database = copy_of(fresh, instance)
    setting = six_partners(database)
    setting.move("open")
    answer_differently(setting)
    setting.move("close-responding")
    cookies = SignedInPeople(instance, database)
    with a_real_server(instance) as server:
        yield Served(server, setting, cookies)
    database.close()
