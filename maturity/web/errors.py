"""Pages for what goes wrong: each says what happened and what to do, and keeps what was typed."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Response, current_app, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

logger = logging.getLogger(__name__)

NOT_TEXT: Final = frozenset(
    {"csrf_token", "password", "password_again", "request_key", "based_on", "next", "content", "file_name"}
    | {"choice", "confidence", "elements", "leave_blanks", "seen", "asked", "scale"}
    | {"type", "footprint", "role", "partner", "respondent", "way", "matrix", "naming"}
    | {"to", "lead", "ballot", "criterion_id", "level"}
    | {"minutes", "day", "month", "year"}
)
"""Fields that hold a secret, the form's own notes, what was chosen and not typed, or a mere number."""


_DISK_REFUSED: Final = ("disk I/O error", "readonly database")
"""What SQLite says of a write that failed for another cause than a full disk: a quota, a limit, a disk that broke."""

HEALTH: Final = "/health"
HOME: Final = ("/", "Go to your work")


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """A page that says what went wrong.

    `kept` is what the person typed, by the name of the field; `way_on` an address and what its link says.
    """

    title: str
    what_happened: str
    what_to_do: str
    kept: dict[str, str] = field(default_factory=dict)
    way_on: tuple[str, str] = HOME


_PAGES: Final[dict[int, tuple[str, str, str]]] = {
    400: (
        "Something in this request does not fit",
        "The server could not make sense of what was sent.",
        "Go back, reload the page and try again.",
    ),
    403: (
        "You cannot do this",
        "Your role in this collaborative does not include this page.",
        "If you need it, ask a lead of the collaborative.",
    ),
    404: (
        "Page not found",
        "There is nothing at this address, or it has not been shared with you.",
        "Check the address, or start from your work.",
    ),
    405: (
        "This page cannot be opened like that",
        "The address is right, but it only takes what a form sends.",
        "Start from your work.",
    ),
    409: (
        "This does not fit what is there now",
        "Something changed in another place after you opened the page.",
        "Go back and reload the page to see what is there now.",
    ),
    413: (
        "That is too much at once",
        "What was sent is larger than this service accepts, so nothing was saved.",
        "Shorten the text and save again.",
    ),
    429: (
        "Too many tries",
        "There were too many tries to sign in from here.",
        "Wait fifteen minutes, then try again.",
    ),
    500: (
        "Sorry, something went wrong",
        "This is a fault of the service. Nothing was changed by what you just did.",
        "Try again in a few minutes. If it happens again, tell the people who run the service.",
    ),
    503: (
        "Not saved: the service is busy",
        "The database is busy with something else, so nothing was saved.",
        "Wait a moment, then save again. Your text is below.",
    ),
    507: (
        "Not saved: the disk is full",
        "There is no room left on the disk of this service, so nothing was saved.",
        "Copy your text and tell the people who run the service.",
    ),
}

_OPENED: Final[dict[int, tuple[str, str, str]]] = {
    503: (
        "The service is busy",
        "The database is busy with something else, so this page could not be shown.",
        "Wait a moment, then reload the page.",
    ),
    507: (
        "The disk is full",
        "There is no room left on the disk of this service, so this page could not be shown.",
        "Tell the people who run the service.",
    ),
}
"""What the database refused to a page that was only opened, where nothing was sent that could be lost."""


def wants_json() -> bool:
    """Whether the request came from the script of a page and not from a form."""
    return request.accept_mimetypes.best == "application/json"


def handle_errors(app: Flask) -> None:
    """Give the application its error pages."""
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(SecurityError, _untrusted_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _fault)


def error_answer(
    status: int,
    *,
    title: str | None = None,
    what_happened: str | None = None,
    what_to_do: str | None = None,
    way_on: tuple[str, str] = HOME,
) -> Response:
    """The answer for a status: a page, or JSON for the script of a page. What is not given is as usual."""
    usual_title, happened, to_do = _PAGES.get(status, _PAGES[400])
    page = ErrorPage(
        title=title or usual_title,
        what_happened=what_happened or happened,
        what_to_do=to_do if what_to_do is None else what_to_do,
        kept=kept_text(),
        way_on=way_on,
    )
    if wants_json():
        answer = jsonify(status="not saved", message=f"Not saved. {page.what_happened} {page.what_to_do}".rstrip())
    else:
        answer = make_response(render_template("errors/error.html", page=page))
    answer.status_code = status
    return answer


def spent_link_answer(problem: Exception) -> Response:
    """The answer to a link that was used, has expired or never was: the problem says so, and whom to ask."""
    return error_answer(404, title="This link does not work any more", what_happened=str(problem), what_to_do="")


