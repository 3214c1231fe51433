from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from maturity.cli.report_worker import Worker
from maturity.core.meeting.pre_read import NoSuchPartner
from maturity.persistence.queries.rounds import get_round
from maturity.persistence.rows.report import ReportState
from maturity.reports.edition import report_edition
from maturity.reports.shelf import pdf_place
from maturity.settings import product_folder
from maturity.usecases.pre_read import open_pre_read, partner_of_kind, pre_read_key, pre_read_kind
from maturity.usecases.prepare import NotRevealed, set_meeting_length
from maturity.usecases.share import ReportFacts, find_pdf, request_pdf
from tests.factories.living_rounds import NOW, LivingRound, a_database, a_living_round


@pytest.fixture
def living(tmp_path: Path) -> Iterator[LivingRound]:
    database = a_database(tmp_path)
    living = a_living_round(database)
    living.respond({living.criterion: (1, 2, 3)})
    living.move("close-responding")
    yield living
    database.close()


def key_of(living: LivingRound, partner: int) -> str:
    with living.database.reading() as session:
        _, made = open_pre_read(session, collaborative=living.collaborative, number=living.number, partner=partner)
    return pre_read_key(made, edition=report_edition(product_folder("templates")))


def ask(living: LivingRound, partner: int, key: str) -> None:
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        request_pdf(session, round_id=head.id, kind=pre_read_kind(partner), key=key, now=NOW)


def found(living: LivingRound, partner: int, key: str) -> ReportFacts | None:
    with living.database.reading() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        return find_pdf(session, round_id=head.id, kind=pre_read_kind(partner), key=key)


def test_there_is_none_before_the_levels_are_revealed_nor_for_who_does_not_take_part(living: LivingRound) -> None:
    with pytest.raises(NoSuchPartner):
        key_of(living, 999)
    living.move("reopen-responding", reason="A partner was away.")
    with pytest.raises(NotRevealed):
        key_of(living, living.partner)


def test_the_kind_names_the_partner_and_no_report_is_taken_for_a_pre_read() -> None:
    assert partner_of_kind(pre_read_kind(12)) == 12
    assert [partner_of_kind(kind) for kind in ("board", "full")] == [None, None]


def test_every_partner_has_a_key_of_its_own_that_changes_with_the_agenda(living: LivingRound) -> None:
    keys = {key_of(living, partner) for partner in living.partners}
    assert len(keys) == len(living.partners)
    with living.database.writing() as session:
        head = get_round(session, collaborative=living.collaborative, number=living.number)
        set_meeting_length(session, head=head, minutes=60, based_on=head.version, by=living.lead, now=NOW)
    assert key_of(living, living.partner) not in keys


def test_the_queue_makes_the_pdf_of_a_pre_read(living: LivingRound, tmp_path: Path) -> None:
    key = key_of(living, living.partner)
    ask(living, living.partner, key)
    assert Worker(living.database, tmp_path / "reports").make_next()
    facts = found(living, living.partner, key)
    assert facts is not None
    assert facts.state is ReportState.DONE
    assert pdf_place(tmp_path / "reports", facts.file_hash or "").read_bytes().startswith(b"%PDF")


def test_one_that_was_asked_for_under_another_key_is_asked_for_anew(living: LivingRound, tmp_path: Path) -> None:
    ask(living, living.partner, "x" * 64)
    Worker(living.database, tmp_path / "reports").make_next()
    assert found(living, living.partner, "x" * 64) is None
    assert found(living, living.partner, key_of(living, living.partner)) is not None


@pytest.mark.parametrize("case", ["nobody", "hidden again"])
def test_one_that_can_no_longer_be_made_is_withdrawn(living: LivingRound, tmp_path: Path, case: str) -> None:
    partner = 999 if case == "nobody" else living.partner
    ask(living, partner, "x" * 64)
    if case == "hidden again":
        living.move("reopen-responding", reason="A partner was away.")
    Worker(living.database, tmp_path / "reports").make_next()
    assert found(living, partner, "x" * 64) is None
