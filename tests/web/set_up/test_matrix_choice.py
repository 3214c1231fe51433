"""A round is begun with a published version: drafts are not offered, and what is retired later is said."""

from __future__ import annotations

from sqlalchemy import select

from maturity.persistence.engine import Database
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.usecases.author import offer_matrix_again, retire_matrix
from tests.conftest import NOW
from tests.factories.installations import SEVEN_LENSES, Setting
from tests.factories.matrix_files import put_draft
from tests.web.browser import Browser

VERSION: dict[str, str] = {"key": SEVEN_LENSES, "version": "1.0.0"}
OFFERED = "Seven lenses on a transformation, version 1.0.0"


def retire(database: Database) -> None:
    with database.writing() as session:
        retire_matrix(session, **VERSION, by=None, now=NOW)


def id_of(database: Database, key: str) -> str:
    with database.reading() as session:
        return str(session.scalars(select(MatrixVersion.id).where(MatrixVersion.key == key)).one())


def test_neither_a_draft_nor_what_is_retired_is_offered_for_a_new_round(
    lead: Browser, setting: Setting, database: Database
) -> None:
    put_draft(database)
    assert OFFERED in lead.get(f"{setting.address}/rounds/new").text
    retire(database)
    page = lead.get(f"{setting.address}/rounds/new")
    assert OFFERED not in page.text
    assert "Our own" not in page.text
    for key in ("our-own", SEVEN_LENSES):
        refused = page.submit(label="Spring", matrix=id_of(database, key), way="together", expect=422)
        assert refused.errors == ["Choose the matrix."]


def test_what_was_retired_while_the_form_was_open_is_refused_with_the_rest_kept(
    lead: Browser, setting: Setting, database: Database
) -> None:
    page = lead.get(f"{setting.address}/rounds/new")
    chosen = id_of(database, SEVEN_LENSES)
    retire(database)
    again = page.submit(label="Spring 2030", matrix=chosen, way="together", expect=422)
    assert again.value("label") == "Spring 2030"
    assert again.errors == ["Choose the matrix."]


def test_a_draft_round_says_that_its_matrix_was_retired_and_is_not_opened_with_it(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    retire(database)
    page = lead.get(setting.round_address())
    assert "“Seven lenses on a transformation” was retired on 4 March 2026" in page.text
    assert "Open the round" not in page.links
    refused = lead.get(f"{setting.round_address()}/moves/open").submit(expect=422)
    assert refused.errors == [
        "“Seven lenses on a transformation” 1.0.0 was retired on 4 March 2026. Choose a published version."
    ]
    form = page.follow("Choose another version")
    assert f"{OFFERED} (retired)" in form.text
    assert form.submit(purpose="Another purpose.").notice == "Your changes are saved."
    changed = lead.get(f"{setting.round_address()}/edit").submit(matrix=id_of(database, "integrated-care-dimensions"))
    assert "retired" not in changed.text
    assert "Open the round" in changed.links


def test_a_round_that_was_opened_goes_on_with_what_is_retired_later(
    lead: Browser, setting: Setting, database: Database
) -> None:
    setting.add_round()
    setting.move("open")
    setting.answer()
    retire(database)
    assert "retired" not in lead.get(setting.round_address()).text
    setting.move("close-responding")
    setting.move("reopen-responding", reason="One more.")
    setting.move("close-responding")
    setting.move("close")
    setting.move("reopen", reason="A slip.")
    with database.reading() as session:
        entry = find_matrix_entry(session, **VERSION)
    assert entry is not None
    assert setting.head().matrix_hash == entry.content_hash


def test_what_is_offered_again_can_be_opened(lead: Browser, setting: Setting, database: Database) -> None:
    setting.add_round()
    retire(database)
    with database.writing() as session:
        offer_matrix_again(session, **VERSION, by=None, now=NOW)
    assert lead.get(f"{setting.round_address()}/moves/open").submit().address == setting.round_address()
