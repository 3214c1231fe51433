"""What somebody does on a page before it is looked at."""

from __future__ import annotations

from typing import Final

from maturity.settings import product_folder
from tests.factories.matrix_files import UNTRUE, next_file
from tests.factories.tables import SMALL, Rows, a_workbook
from tests.journeys.browsers import Window

REASON: Final = "We publish joint outcomes each quarter, and two boards have acted on them."


def sign_in_wrongly(window: Window) -> None:
    """Sign in as nobody."""
    window.fill("Email address", "somebody@example.org")
    window.fill("Password", "not the right one")
    window.press("Sign in")


def send(window: Window) -> None:
    """Send a form without what it requires."""
    # Text that is required is emptied; a form that had nothing in it is sent as it is.
    for field in window.page.locator("main input[type=text], main input:not([type])").all():
        field.fill("")
    window.page.locator("main form button").last.click()


def submit(window: Window) -> None:
    """Submit a response of which something is missing."""
    window.press("Submit")


def send_not_applicable(window: Window) -> None:
    """Say that a criterion does not apply, and not why."""
    stop_scripts(window)
    window.choose("Not applicable: say why below")
    window.fill("Why this level?", "")
    window.press("Save and continue")


def not_agreed(window: Window) -> None:
    """Say that nothing was agreed, and not why."""
    stop_scripts(window)
    window.page.get_by_role("radio", name="say why below").first.check()
    window.fill("Why this level?", "")
    window.press("Save and continue")


def another_level(window: Window) -> None:
    """Say that another level looks right now, and not why."""
    stop_scripts(window)
    window.page.locator("[aria-labelledby=otherwise]").get_by_role("radio").first.check()
    window.fill("Why?", "")
    window.press("Save and continue")


def stop_scripts(window: Window) -> None:
    """Let nothing be saved while the form is filled in, so that the form itself is what is refused."""
    window.page.route("**/autosave.js*", lambda route: route.fulfill(body="", content_type="text/javascript"))
    window.page.reload()


def conflict(window: Window) -> None:
    """Save an answer that has changed since the page was opened."""
    stop_scripts(window)
    field = window.page.locator("input[name$=based_on]")
    field.evaluate("field => { field.value = Number(field.value) + 7; }")
    window.fill("Why this level?", REASON)
    window.press("Save and continue")


def sign_out_first(window: Window) -> None:
    """Save an answer after the sign-in has ended."""
    stop_scripts(window)
    window.fill("Why this level?", REASON)
    window.context.clear_cookies()
    window.press("Save and continue")


def offer_a_bad_matrix(window: Window) -> None:
    """Offer a file with several mistakes."""
    bad = b"format: 1\nkey: Ours!\nversion: 1.0\ntitle: Ours\nlevels: []\n"
    window.page.locator("input[type=file]").set_input_files(
        {"name": "ours.yaml", "mimeType": "application/yaml", "buffer": bad}
    )
    window.press("Check the file")


def make_a_link(window: Window, *, name: str) -> None:
    """Make a link with which somebody sets a password."""
    window.page.get_by_role("button", name=f"for {name}").click()
    window.page.get_by_role("heading", name=f"Send {name} this link").wait_for()


def wait_for_the_pdf(window: Window) -> None:
    """Wait until the report has been made."""
    window.page.get_by_role("heading", name="Your report is ready").wait_for(timeout=240_000)


def sign_in_at_once(window: Window) -> None:
    """Send the form of the sign-in page with nothing in it."""
    window.press("Sign in")


def set_a_short_password(window: Window) -> None:
    """Choose a password that is too short."""
    window.fill("New password", "otters")
    window.fill("The same password again", "otters")
    window.press("Set password")


def offer_a_good_matrix(window: Window) -> None:
    """Offer a matrix that the library does not have."""
    shipped = (product_folder("matrices") / "transformation-lenses.yaml").read_bytes()
    _offer_matrix(window, shipped.replace(b"key: transformation-lenses", b"key: our-lenses", 1))


def offer_an_undeclared_version(window: Window) -> None:
    """Offer a sound file that does not say truly what it changes since the version that is published."""
    _offer_matrix(window, next_file(version="5.0.0", changes=UNTRUE.replace("1.0.0", "0.9.0")))