def kept_text() -> dict[str, str]:
    """What the person typed into the form of this request, by the name of the field in words."""
    if request.method != "POST":
        return {}
    try:
        sent = list(request.form.items())
    except HTTPException:  # the form itself was too large to be read
        return {}
    kept = {}
    for name, text in sent:
        about, _, field_name = name.rpartition("-")
        if field_name not in NOT_TEXT and len(text.strip()) > 1:
            words = f"{about.replace('-', ' ')}: {field_name}" if about else field_name
            kept[words.replace("_", " ").capitalize()] = text
    return kept


def signed_out_answer() -> Response:
    """The answer to a form that was sent after its sign-in ended."""
    if wants_json():
        answer = jsonify(status="signed out", message="Not saved: you have been signed out.")
    else:
        # Browsers send no session with a form of another site, so its sender looks signed out.
        again = None if _came_from_elsewhere() else _sent_form()
        answer = make_response(render_template("sign_in/signed_out.html", form_to_send_again=again, kept=kept_text()))
    answer.status_code = 401
    return answer


@dataclass(frozen=True, slots=True)
class SentForm:
    """A form as it was sent, to be sent again."""

    address: str
    fields: tuple[tuple[str, str], ...]


def _sent_form() -> SentForm:
    secret = {"csrf_token", "password", "password_again"}
    return SentForm(
        address=request.full_path.rstrip("?"),
        fields=tuple((name, text) for name, text in request.form.items(multi=True) if name not in secret),
    )


def _came_from_here() -> bool:
    """Whether the browser says that a page of this service sent the form."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin" if origin else "cross-site")
    return site == "same-origin" and origin in {None, request.host_url.rstrip("/")}


def _came_from_elsewhere() -> bool:
    """Whether the browser says that a page of another service sent the form."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    return request.headers.get("Origin", request.host_url.rstrip("/")) != request.host_url.rstrip("/")


def _csrf(_problem: CSRFError) -> Response:
    if wants_json():
        answer = jsonify(status="old page", message="Not saved: you signed in again after this page was opened.")
        answer.status_code = 400
        return answer
    if request.endpoint not in {None, "sign_in.start"} and _came_from_here():
        # The person signed in again after the page was opened: let them look at it and send it once more.
        answer = make_response(
            render_template("errors/send_again.html", form_to_send_again=_sent_form(), kept=kept_text())
        )
        answer.status_code = 400
        return answer
    return error_answer(
        400,
        what_happened="This form was not sent from the page that you opened here last, so nothing was saved.",
        what_to_do="Copy your text, reload the page and save again.",
    )


def _untrusted_host(_problem: SecurityError) -> Response:
    # A health check knows the server by its number. It is told that it answers, and nothing else.
    if request.path == HEALTH and request.method == "GET":
        return make_response(current_app.view_functions["home.health"]())
    # A page needs addresses, and for a host that is not ours there are none.
    return Response("This service does not answer to that name.\n", 400, mimetype="text/plain")


def _http(problem: HTTPException) -> Response:
    if problem.response is not None and isinstance(problem.response, Response):
        return problem.response
    return error_answer(problem.code or 500)


def _database(problem: OperationalError) -> Response:
    text = str(problem.orig)
    logger.error("The database refused: %s", text)
    if "full" in text:
        return _could_not(507, problem)
    if "locked" in text or "busy" in text:
        return _could_not(503, problem)
    if _is_of_a_save(problem) and any(words in text for words in _DISK_REFUSED):
        return error_answer(
            503,
            title="Not saved: the disk refused it",
            what_happened="The disk of this service did not take what was to be kept, so nothing was saved.",
            what_to_do=_PAGES[507][2] if request.method == "POST" else _OPENED[507][2],
        )
    return error_answer(500)


def _could_not(status: int, problem: OperationalError) -> Response:
    if request.method == "POST":
        return error_answer(status)
    title, what_happened, what_to_do = _OPENED[status]
    if _is_of_a_save(problem):
        return error_answer(status, what_to_do=what_to_do)
    return error_answer(status, title=title, what_happened=what_happened, what_to_do=what_to_do)


def _is_of_a_save(problem: OperationalError) -> bool:
    """Whether something was to be kept: a form was sent, or a page was opened that asks for a PDF to be made."""
    return request.method == "POST" or not (problem.statement or "").startswith("SELECT")


def _fault(problem: Exception) -> Response:
    logger.error("A request failed", exc_info=problem)
    return error_answer(500)
