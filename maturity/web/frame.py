"""What stands around every page: the name of the service, who is signed in, and where one can go."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, request
from flask_wtf.csrf import generate_csrf

from maturity.settings import Settings
from maturity.web.access import find_current_visitor


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of a page. `person` is the name of who is signed in, None for nobody."""

    service_name: str
    organisation_name: str
    has_logo: bool
    is_demo: bool
    person: str | None
    account: int | None
    may_administer: bool
    path: str


def draw_frame(app: Flask, *, settings: Settings) -> None:
    """Give every template its `frame` and `csrf_token`."""

    def provide() -> dict[str, object]:
        person = find_current_visitor()
        return {
            "frame": Frame(
                service_name=settings.service_name,
                organisation_name=settings.organisation_name,
                has_logo=settings.logo is not None,
                is_demo=settings.demo,
                person=None if person is None else person.name,
                account=None if person is None else person.account,
                may_administer=person is not None and person.is_administrator,
                path=request.path,
            ),
            "csrf_token": generate_csrf,
        }

    app.context_processor(provide)
