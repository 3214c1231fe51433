"""The pages of the matrix library: who may open them, and what they show."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix
from maturity.core.matrix_words import agreement_in_words, scoring_in_words
from maturity.persistence.engine import Database
from maturity.persistence.rows.matrix_version import MatrixVersion
from maturity.settings import product_folder
from maturity.usecases.author import publish_file
from tests.conftest import NOW
from tests.factories.installations import an_account
from tests.web.browser import Browser, Page, words
from tests.web.conftest import CountQueries, SignIn

SHIPPED = sorted(product_folder("matrices").glob("*.yaml"))
OF_TESTS = Path(__file__).parents[2] / "core" / "matrices"
LENSES = "/matrices/transformation-lenses/1.0.0"


@pytest.fixture
def reader(database: Database, sign_in: SignIn) -> Browser:
    """The browser of somebody who has no role anywhere."""
    return sign_in(an_account(database))


def put(database: Database, data: bytes) -> str:
    """Publish a matrix; returns where it is read."""
    with database.writing() as session:
        added = publish_file(session, data=data, name="test.yaml", by=None, now=NOW)
    return f"/matrices/{added.matrix.key}/{added.matrix.version}"


def address_of(matrix: Matrix) -> str:
    return f"/matrices/{matrix.key}/{matrix.version}"


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def grid_of(page: Page) -> list[list[str]]:
    """The rows of the grid that hold criteria."""
    rows = page.soup.select(".app-matrix-grid__table tbody tr")
    return [[words(cell) for cell in row.find_all(["th", "td"])] for row in rows if row.th]


@pytest.mark.parametrize(
    "address", ["/matrices", LENSES, f"{LENSES}?view=grid", f"{LENSES}/blank", f"{LENSES}/file", "/matrices/add"]
)
def test_nothing_of_the_library_is_shown_before_signing_in(stranger: Browser, address: str) -> None:
    page = stranger.get(address)
    assert page.address == "/sign-in"
    assert "Matrices" not in page.links


def test_the_way_to_the_library_is_shown_to_who_is_signed_in(reader: Browser) -> None:
    assert reader.get("/who-sees-what").links["Matrices"] == "/matrices"


def test_the_library_says_of_each_matrix_how_large_it_is_and_whose_words_it_has(reader: Browser) -> None:
    page = reader.get("/matrices")
    assert "9 domains, 27 criteria, 4 levels: Emerging to Thriving." in page.text
    assert "4 more criteria are asked only of some types of collaborative." in page.text
    assert "One person takes about 54 minutes." in page.text
    for path in SHIPPED:
        matrix = read_matrix(path.read_bytes(), name=path.name)
        assert page.links[matrix.title] == address_of(matrix)
        assert in_one_line(matrix.summary or "") in page.text
        assert matrix.provenance.whose_words in page.text


def test_the_newest_version_comes_first_and_the_earlier_ones_can_be_read(reader: Browser, database: Database) -> None:
    lenses = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
    for version in (b"1.9.0", b"1.10.0"):
        put(database, lenses.replace(b"1.0.0", version))
    page = reader.get("/matrices")
    assert page.links["Seven lenses on a transformation"].endswith("/1.10.0")
    earlier = [link for link in page.links if link.startswith("Seven lenses on a transformation, version")]
    assert [link.rpartition(" ")[2] for link in earlier] == ["1.9.0", "1.0.0"]
    assert reader.get(page.links[earlier[1]]).h1 == "Seven lenses on a transformation"


def test_an_empty_library_says_so(reader: Browser, database: Database) -> None:
    with database.writing() as session:
        session.connection().exec_driver_sql("DROP TRIGGER matrix_version_refuses_delete")
        session.execute(delete(MatrixVersion))
    assert "There is no matrix in the library yet." in reader.get("/matrices").text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_list_says_everything_that_the_file_says(reader: Browser, path: Path) -> None:
    matrix = read_matrix(path.read_bytes(), name=path.name)
    page = reader.get(address_of(matrix))
    assert page.h1 == matrix.title
    said = [matrix.purpose, *scoring_in_words(matrix), *agreement_in_words(matrix)]
    said += [level.meaning or "" for level in matrix.levels]
    origin = matrix.provenance
    said += [origin.source, origin.licence, origin.attribution, origin.whose_words, origin.rationale or ""]
    said += origin.based_on
    for criterion in matrix.criteria:
        said += [criterion.title, criterion.question or "", criterion.guidance or ""]
        said += [*criterion.examples, *criterion.evidence_prompts]
        said += [descriptor.text for descriptor in criterion.descriptors]
    missing = [text for text in said if in_one_line(text) not in page.text]
    assert missing == []
    assert matrix.content_hash in page.text
    assert page.links[origin.licence_url or ""] == origin.licence_url


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_grid_has_a_row_for_each_criterion_and_a_column_for_each_level(reader: Browser, path: Path) -> None:
    matrix = read_matrix(path.read_bytes(), name=path.name)
    page = reader.get(address_of(matrix)).follow("Grid")
    heads = [words(head) for head in page.soup.select(".app-matrix-grid__table thead th")]
    assert heads == ["Criterion", *(level.numbered_label for level in matrix.levels)]
    rows = grid_of(page)
    assert len(rows) == len(matrix.criteria)
    for row, criterion in zip(rows, matrix.criteria, strict=True):
        assert row[0].startswith(criterion.title)
        assert row[1:] == [in_one_line(descriptor.text) for descriptor in criterion.descriptors]


@pytest.mark.parametrize("view", ["", "?view=grid"])
def test_each_domain_can_be_jumped_to(reader: Browser, view: str) -> None:
    page = reader.get(LENSES + view)
    targets = [str(link["href"]) for link in page.soup.select('nav[aria-label="Domains"] a')]
    assert len(targets) == 7
    assert all(page.soup.find(id=target.removeprefix("#")) for target in targets)


@pytest.mark.parametrize("part", ["", "?view=grid", "/blank"])
def test_a_domain_that_is_one_criterion_of_the_same_name_is_said_once(reader: Browser, part: str) -> None:
    main = reader.get(LENSES + part).soup.select_one("main")
    assert main is not None
    said = [words(each) for each in main.select("h2, h3, h4, th") if words(each).startswith("Accountability")]
    assert len(said) == 1
    # and where a domain has several criteria, both it and they are named
    main = reader.get(f"/matrices/provider-collaborative-development/1.0.0{part}").soup.select_one("main")
    assert main is not None
    named = {words(each) for each in main.select("h2, h3, .app-matrix-grid__criterion a")}
    assert {"Purpose and ambition", "Shared purpose"} <= named


def test_a_row_of_the_grid_leads_to_the_criterion_in_the_list(reader: Browser) -> None:
    page = reader.get(f"{LENSES}?view=grid")
    link = page.soup.select_one(".app-matrix-grid__criterion a")
    assert link is not None
    address, _, anchor = str(link["href"]).partition("#")
    heading = reader.get(address).soup.find(id=anchor)
    assert heading is not None
    assert words(heading) == words(link)


def test_a_criterion_for_some_types_says_which(reader: Browser) -> None:
    page = reader.get("/matrices/provider-collaborative-development/1.0.0")
    assert page.text.count("Asked only of collaboratives of this type:") == 4
    assert "with a lead provider." in page.text


def test_a_level_without_a_descriptor_says_that_it_has_none(reader: Browser, database: Database) -> None:
    address = put(database, (OF_TESTS / "anchored-signposts.yaml").read_bytes())
    page = reader.get(address)
    assert page.text.count("Not described. Choose it when the truth lies between the levels beside it.") == 14
    assert grid_of(page.follow("Grid"))[0][2] == "Not described"


def test_the_elements_of_a_level_are_a_list(reader: Browser, database: Database) -> None:
    address = put(database, (OF_TESTS / "elements-gate.yaml").read_bytes())
    page = reader.get(address)
    lists = [[words(item) for item in ul.find_all("li")] for ul in page.soup.select(".app-matrix-cells__text ul")]
    assert ["All main sites are joined.", "Support answers in working hours."] in lists
    assert "Reached when all of these are met:" in page.text


def test_words_in_another_language_are_marked_as_such(reader: Browser, database: Database) -> None:
    welsh = (OF_TESTS / "elements-gate.yaml").read_bytes().replace(b"title: Elements", b"language: cy\ntitle: Elfennau")
    page = reader.get(put(database, welsh))
    assert page.soup.select_one('h1[lang="cy"]') is not None
    assert page.soup.select_one('.app-matrix-cells__text p[lang="cy"]') is not None
    assert reader.get(LENSES).soup.select("main [lang]") == []


def test_the_blank_copy_has_a_box_for_each_level_and_room_for_the_reason(reader: Browser) -> None:
    page = reader.get(LENSES).follow("Print a blank copy")
    criteria = page.soup.select(".app-blank__criterion")
    assert len(criteria) == 7
    for criterion in criteria:
        boxes = [words(box) for box in criterion.select(".app-tick")]
        assert boxes == ["Don’t know", "Not applicable", *(f"Level {number}" for number in range(1, 6))]
        assert [words(name) for name in criterion.select(".app-blank__name")] == ["Why", "Evidence"]
    assert page.soup.select_one("button[data-print]") is not None
    assert "Use the print command of your browser." in page.text


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_file_is_handed_out_byte_for_byte(reader: Browser, path: Path) -> None:
    matrix = read_matrix(path.read_bytes(), name=path.name)
    answer = reader.client.get(reader.get(address_of(matrix)).links["Download the file of this matrix (YAML)"])
    assert answer.data == path.read_bytes()
    assert answer.mimetype == "application/yaml"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={matrix.key}-{matrix.version}.yaml"


@pytest.mark.parametrize("part", ["", "?view=grid", "/blank", "/file"])
@pytest.mark.parametrize("matrix", ["transformation-lenses/9.9.9", "no-such-matrix/1.0.0", "%00/1.0.0"])
def test_a_matrix_that_does_not_exist_is_not_found(reader: Browser, matrix: str, part: str) -> None:
    assert reader.client.get(LENSES + part).status_code == 200
    assert reader.get(f"/matrices/{matrix}{part}", expect=404).h1 == "Page not found"


def test_markup_in_a_matrix_is_shown_as_text(reader: Browser, database: Database) -> None:
    mark = "<script>alert(1)</script>"
    text = (OF_TESTS / "every-key.yaml").read_text()
    for plain in ("One of each.", "Is it one?", "Count.", "No apple.", "There is an apple.", "A list of apples"):
        assert plain in text
        text = text.replace(plain, f"{plain} {mark}")
    address = put(database, text.replace("title: Every key", f"title: Every key {mark}").encode())
    for part in ("", "?view=grid", "/blank"):
        page = reader.get(address + part)
        assert page.h1 == f"Every key {mark}"
        assert page.soup.select("main script") == []
    assert reader.get(address).text.count(mark) >= 7


@pytest.mark.parametrize("part", ["", "?view=grid", "/blank"])
def test_reading_a_matrix_again_asks_for_the_reader_and_one_line_of_the_library(
    reader: Browser, count_queries: CountQueries, part: str
) -> None:
    reader.get(LENSES + part)
    assert count_queries(lambda: reader.get(LENSES + part)) == 2


def test_the_library_costs_no_more_queries_the_more_matrices_it_has(
    reader: Browser, database: Database, count_queries: CountQueries
) -> None:
    reader.get("/matrices")
    before = count_queries(lambda: reader.get("/matrices"))
    for name in ("anchored-signposts", "elements-gate", "every-key", "factor-means"):
        put(database, (OF_TESTS / f"{name}.yaml").read_bytes())
    reader.get("/matrices")
    assert count_queries(lambda: reader.get("/matrices")) == before
