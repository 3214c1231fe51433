"""An author takes a matrix from a file with mistakes to a published version, and retires it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from maturity.core.library import LibraryState
from maturity.persistence.queries.matrices import find_matrix_entry
from maturity.persistence.rows.account import Account
from tests.factories.installations import an_account
from tests.factories.matrix_files import DECLARED, LENSES, UNTRUE, next_file
from tests.journeys.browsers import OpenWindow, Window, headed, says
from tests.journeys.keyboard import Keyboard
from tests.journeys.page_checks import DESK, PHONE
from tests.journeys.served import Served

KEY = "transformation-lenses"
NEXT = f"/matrices/{KEY}/2.0.0"
TITLE = "Seven lenses on a transformation"
NAME = f"“{TITLE}” 2.0.0"

AuthorAt = Callable[[int], Window]


@pytest.fixture
def author_at(served: Served, open_window: OpenWindow) -> AuthorAt:
    """The window, so many pixels wide, of a viewer of the collaborative who may write matrices."""
    with served.setting.database.writing() as session:
        session.get_one(Account, served.setting.viewer).may_author = True

    def sign_in(width: int) -> Window:
        window = open_window(served.address, width=width)
        served.sign_in(window.context, served.setting.viewer)
        return window

    return sign_in


def choose(window: Window, content: bytes) -> None:
    """Choose a file on the page for it, and have it checked."""
    window.page.locator("input[type=file]").set_input_files(
        {"name": "lenses.yaml", "mimeType": "application/yaml", "buffer": content}
    )
    window.press("Check the file")


def state_of(served: Served) -> LibraryState | None:
    with served.setting.database.reading() as session:
        entry = find_matrix_entry(session, key=KEY, version="2.0.0")
    return None if entry is None else entry.state


def next_version(changes: str) -> bytes:
    return next_file(changes=changes, of=LENSES)


def offer_a_file_with_mistakes(window: Window) -> None:
    """Every mistake is listed with its place."""
    window.open("/matrices")
    window.follow("Add a matrix")
    window.expects("422")
    choose(window, next_version(DECLARED).replace(b"- value: 1\n", b"- value: 3\n", 1))
    expect(window.page.locator(".nhsuk-error-summary")).to_be_focused()
    says(window, "What to mend in lenses.yaml", "Nothing was changed.")
    window.check()


def try_the_form(window: Window) -> None:
    """A criterion is answered as by a respondent, and nothing of that is kept."""
    window.follow("Preview the form")
    headed(window, "What a respondent is asked")
    window.check()
    window.follow("Vision")
    headed(window, "Vision")
    says(window, "Does a shared picture of the future guide what people do?")
    window.choose("Level 3")
    window.fill("Why this level?", "Only tried out.")
    window.check()
    window.page.reload()
    expect(window.page.get_by_label("Why this level?", exact=True)).to_have_value("")


def read_the_sample(window: Window) -> None:
    """The report with sample answers is a page and a PDF."""
    window.follow("The report with sample answers")
    headed(window, "Sample collaborative, invented answers")
    window.check(axe=False)  # the whole report is looked at by the walk over every page
    with window.page.expect_download(timeout=120_000) as download:
        window.page.get_by_role("link", name="Sample: Board report").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    window.follow("Back to the matrix")


def read_what_is_not_declared(window: Window) -> None:
    """What a version does not say truly is named, and there is no button to publish it."""
    window.follow("Publish this version")
    headed(window, f"Publish {NAME}?")
    says(window, "“Vision” (vision): It is declared same, and its words differ.", "“Design” (design)")
    expect(window.page.get_by_role("button", name="Publish this version")).to_have_count(0)
    window.check()


def publish_what_is_declared(window: Window) -> None:
    """The dry run says what a version touches before it is published."""
    window.follow("Publish this version")
    says(window, "Reworded", "1 person’s answer", "Three Rivers Collaborative", "Spring 2026")
    window.check()
    window.press("Publish this version")
    expect(window.page.get_by_role("alert")).to_contain_text(f"{NAME} is published.")


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_a_matrix_goes_from_a_file_with_mistakes_to_a_published_version_and_is_retired(
    served: Served, author_at: AuthorAt, width: int
) -> None:
    served.setting.answer(0)
    window = author_at(width)
    offer_a_file_with_mistakes(window)

    choose(window, next_version(UNTRUE))
    headed(window, f"Check {NAME}")
    window.check()
    window.press("Add to the library as a draft")
    says(window, "which only authors of matrices see")
    assert state_of(served) is LibraryState.DRAFT
    try_the_form(window)
    read_the_sample(window)
    read_what_is_not_declared(window)

    window.open("/matrices/add")
    choose(window, next_version(DECLARED))
    says(window, "This file would replace it.")
    window.press("Add to the library as a draft")
    publish_what_is_declared(window)
    assert state_of(served) is LibraryState.PUBLISHED

    window.follow("Retire this version")
    window.check()
    window.press("Retire this version")
    expect(window.page.get_by_role("alert")).to_contain_text("No new round is offered it.")
    window.check()
    assert state_of(served) is LibraryState.RETIRED
    window.follow("Offer this version again")
    window.press("Offer this version again")
    expect(window.page.get_by_role("alert")).to_contain_text("is offered for new rounds again")


def test_a_draft_is_previewed_and_published_by_the_keyboard_alone(served: Served, author_at: AuthorAt) -> None:
    window = author_at(DESK)
    window.open("/matrices/add")
    choose(window, next_version(DECLARED))
    headed(window, f"Check {NAME}")
    keyboard = Keyboard(window)
    keyboard.new_page()
    for stop, heading in (
        ("Add to the library as a draft", TITLE),
        ("Preview the form", "What a respondent is asked"),
        ("Vision", "Vision"),
    ):
        keyboard.go_to(stop)
        keyboard.press("Enter")
        headed(window, heading)
        keyboard.new_page()
    keyboard.go_to("Leave unanswered for now")
    keyboard.press("ArrowDown", "Enter")  # there is nothing that Enter could send
    headed(window, "Vision")
    window.open(NEXT)
    keyboard.new_page()
    keyboard.go_to("Publish this version")
    keyboard.press("Enter")
    headed(window, f"Publish {NAME}?")
    keyboard.new_page()
    keyboard.go_to("Publish this version")
    keyboard.press("Enter")
    expect(window.page.get_by_role("alert")).to_contain_text(f"{NAME} is published.")
    assert state_of(served) is LibraryState.PUBLISHED
    assert keyboard.faults == []


def test_without_javascript_a_draft_is_previewed_published_and_removed(served: Served, open_window: OpenWindow) -> None:
    author = an_account(served.setting.database, name="Imogen Ward", may_author=True)
    window = open_window(served.address, java_script_enabled=False)
    served.sign_in(window.context, author)
    window.open("/matrices/add")
    choose(window, next_version(DECLARED))
    window.press("Add to the library as a draft")
    window.follow("Remove this draft")
    window.press("Remove the draft")
    says(window, f"The draft of {NAME} is removed.")
    assert state_of(served) is None
    window.open("/matrices/add")
    choose(window, next_version(DECLARED))
    window.press("Add to the library as a draft")
    window.follow("Preview the report with sample answers")
    headed(window, "Sample collaborative, invented answers")
    window.open(f"{NEXT}/publish")
    says(window, "1 round in 1 collaborative in which you have no role.")
    window.press("Publish this version")
    says(window, f"{NAME} is published.")