def _offer_matrix(window: Window, data: bytes) -> None:
    window.page.locator("input[type=file]").set_input_files(
        {"name": "ours.yaml", "mimeType": "application/yaml", "buffer": data}
    )
    window.press("Check the file")


def _offer_table(window: Window, rows: Rows) -> None:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    book = a_workbook(("Matrix", rows))
    window.page.locator("input[type=file]").set_input_files({"name": "book.xlsx", "mimeType": kind, "buffer": book})
    window.press("Read the file")


def offer_a_table(window: Window) -> None:
    """Choose a workbook that can be read, with a column that is left out."""
    _offer_table(window, [[*row, "Score" if number == 0 else "2"] for number, row in enumerate(SMALL)])


def offer_a_table_alone(window: Window) -> None:
    """Choose a workbook and say nothing of whose it is."""
    offer_a_table(window)
    window.press("Look at the matrix")


def offer_a_bad_table(window: Window) -> None:
    """Choose a workbook that lacks a text."""
    _offer_table(window, [["Our matrix"], *SMALL, ["People", "Pay", "Low.", None, "High."]])


def offer_no_table(window: Window) -> None:
    """Choose a file that is no workbook."""
    window.page.locator("input[type=file]").set_input_files(
        {"name": "list.csv", "mimeType": "text/csv", "buffer": b"a,b"}
    )
    window.press("Read the file")


def save_changes(window: Window) -> None:
    """Save a form as it stands."""
    window.press("Save changes")


def save_what_is_out_of_date(window: Window) -> None:
    """Save changes to details that somebody has changed since."""
    window.page.locator("input[name=based_on]").evaluate("field => { field.value = Number(field.value) + 7; }")
    window.fill("Name", "Northmere and Dales Provider Collaborative")
    window.press("Save changes")


def agree_what_is_out_of_date(window: Window) -> None:
    """Record a level on a criterion on which somebody else recorded one since."""
    stop_scripts(window)
    window.page.locator("input[name$=based_on]").evaluate("field => { field.value = Number(field.value) + 7; }")
    window.fill("Why this level?", REASON)
    window.press("Save and continue")


def write_a_reason(window: Window) -> None:
    """Write, and wait until the page says that it is saved."""
    window.fill("Why this level?", REASON)
    window.page.locator("[data-mood=saved]").wait_for()


def write_without_a_connection(window: Window) -> None:
    """Write while nothing reaches the service, and wait until the page says so."""
    window.expects("ERR_FAILED")
    window.page.route("**/*", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    window.fill("Why this level?", REASON)
    window.page.locator("[data-mood=failed]").wait_for()


def send_an_old_form(window: Window) -> None:
    """Send a form that was opened before the person signed in again."""
    stop_scripts(window)
    window.page.locator("form [name=csrf_token]").last.evaluate("field => { field.value = 'old'; }")
    window.fill("Why this level?", REASON)
    window.press("Save and continue")


def send_not_applicable_for(window: Window) -> None:
    """Say of a position that the criterion does not apply, and not why."""
    stop_scripts(window)
    window.page.get_by_role("radio", name="say why below").first.check()
    window.page.get_by_label("Why this level?").first.fill("")
    window.press("Save and continue")


def keep_what_is_out_of_date(window: Window) -> None:
    """Keep a position that somebody else has changed since."""
    stop_scripts(window)
    window.page.locator("input[name$=based_on]").first.evaluate("field => { field.value = Number(field.value) + 7; }")
    window.page.get_by_label("Why this level?").first.fill(REASON)
    window.press("Save and continue")


def hand_to(window: Window, *, name: str) -> None:
    """Hand a domain to a colleague."""
    window.choose(name)
    window.press("Save who is asked")


def ask_for_a_link(window: Window) -> None:
    """Ask for a link to sign in, for an address that nobody has."""
    window.fill("Email address", "somebody@example.org")
    window.press("Email me a link")


def continue_without_a_password(window: Window) -> None:
    """Come in by a link that asks for the password as well, without it."""
    window.page.get_by_role("button", name="Continue as").click()
