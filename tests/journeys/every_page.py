"""Every page that can be opened, as every kind of person, in the states that look different."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from tests.journeys.acts import (
    agree_what_is_out_of_date,
    another_level,
    conflict,
    make_a_link,
    not_agreed,
    offer_a_bad_matrix,
    offer_a_bad_table,
    offer_a_good_matrix,
    offer_a_table,
    offer_a_table_alone,
    offer_an_undeclared_version,
    offer_no_table,
    save_changes,
    save_what_is_out_of_date,
    send,
    send_an_old_form,
    send_not_applicable,
    set_a_short_password,
    sign_in_at_once,
    sign_in_wrongly,
    sign_out_first,
    submit,
    wait_for_the_pdf,
    write_a_reason,
    write_without_a_connection,
)
from tests.journeys.example import (
    ADMINISTRATOR,
    EMPTY_LEAD,
    HALF_WAY,
    LEAD,
    NEWCOMER,
    NOT_BEGUN,
    ROOMS_LEAD,
    ROOMS_RESPONDENT,
    STAGES_LEAD,
    STAGES_RESPONDENT,
    SUBMITTED,
    VIEWER,
    Example,
)
from tests.journeys.pages_of_teams import pages_of_teams
from tests.journeys.pages_of_the_room import pages_of_the_room
from tests.journeys.pages_over_versions import pages_over_versions
from tests.journeys.pages_with_mail import pages_with_mail
from tests.journeys.rooms_to_see import NOT_OPEN
from tests.journeys.visit import NOBODY, Visit

Section = Callable[[Example], Iterator[Visit]]

NOT_PAGES: Final = {
    "agree.token": "data for the script of a page",
    "author.download": "a file",
    "compare.comparison_data": "a file",
    "author.download_overlay": "a file",
    "home.health": "a word for machines",
    "home.logo": "a picture",
    "prepare.pre_read_file": "a file",
    "preview.pdf": "a file",
    "room.state": "a number for the script of a page",
    "respond.token": "data for the script of a page",
    "share.archive": "a file",
    "share.pdf_file": "a file",
    "history.collaborative_csv": "a file",
    "history.installation_csv": "a file",
    "share.round_csv": "a file",
    "static": "files",
}


def _about_the_service(example: Example) -> Iterator[Visit]:
    yield Visit("sign_in.sign_in", "sign-in", NOBODY, "/sign-in")
    yield Visit("sign_in.sign_in", "sign-in-mistake", NOBODY, "/sign-in", 422, sign_in_wrongly)
    yield Visit("sign_in.sign_in", "sign-in-nothing", NOBODY, "/sign-in", 422, sign_in_at_once)
    yield Visit("sign_in.show_set_password", "set-password", NOBODY, f"/set-password/{example.link}")
    yield Visit(
        "sign_in.show_set_password",
        "set-password-mistake",
        NOBODY,
        f"/set-password/{example.link}",
        422,
        set_a_short_password,
    )
    yield Visit("sign_in.show_set_password", "set-password-gone", NOBODY, "/set-password/used-before", 404)
    yield Visit("set_up.show_offer", "role-offer", VIEWER, f"/accept-role/{example.offer}")
    yield Visit("home.who_sees_what", "who-sees-what", NOBODY, "/who-sees-what")
    yield Visit("home.accessibility", "accessibility", NOBODY, "/accessibility")
    yield Visit("home.home", "home-lead", LEAD, "/")
    yield Visit("home.home", "home-respondent", HALF_WAY, "/")
    yield Visit("home.home", "home-viewer", VIEWER, "/")
    yield Visit("home.home", "home-administrator", ADMINISTRATOR, "/")
    yield Visit("home.home", "home-newcomer", NEWCOMER, "/")


def _matrices(_: Example) -> Iterator[Visit]:
    yield Visit("author.library", "matrices", LEAD, "/matrices")
    for key in ("provider-collaborative-development", "transformation-lenses", "integrated-care-dimensions"):
        path = f"/matrices/{key}/1.0.0"
        yield Visit("author.matrix", f"matrix-{key}", VIEWER, path)
        yield Visit("author.matrix", f"matrix-{key}-grid", VIEWER, f"{path}?view=grid")
        yield Visit("author.blank", f"matrix-{key}-blank", HALF_WAY, f"{path}/blank")
    yield Visit("author.library", "matrices-author", ADMINISTRATOR, "/matrices")
    yield Visit("author.library", "matrices-retired", ADMINISTRATOR, "/matrices?state=retired")
    yield Visit("author.matrix", "matrix-draft", ADMINISTRATOR, "/matrices/our-own/1.0.0")
    yield Visit("author.changes", "matrix-changes", ADMINISTRATOR, "/matrices/our-own/1.0.0/changes")
    yield Visit("author.confirm_publish", "matrix-publish", ADMINISTRATOR, "/matrices/our-own/1.0.0/publish")
    for version, name in (("2.0.0", "changes"), ("3.0.0", "untrue")):
        address = f"/matrices/our-own/{version}/publish"
        yield Visit("author.confirm_publish", f"matrix-publish-{name}", ADMINISTRATOR, address)
    yield Visit("author.confirm_remove", "matrix-remove", ADMINISTRATOR, "/matrices/our-own/1.0.0/remove")
    for name in ("form", "form/vision", "report"):
        address = f"/matrices/our-own/1.0.0/preview/{name}"
        endpoint = "criterion" if "/" in name else name
        yield Visit(f"preview.{endpoint}", f"matrix-preview-{endpoint}", ADMINISTRATOR, address)
    lenses = "/matrices/transformation-lenses/1.0.0"
    yield Visit("author.confirm_retire", "matrix-retire", ADMINISTRATOR, f"{lenses}/retire")
    yield Visit("author.confirm_offer", "matrix-offer-again", ADMINISTRATOR, "/matrices/our-own/0.9.0/offer")
    yield Visit("author.lint", "matrix-lint", ADMINISTRATOR, "/matrices/our-own/1.0.0/lint")
    yield Visit("author.lint", "matrix-lint-off", ADMINISTRATOR, "/matrices/integrated-care-dimensions/1.0.0/lint")
    yield Visit("author.choose_file", "matrix-add", ADMINISTRATOR, "/matrices/add")
    yield Visit("author.choose_file", "matrix-add-mistakes", ADMINISTRATOR, "/matrices/add", 422, offer_a_bad_matrix)
    yield Visit("author.choose_file", "matrix-add-check", ADMINISTRATOR, "/matrices/add", act=offer_a_good_matrix)
    undeclared = "matrix-add-check-undeclared"
    yield Visit("author.choose_file", undeclared, ADMINISTRATOR, "/matrices/add", act=offer_an_undeclared_version)
    table = "/matrices/import"
    yield Visit("author.choose_table", "matrix-import", ADMINISTRATOR, table)
    yield Visit("author.choose_table", "matrix-import-refused", ADMINISTRATOR, table, 422, offer_no_table)
    yield Visit("author.choose_table", "matrix-import-mistakes", ADMINISTRATOR, table, 422, offer_a_bad_table)
    yield Visit("author.choose_table", "matrix-import-read", ADMINISTRATOR, table, act=offer_a_table)
    yield Visit("author.choose_table", "matrix-import-about-missing", ADMINISTRATOR, table, 422, offer_a_table_alone)


def _administration(example: Example) -> Iterator[Visit]:
    somebody = example.people[SUBMITTED]
    yield Visit("set_up.accounts", "people-of-the-installation", ADMINISTRATOR, "/administer")
    yield Visit("history.installation", "history-of-the-installation", ADMINISTRATOR, "/administer/history")
    yield Visit("set_up.new_account", "account-new", ADMINISTRATOR, "/administer/accounts/new")
    yield Visit("set_up.new_account", "account-new-mistake", ADMINISTRATOR, "/administer/accounts/new", 422, send)
    permissions = f"/administer/accounts/{somebody}/permissions"
    yield Visit("set_up.edit_permissions", "account-permissions", ADMINISTRATOR, permissions)
    yield Visit("set_up.choose_lead", "lead-new", ADMINISTRATOR, f"/administer/without-lead/{example.leaderless}")
    last = example.people["lead@three.example"]
    yield Visit(
        "set_up.confirm_disable", "account-disable-last-lead", ADMINISTRATOR, f"/administer/accounts/{last}/disable"
    )
    yield Visit("set_up.confirm_disable", "account-disable", ADMINISTRATOR, f"/administer/accounts/{somebody}/disable")
    yield Visit(
        "set_up.accounts",
        "account-link",
        ADMINISTRATOR,
        "/administer",
        act=partial(make_a_link, name="Ada Brook"),
    )


def _set_up(example: Example) -> Iterator[Visit]:
    place = example.place
    yield Visit("set_up.new_collaborative", "collaborative-new", LEAD, "/collaboratives/new")
    yield Visit("set_up.new_collaborative", "collaborative-mistake", LEAD, "/collaboratives/new", 422, send)
    yield Visit("set_up.collaborative", "collaborative-lead", LEAD, place)
    yield Visit("set_up.collaborative", "collaborative-viewer", VIEWER, place)
    yield Visit("set_up.collaborative", "collaborative-empty", EMPTY_LEAD, f"/collaboratives/{example.empty}")
    yield Visit("history.collaborative", "history", LEAD, f"{place}/history")
    yield Visit("history.collaborative", "history-nothing", LEAD, f"{place}/history?round=99")
    yield Visit("set_up.edit_collaborative", "collaborative-edit", LEAD, f"{place}/edit")
    yield Visit("set_up.edit_collaborative", "collaborative-saved", LEAD, f"{place}/edit", act=save_changes)
    yield Visit(
        "set_up.edit_collaborative", "collaborative-stale", LEAD, f"{place}/edit", 409, save_what_is_out_of_date
    )
    yield Visit("set_up.partners", "partners", LEAD, f"{place}/partners")
    yield Visit("set_up.partners", "partners-viewer", VIEWER, f"{place}/partners")
    yield Visit("set_up.partners", "partners-empty", EMPTY_LEAD, f"/collaboratives/{example.empty}/partners")
    yield Visit("set_up.membership", "membership", LEAD, f"{place}/partners/over-time")
    yield Visit(
        "set_up.membership", "membership-empty", EMPTY_LEAD, f"/collaboratives/{example.empty}/partners/over-time"
    )
    yield Visit("set_up.new_partner", "partner-new", LEAD, f"{place}/partners/new")
    yield Visit("set_up.new_partner", "partner-mistake", LEAD, f"{place}/partners/new", 422, send)
    yield Visit("set_up.edit_partner", "partner-edit", LEAD, f"{place}/partners/{example.partners[SUBMITTED]}")
    yield Visit("set_up.people", "people", LEAD, f"{place}/people")
    yield Visit("set_up.people", "people-empty", EMPTY_LEAD, f"/collaboratives/{example.empty}/people")
    yield Visit("set_up.new_person", "person-new", LEAD, f"{place}/people/new")
    yield Visit("set_up.new_person", "person-mistake", LEAD, f"{place}/people/new", 422, send)
    stages = example.stages
    address = f"{stages.address}/people/{stages.respondents[0]}/email"
    yield Visit("set_up.edit_email", "person-address", STAGES_LEAD, address)
    yield Visit("set_up.confirm_remove_role", "role-remove", LEAD, f"{place}/people/roles/{example.grant}/remove")
    yield Visit(
        "set_up.people",
        "person-link",
        STAGES_LEAD,
        f"{example.stages.address}/people",
        act=partial(make_a_link, name="Respondent 1"),
    )


def _rounds(example: Example) -> Iterator[Visit]:
    place, stages = f"{example.place}/rounds", example.stages
    yield Visit("set_up.new_round", "round-new", LEAD, f"{place}/new")
    yield Visit("set_up.new_round", "round-mistake", LEAD, f"{place}/new", 422, send)
    yield Visit("set_up.round_page", "round-draft", STAGES_LEAD, stages.round_address(3))
    yield Visit("set_up.version", "round-version", STAGES_LEAD, f"{stages.round_address(2)}/matrix-version")
    yield Visit("set_up.round_page", "round-open", LEAD, f"{place}/3")
    yield Visit("set_up.round_page", "round-open-respondent", HALF_WAY, f"{place}/3")
    yield Visit("set_up.round_page", "round-agreeing", STAGES_LEAD, stages.round_address(2))
    yield Visit("set_up.round_page", "round-closed", LEAD, f"{place}/2")
    yield Visit("set_up.round_page", "round-closed-viewer", VIEWER, f"{place}/2")
    yield Visit("set_up.confirm_discard", "round-discard", STAGES_LEAD, f"{stages.round_address(3)}/discard")
    yield Visit("set_up.messages", "round-messages", LEAD, f"{place}/3/messages")
    yield Visit("set_up.edit_round", "round-edit", STAGES_LEAD, f"{stages.round_address(3)}/edit")
    yield Visit("set_up.edit_round", "round-edit-open", LEAD, f"{place}/3/edit")
    yield Visit("set_up.participants", "participants-draft", STAGES_LEAD, f"{stages.round_address(3)}/participants")
    yield Visit("set_up.participants", "participants-open", LEAD, f"{place}/3/participants")
    for name, who, path in (
        ("open", STAGES_LEAD, stages.round_address(3)),
        ("close-responding", LEAD, f"{place}/3"),
        ("reopen-responding", STAGES_LEAD, stages.round_address(2)),
        ("close", STAGES_LEAD, stages.round_address(2)),
        ("reopen", LEAD, f"{place}/2"),
    ):
        yield Visit("set_up.confirm_move", f"move-{name}", who, f"{path}/moves/{name}")
    yield Visit("set_up.confirm_move", "move-reopen-mistake", LEAD, f"{place}/2/moves/reopen", 422, send)


def _responding(example: Example) -> Iterator[Visit]:
    mine, done, new = (example.response(who) for who in (HALF_WAY, SUBMITTED, NOT_BEGUN))
    yield Visit("respond.task_list", "respond-list", HALF_WAY, mine)
    yield Visit("respond.task_list", "respond-list-submitted", SUBMITTED, done)
    yield Visit("respond.criterion", "respond-criterion", HALF_WAY, f"{mine}/criteria/shared-purpose")
    yield Visit(
        "respond.criterion",
        "respond-criterion-mistake",
        HALF_WAY,
        f"{mine}/criteria/shared-purpose",
        422,
        send_not_applicable,
    )
    yield Visit("respond.criterion", "respond-criterion-submitted", SUBMITTED, f"{done}/criteria/shared-purpose")
    yield Visit("respond.domain", "respond-domain", HALF_WAY, f"{mine}/domains/purpose")
    yield Visit("respond.domain", "respond-domain-submitted", SUBMITTED, f"{done}/domains/purpose")
    yield Visit("respond.task_list", "respond-list-new", NOT_BEGUN, new)
    yield Visit("respond.criterion", "respond-new", NOT_BEGUN, f"{new}/criteria/shared-purpose")
    yield Visit("respond.criterion", "respond-saved", NOT_BEGUN, f"{new}/criteria/shared-purpose", act=write_a_reason)
    yield Visit(
        "respond.criterion",
        "respond-not-saved",
        NOT_BEGUN,
        f"{new}/criteria/agreed-priorities",
        act=write_without_a_connection,
    )
    yield Visit("respond.check", "respond-check", HALF_WAY, f"{mine}/check")
    yield Visit("respond.check", "respond-check-mistake", HALF_WAY, f"{mine}/check", 422, submit)
    yield Visit("respond.check", "respond-check-submitted", SUBMITTED, f"{done}/check")
    closed = example.response(SUBMITTED, 2)
    yield Visit("respond.task_list", "respond-list-closed", SUBMITTED, closed)


def _agreeing(example: Example) -> Iterator[Visit]:
    stages = example.stages
    now, room = f"{stages.round_address(2)}/agree", f"{stages.round_address(4)}/agree"
    yield Visit("agree.overview", "agree", STAGES_LEAD, now)
    prepare = f"{stages.round_address(2)}/prepare"
    pre_read = f"{prepare}/pre-read/{stages.partners[0]}"
    yield Visit("prepare.overview", "prepare", STAGES_LEAD, prepare)
    yield Visit("prepare.overview", "prepare-respondent", STAGES_RESPONDENT, prepare)
    yield Visit("prepare.overview", "prepare-together", STAGES_LEAD, f"{stages.round_address(4)}/prepare")
    yield Visit("prepare.agenda", "prepare-agenda", STAGES_LEAD, f"{prepare}/agenda")
    yield Visit("prepare.pre_read", "pre-read", STAGES_LEAD, pre_read)
    apart = f"{example.rooms.round_address(NOT_OPEN)}/prepare"
    yield Visit("prepare.overview", "prepare-apart", ROOMS_LEAD, apart)
    yield Visit("prepare.agenda", "prepare-agenda-apart", ROOMS_LEAD, f"{apart}/agenda")
    yield Visit("prepare.pre_read", "pre-read-apart", ROOMS_RESPONDENT, f"{apart}/pre-read/{example.rooms.partners[0]}")
    yield Visit("agree.overview", "agree-apart", ROOMS_LEAD, f"{example.rooms.round_address(NOT_OPEN)}/agree")
    yield Visit("prepare.pre_read_pdf", "pre-read-pdf", STAGES_LEAD, f"{pre_read}/pdf")
    yield Visit("agree.criterion", "agree-criterion", STAGES_LEAD, f"{now}/criteria/vision")
    yield Visit("agree.criterion", "agree-mistake", STAGES_LEAD, f"{now}/criteria/design", 422, not_agreed)
    yield Visit(
        "agree.criterion", "agree-conflict", STAGES_LEAD, f"{now}/criteria/vision", 409, agree_what_is_out_of_date
    )
    yield Visit("agree.criterion", "agree-respondent", STAGES_RESPONDENT, f"{now}/criteria/vision")
    yield Visit("agree.overview", "agree-together", STAGES_LEAD, room)
    yield Visit("agree.criterion", "agree-together-criterion", STAGES_LEAD, f"{room}/criteria/vision")
    yield from pages_of_the_room(example)
    yield from _looking_back(example)
    closed = f"{example.place}/rounds/2/agree"
    yield Visit("agree.overview", "agreed", SUBMITTED, closed)
    yield Visit("agree.criterion", "agreed-criterion", SUBMITTED, f"{closed}/criteria/shared-purpose")


def _looking_back(example: Example) -> Iterator[Visit]:
    now = f"{example.stages.round_address(2)}/agree/looking-back"
    yield Visit("agree.hindsight", "looking-back", STAGES_LEAD, now)
    yield Visit("agree.hindsight_criterion", "looking-back-criterion", STAGES_LEAD, f"{now}/vision")
    yield Visit("agree.hindsight_criterion", "looking-back-mistake", STAGES_LEAD, f"{now}/vision", 422, another_level)
    yield Visit("agree.hindsight_criterion", "looking-back-respondent", STAGES_RESPONDENT, f"{now}/vision")


def _results(example: Example) -> Iterator[Visit]:
    place, stages = example.place, example.stages
    yield Visit("compare.results", "results", VIEWER, f"{place}/rounds/2/results")
    yield Visit("compare.results", "results-small-matrix", STAGES_LEAD, f"{stages.round_address(1)}/results")
    yield Visit("compare.results", "results-draft", STAGES_LEAD, f"{stages.round_address(2)}/results")
    yield Visit("compare.results", "results-not-yet", VIEWER, f"{place}/rounds/3/results", 409)
    yield Visit("compare.compare", "compare", VIEWER, f"{place}/compare?from=1&to=2")
    yield Visit("compare.compare", "compare-mistake", VIEWER, f"{place}/compare?from=2&to=2", 422)
    yield Visit("compare.compare", "compare-one-round", STAGES_LEAD, f"{stages.address}/compare")
    yield Visit("compare.progress", "progress", LEAD, f"{place}/progress")
    yield Visit("compare.progress", "progress-one-round", STAGES_LEAD, f"{stages.address}/progress")
    yield Visit("compare.progress", "progress-none", EMPTY_LEAD, f"/collaboratives/{example.empty}/progress")
    yield Visit("share.report", "report", VIEWER, f"{place}/rounds/2/report")
    yield Visit("share.report", "report-draft", STAGES_LEAD, f"{stages.round_address(2)}/report")
    yield Visit("sign_off.overview", "sign-off", LEAD, f"{place}/rounds/2/sign-off")
    mine = f"{place}/rounds/2/sign-off/partners/{example.partners[SUBMITTED]}"
    yield Visit("sign_off.sign", "sign-off-sign", SUBMITTED, mine)
    yield Visit("sign_off.sign", "sign-off-mistake", SUBMITTED, mine, 422, send)
    yield Visit("sign_off.sign_on_behalf", "sign-off-from-paper", LEAD, f"{mine}/on-behalf")
    yield Visit("share.columns", "report-columns", LEAD, f"{place}/rounds/2/report/columns")
    yield Visit("share.pdf", "report-ready", LEAD, f"{place}/rounds/2/report/board?waited=1", act=wait_for_the_pdf)


def _refusals(example: Example) -> Iterator[Visit]:
    place, mine = example.place, example.response(HALF_WAY)
    yield Visit("set_up.edit_collaborative", "error-403", VIEWER, f"{place}/edit", 403)
    yield Visit("home.home", "error-404", LEAD, "/nothing-here", 404)
    yield Visit("respond.check", "error-405", HALF_WAY, f"{mine}/submit", 405)
    yield Visit("set_up.confirm_move", "error-409", LEAD, f"{place}/rounds/3/moves/close", 409)
    yield Visit("respond.criterion", "respond-conflict", HALF_WAY, f"{mine}/criteria/shared-purpose", 409, conflict)
    yield Visit("respond.criterion", "signed-out", HALF_WAY, f"{mine}/criteria/shared-purpose", 401, sign_out_first)
    yield Visit("respond.criterion", "send-again", HALF_WAY, f"{mine}/criteria/shared-purpose", 400, send_an_old_form)


AROUND_ROUNDS: Final[Mapping[str, Section]] = {
    "service": _about_the_service,
    "matrices": _matrices,
    "administration": _administration,
    "set up": _set_up,
    "rounds": _rounds,
    "mail": pages_with_mail,
    "refusals": _refusals,
}
"""The sections of the walk that are about the service, its people and the course of a round."""

IN_ROUNDS: Final[Mapping[str, Section]] = {
    "responding": _responding,
    "teams": pages_of_teams,
    "agreeing": _agreeing,
    "results": _results,
    "versions": pages_over_versions,
}
"""The sections that are about what is said in a round and what comes of it."""


def visits(example: Example) -> Iterator[Visit]:
    """Every visit of the walk. `name` is unique: a picture of the page is called so."""
    for section in (*AROUND_ROUNDS.values(), *IN_ROUNDS.values()):
        yield from section(example)
