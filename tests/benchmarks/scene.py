"""The installation that is measured: a collaborative on the 27-criterion matrix, two rounds closed and one open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.response import Answer, AnswerState, Confidence
from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.responses import get_seat
from maturity.persistence.schema import upgrade
from maturity.settings import product_folder
from maturity.usecases.author import sync_shipped_matrices
from maturity.usecases.respond import open_sheet, save_answer
from tests.factories.closed_rounds import agree, criteria_of
from tests.factories.installations import NOW, Setting, a_setting
from tests.factories.living_rounds import LivingRound
from tests.factories.reports import EVIDENCE, REASONS
from tests.promises.real_server import RealServer, SignedInPeople, Typist, a_real_server

MATRIX: Final = "provider-collaborative-development"
PARTNERS: Final = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """An installation folder, and who and what is in it."""

    instance: Path
    setting: Setting
    living: LivingRound
    people: SignedInPeople

    @property
    def matrix(self) -> Matrix:
        return self.living.matrix

    @contextmanager
    def server(self) -> Iterator[RealServer]:
        """The product on this installation, in processes of its own."""
        with a_real_server(self.instance) as server:
            yield server

    def typist(self, port: int, place: int = 0) -> Typist:
        """The respondent at this place, with the page of a criterion open."""
        account, partner = self.setting.respondents[place], self.setting.partners[place]
        cookie = self.people.cookie_of(account, now=datetime.now(UTC))
        typist = Typist(port, self.living, partner, cookie)
        typist.open_page(self.living.criterion)
        typist.hang_up()
        return typist

    def response_address(self, place: int) -> str:
        """Where the response of the respondent at this place is."""
        return f"{self.setting.round_address(self.living.number)}/respond/{self.setting.partners[place]}"

    def respondent(self, place: int) -> int:
        """The row that stands for this place in the open round."""
        with self.setting.database.reading() as session:
            return get_seat(
                session,
                collaborative=self.setting.collaborative,
                number=self.living.number,
                partner=self.setting.partners[place],
                account=self.setting.respondents[place],
            ).respondent

    def lead_cookie(self) -> str:
        """The cookie of the lead."""
        return self.people.cookie_of(self.setting.lead, now=datetime.now(UTC))


def make_scene(instance: Path, *, closed: int = 2) -> Scene:
    """Make the installation in a folder, by the use cases, with so many closed rounds before the open one."""
    database = Database(instance / "maturity.sqlite3", threads=4)
    upgrade(database, backups=instance / "backups", now=NOW)
    with database.writing() as session:
        sync_shipped_matrices(session, product_folder("matrices"), NOW)
    setting = a_setting(database, partners=PARTNERS)
    for number in range(1, closed + 1):
        setting.add_round(label=f"Round {number}", matrix=MATRIX)
        setting.move("open", number=number)
        for place in range(PARTNERS):
            _answer(setting, place, number)
            setting.answer(place, number=number, most=0)
        setting.move("close-responding", number=number)
        for at, criterion in enumerate(criteria_of(setting, number)):
            agree(setting, number, {criterion.id: 1 + (at + number) % 4}, reason=REASONS[at % len(REASONS)] or "So.")
        setting.move("close", number=number)
    number = setting.add_round(label="The open round", matrix=MATRIX)
    setting.move("open", number=number)
    for place in range(PARTNERS):
        _answer(setting, place, number)
    return Scene(instance, setting, _living(setting, number), SignedInPeople(instance, database))


def _answer(setting: Setting, place: int, number: int) -> None:
    with setting.database.writing() as session:
        sheet = open_sheet(
            session,
            collaborative=setting.collaborative,
            number=number,
            partner=setting.partners[place],
            account=setting.respondents[place],
        )
        for at, criterion in enumerate(sheet.criteria):
            save_answer(
                session,
                seat=sheet.seat,
                criterion_id=criterion.id,
                answer=Answer(
                    state=AnswerState.LEVEL,
                    level=1 + (at + place + number) % 4,
                    reason=REASONS[(at + place) % len(REASONS)],
                    confidence=tuple(Confidence)[at % 3],
                    evidence=EVIDENCE[at % len(EVIDENCE)],
                ),
                based_on=0,
                request_key=f"{place}-{criterion.id}",
                now=NOW,
            )


def _living(setting: Setting, number: int) -> LivingRound:
    head = setting.head(number)
    with setting.database.reading() as session:
        matrix = get_matrix(session, matrix_version=head.matrix_version)
    return LivingRound(
        database=setting.database,
        collaborative=setting.collaborative,
        number=number,
        lead=setting.lead,
        partners=dict(zip(setting.partners, setting.respondents, strict=True)),
        matrix=matrix,
    )
