"""One save as a browser sends it, what a server answers, and whether that is honest where nothing can be saved."""

from __future__ import annotations

import http
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bs4 import BeautifulSoup
from flask import Flask

from tests.factories.worlds import World, Worlds
from tests.promises.every_route import a_form, routes_with, values_in

TYPED: Final = "What a person wrote & must not lose: “naïve” <b>"
DONE: Final = frozenset({"saved", "done"})
"""What the script of a page is told of a save that was made."""


@dataclass(frozen=True)
class Save:
    """One save: by whom, where to, and with what. `typed` is a text in it that must not be lost."""

    name: str
    endpoint: str
    who: int | None
    address: str
    fields: dict[str, str] = field(default_factory=dict)
    typed: str = ""
    by_script: bool = False
    method: str = "POST"


@dataclass(frozen=True)
class Reply:
    """What the server answered."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        """The answer as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def said(self) -> dict[str, Any]:
        """What the script of a page is told."""
        said: dict[str, Any] = json.loads(self.text)
        return said


@dataclass(frozen=True)
class SaveMaker:
    """Makes saves that fit the worlds."""

    app: Flask
    worlds: Worlds
    now: datetime

    def save(
        self,
        endpoint: str,
        who: int | None,
        *,
        world: World | None = None,
        name: str = "",
        values: Mapping[str, Any] | None = None,
        text_in: str = "",
        typed: str = TYPED,
        by_script: bool = False,
        by_get: bool = False,
        also: Mapping[str, object] | None = None,
        **fields: object,
    ) -> Save:
        """The form of `every_route` for this route in a world, the first by default, with `fields` and `also`.

        `also` are those whose names are no words of Python. `values` stand in its address, `text_in` names the field
        that holds what was typed. `by_get` asks for the page at the same address, where opening it saves something.
        """
        where = world or self.worlds.a
        route = next(each for each in routes_with(self.app, "POST") if each.endpoint == endpoint)
        sent = {
            **a_form(self.worlds, where, route).fields,
            **fields,
            **(also or {}),
            **({text_in: typed} if text_in else {}),
        }
        return Save(
            name=name or endpoint,
            endpoint=endpoint,
            who=who,
            address=route.address(self.app, values_in(self.worlds, where, route) | dict(values or {})),
            fields={} if by_get else {each: str(value) for each, value in sent.items()},
            typed=typed if text_in else "",
            by_script=by_script,
            method="GET" if by_get else "POST",
        )


def is_called_saved(save: Save, reply: Reply) -> bool:
    """Whether the person is told, or led on as if, the save was made."""
    if save.by_script:
        return reply.status == http.HTTPStatus.OK and reply.said["status"] in DONE
    return reply.status < http.HTTPStatus.BAD_REQUEST


def dishonest(save: Save, reply: Reply) -> list[str]:
    """What is wrong with the answer to a save that cannot have been made; nothing where all is well."""
    found = []
    if is_called_saved(save, reply):
        found.append("is called saved")
    if reply.status <= http.HTTPStatus.INTERNAL_SERVER_ERROR:
        found.append(f"is answered with {reply.status}")
    if save.by_script:
        said = reply.said
        if said["status"] != "not saved" or not said["message"].startswith("Not saved."):
            found.append(f"is answered with {said}")
        return found
    page = BeautifulSoup(reply.text, "html.parser").get_text()
    if "nothing was saved" not in page:
        found.append("does not say that nothing was saved")
    if save.typed and save.typed not in page:
        found.append("loses what was typed")
    return found
