"""What the page says about saving is true, whatever goes wrong, and nothing that was typed is ever lost."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

from playwright.sync_api import Dialog, Route, expect

from maturity.core.declared_changes import Change
from maturity.persistence.queries.matrices import get_matrix
from maturity.persistence.queries.rounds import get_round
from maturity.usecases.version_move import move_to_next_version, plan_move
from tests.factories.living_rounds import keep_matrix
from tests.factories.versions import declared, some_changes
from tests.journeys.browsers import Window
from tests.journeys.served import Served, open_criterion

SAVED = re.compile(r"^Saved at ")
NO_CONNECTION = re.compile(r"^Not saved: no connection")
REASON = "Why this level?"


def line(window: Window) -> str:
    return window.page.get_by_role("status").inner_text()


def says(window: Window, what: str | re.Pattern[str]) -> None:
    expect(window.page.get_by_role("status")).to_have_text(what)


def leave(window: Window) -> None:
    """Close a page that has no network. Its next try is called off: a page that is being closed may have it again."""
    window.page.evaluate("() => { for (let timer = setTimeout(() => {}); timer > 0; timer -= 1) clearTimeout(timer); }")
    window.page.close()


def test_an_answer_is_saved_as_it_is_made_and_the_page_says_so(served: Served, respondent: Window) -> None:
    # given a criterion that was never answered
    open_criterion(respondent, served)
    says(respondent, "Nothing saved yet.")

    # when a level is chosen and a reason typed
    respondent.choose("Level 3")
    says(respondent, SAVED)
    respondent.fill(REASON, "Teams plan together each spring.")
    says(respondent, "Saving…")
    says(respondent, SAVED)

    # then the server has both
    respondent.check()
    assert served.saved_reason("vision") == "Teams plan together each spring."
    respondent.page.reload()
    expect(respondent.page.get_by_role("radio", name="Level 3", exact=True)).to_be_checked()


def test_what_is_typed_before_the_script_has_started_is_saved_too(served: Served, respondent: Window) -> None:
    # given a slow line, on which the script comes after the form
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    respondent.page.route("**/autosave.js*", hold)
    address = f"{served.address}{served.response()}/criteria/vision"
    respondent.page.goto(address, wait_until="commit")

    # when somebody writes at once
    respondent.fill(REASON, "Quicker than the script.")
    says(respondent, "Nothing saved yet.")
    held[0].continue_()

    # then it is saved once the script is there
    says(respondent, SAVED)
    assert served.saved_reason("vision") == "Quicker than the script."


def test_going_back_shows_what_is_kept_now_and_saves_nothing_old(served: Served, respondent: Window) -> None:
    # given an answer that was left, and changed since in another tab
    open_criterion(respondent, served)
    respondent.fill(REASON, "First.")
    says(respondent, SAVED)
    respondent.open(served.response())
    other = respondent.another_tab()
    open_criterion(other, served)
    other.fill(REASON, "Second.")
    says(other, SAVED)

    # when the first tab goes back
    respondent.page.go_back()

    # then it shows the later text, and leaves it alone
    says(respondent, re.compile("^Saved"))
    assert respondent.page.get_by_label(REASON).input_value() == "Second."
    assert served.saved_reason("vision") == "Second."


def test_without_a_connection_the_page_says_not_saved_and_the_text_outlives_the_tab(
    served: Served, respondent: Window
) -> None:
    respondent.expects("ERR_INTERNET_DISCONNECTED")
    # given a page that is open when the network goes
    open_criterion(respondent, served)
    respondent.context.set_offline(True)

    # when a reason is typed
    respondent.fill(REASON, "Written on the train.")

    # then the page does not pretend
    says(respondent, NO_CONNECTION)
    respondent.check()
    assert served.saved_reason("vision") == ""

    # when the tab is closed, and the page opened again with a network
    leave(respondent)
    respondent.context.set_offline(False)
    later = respondent.another_tab()
    open_criterion(later, served)

    # then the text is back and is saved
    assert later.page.get_by_label(REASON).input_value() == "Written on the train."
    says(later, re.compile(r"^Saved "))
    later.check()
    assert served.saved_reason("vision") == "Written on the train."


def test_a_duplicated_tab_keeps_its_own_unsaved_text(served: Served, respondent: Window) -> None:
    # given a tab and its duplicate, which the browser gives the same storage of its own
    respondent.expects("ERR_FAILED")
    open_criterion(respondent, served)
    other = respondent.duplicate()
    respondent.context.route(
        "**/criteria/**", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )

    # when something is typed in both that cannot reach the server
    texts = {respondent: "Typed in the tab.", other: "Typed in its duplicate."}
    for window, text in texts.items():
        window.fill(REASON, text)
        says(window, NO_CONNECTION)

    # then both texts are on the device, and each tab finds its own again
    assert [text for text in texts.values() if text not in device(respondent)] == []
    for window, text in texts.items():
        window.page.reload()
        expect(window.page.get_by_label(REASON)).to_have_value(text)
        says(window, NO_CONNECTION)


def test_a_save_from_a_tab_that_is_out_of_date_overwrites_nothing_and_lets_the_person_choose(
    served: Served, respondent: Window
) -> None:
    respondent.expects("status of 409")
    # given the same criterion open in two tabs
    open_criterion(respondent, served)
    other = respondent.another_tab()
    open_criterion(other, served)

    # when both write
    other.fill(REASON, "Written in the other tab.")
    says(other, SAVED)
    respondent.fill(REASON, "Written in this tab.")

    # then the second is told, and nothing was overwritten
    says(respondent, re.compile("^Not saved"))
    assert served.saved_reason("vision") == "Written in the other tab."

    # when the versions are compared
    respondent.press("Compare the two versions")
    respondent.page.wait_for_load_state()
    assert respondent.heading() == "Choose which answer to keep"
    respondent.check()
    table = respondent.page.get_by_role("table")
    expect(table).to_contain_text("Written in the other tab.")
    expect(table).to_contain_text("Written in this tab.")

    # then what is chosen is kept, and no draft of it is left behind
    respondent.fill("Reason to keep", "Written in this tab. Written in the other tab.")
    respondent.press("Save this")
    respondent.page.wait_for_load_state()
    assert served.saved_reason("vision") == "Written in this tab. Written in the other tab."
    open_criterion(respondent, served)
    assert respondent.page.get_by_label(REASON).input_value() == "Written in this tab. Written in the other tab."
    says(respondent, re.compile("^Saved"))


def test_a_text_that_is_too_long_is_counted_kept_here_and_saved_once_it_is_short_enough(
    served: Served, respondent: Window
) -> None:
    respondent.expects("status of 422")
    # given a text with one character too many
    open_criterion(respondent, served)
    respondent.fill(REASON, "x" * 10_001)
    counted = respondent.page.locator(".nhsuk-character-count__status:visible")
    expect(counted).to_have_text("You have 1 character too many")
    says(respondent, re.compile(r"^Not saved. Reason must be 10,000 characters or fewer. Your text is kept"))
    respondent.check()

    # when the page is opened again
    respondent.page.reload()

    # then the text is there and counted
    expect(respondent.page.get_by_label(REASON)).to_have_value("x" * 10_001)
    expect(counted).to_have_text("You have 1 character too many")

    # and what is short enough is saved
    respondent.fill(REASON, "x" * 9_999)
    expect(counted).to_have_text("You have 1 character remaining")
    says(respondent, SAVED)
    assert served.saved_reason("vision") == "x" * 9_999


def test_someone_who_was_signed_out_elsewhere_is_told_and_after_signing_in_again_the_text_is_saved(
    served: Served, respondent: Window
) -> None:
    respondent.expects("status of 401", "status of 400")
    # given a page that is open while its person signs out in another tab
    open_criterion(respondent, served)
    respondent.choose("Level 2")
    says(respondent, SAVED)
    cookies = respondent.context.cookies()
    respondent.context.clear_cookies()

    # when they go on typing
    respondent.fill(REASON, "Typed after the sign-in ended.")

    # then they are told
    says(respondent, re.compile("^Not saved: you have been signed out"))
    assert served.saved_reason("vision") == ""
    assert cookies

    # when they sign in again in another tab and come back
    served.sign_in(respondent.context, served.setting.respondents[0])
    respondent.page.evaluate("() => window.dispatchEvent(new Event('focus'))")

    # then the text is saved
    says(respondent, SAVED)
    respondent.check()
    assert served.saved_reason("vision") == "Typed after the sign-in ended."


def test_what_one_person_wrote_is_not_saved_by_somebody_else_who_signs_in_and_the_page_says_so(
    served: Served, respondent: Window
) -> None:
    respondent.expects("status of 400", "status of 404")
    # given a page that is open while two others sign in in the same browser: a colleague, and a partner’s respondent
    # who may not even open it
    open_criterion(respondent, served)
    others = {
        served.setting.add_colleague(): "somebody else has signed in in this browser.",
        served.setting.respondents[1]: "who is signed in in this browser now cannot save here.",
    }
    for account, what in others.items():
        served.sign_in(respondent.context, account)

        # when the first goes on typing
        respondent.fill(REASON, f"Typed before {account} came.")

        # then the page says who is in the way
        says(
            respondent,
            f"Not saved: {what} Your text is kept on this device. "
            "Sign in as yourself in another tab, then come back here.",
        )
    assert served.saved_reason("vision") == ""
    assert served.saved_reason("vision", 1) == ""

    # when the first signs in again and comes back
    served.sign_in(respondent.context, served.setting.respondents[0])
    respondent.page.evaluate("() => window.dispatchEvent(new Event('focus'))")

    # then the text is saved
    says(respondent, SAVED)
    respondent.check()
    assert served.saved_reason("vision") == f"Typed before {served.setting.respondents[1]} came."


def test_what_is_typed_while_the_server_dies_and_comes_back_is_saved_in_the_end(
    served: Served, respondent: Window
) -> None:
    respondent.expects_its_server_to_die()
    # given a page that is open when the server is killed
    open_criterion(respondent, served)
    served.server.kill()

    # when somebody types
    respondent.page.get_by_label(REASON).press_sequentially("Typed while nobody listened.")
    says(respondent, NO_CONNECTION)

    # then it is saved as soon as the server is back
    served.server.start()
    respondent.page.evaluate("() => window.dispatchEvent(new Event('online'))")
    says(respondent, SAVED)
    respondent.check()
    assert served.saved_reason("vision") == "Typed while nobody listened."


def test_signing_out_leaves_nothing_on_the_device_and_asks_before_it_loses_text(
    served: Served, respondent: Window
) -> None:
    canary = "a canary that sings"
    respondent.expects("ERR_FAILED")
    # given text that is kept on the device because it cannot reach the server
    open_criterion(respondent, served)
    respondent.page.route("**/criteria/**", lambda route: route.abort())
    respondent.fill(REASON, canary)
    says(respondent, NO_CONNECTION)
    assert canary in device(respondent)

    # when the person signs out, and says that the text may go
    asked: list[str] = []

    def agree_to(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.accept()

    respondent.page.on("dialog", agree_to)
    respondent.press("Sign out")
    respondent.page.get_by_role("heading", name="Sign in", level=1).wait_for()

    # then the device holds no word of it, and the way back shows nothing
    assert asked == ["Something that you wrote on this device is not saved yet. Sign out and lose it?"]
    respondent.check()
    assert canary not in device(respondent)
    respondent.page.unroute_all()
    respondent.page.go_back()
    assert canary not in respondent.page.content()


def device(window: Window) -> str:
    """All that the page can find on the device."""
    kept: str = window.page.evaluate("() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    return kept


def ask_vision_otherwise(served: Served) -> None:
    """Move the round to a version that asks for a shared vision otherwise."""
    setting = served.setting
    with setting.database.reading() as session:
        head = get_round(session, collaborative=setting.collaborative, number=1)
        matrix = get_matrix(session, matrix_version=head.matrix_version)
    domains = tuple(
        replace(
            domain,
            criteria=tuple(
                replace(each, question="Do all partners pay for one vision?") if each.id == "vision" else each
                for each in domain.criteria
            ),
        )
        for domain in matrix.domains
    )
    amended = some_changes(declared("vision", Change.AMENDED), since=matrix.version)
    keep_matrix(setting.database, replace(matrix, version="99.0.0", domains=domains, changes=amended))
    with setting.database.writing() as session:
        plan = plan_move(session, head=head)
        assert plan is not None
        now = datetime.now(UTC)
        move_to_next_version(session, head=head, seen=plan.seen, reason="Clearer.", by=setting.lead, now=now)


def test_what_was_written_without_a_connection_to_another_question_is_not_saved_until_that_was_read(
    served: Served, respondent: Window
) -> None:
    respondent.expects("ERR_INTERNET_DISCONNECTED")
    # given a reason that was typed without a network, and a round that asks otherwise by the time there is one
    open_criterion(respondent, served)
    respondent.context.set_offline(True)
    respondent.fill(REASON, "Written on the train.")
    says(respondent, NO_CONNECTION)
    leave(respondent)
    ask_vision_otherwise(served)
    respondent.context.set_offline(False)

    # when the page is opened again
    later = respondent.another_tab()
    later.expects("status of 409")
    open_criterion(later, served)

    # then the text is back, is not saved to the question of now, and the page says why
    assert later.page.get_by_label(REASON).input_value() == "Written on the train."
    says(later, re.compile("^Not saved. What is asked here was changed after you opened this page."))
    assert served.saved_reason("vision") == ""

    # when the two are compared, and the text is saved after all
    later.press("Compare the two versions")
    later.page.wait_for_load_state()
    expect(later.page.get_by_role("table").first).to_contain_text("Do all partners pay for one vision?")
    later.check()
    later.press("Save this")
    later.page.wait_for_load_state()

    # then it is an answer to what is asked now, and no draft of it is left behind
    assert served.saved_reason("vision") == "Written on the train."
    open_criterion(later, served)
    says(later, re.compile("^Saved"))
