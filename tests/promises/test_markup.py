"""What people write is text, wherever it is shown: no page gains an element, an attribute or a link by it.

Everything is written twice, once as it stands in `payloads.txt` and once with every sign replaced by a letter. The
pages must be built of the same elements, and say each text as often.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from maturity.core.matrix_change.asked_then import stamp_of
from tests.factories.worlds import AGREEING, CLOSED, OPEN
from tests.promises.every_route import addresses, routes_with
from tests.promises.visits import ANONYMOUS, Visits, mark_on

PAYLOADS: Final = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").splitlines()
SIGNS: Final = re.compile(r"[<>\"'&]")

Spell = Callable[[int], str]
Sent = Callable[..., TestResponse]


def as_written(place: int) -> str:
    """The payload at this place, numbered so that it can be told from every other."""
    return f"n{place:03d} {PAYLOADS[place]} e{place:03d}"


def harmless(place: int) -> str:
    """A text of the same length and the same spaces, made of letters and digits alone."""
    return re.sub(r"[^\s0-9A-Za-z]", "x", as_written(place))


def together(spell: Spell, places: range, *, most: int, by: str = " ") -> list[str]:
    """The texts, joined as far as they fit into so many characters."""
    texts = [spell(places[0])]
    for place in places[1:]:
        longer = f"{texts[-1]}{by}{spell(place)}"
        texts = [*texts[:-1], longer] if len(longer) <= most else [*texts, spell(place)]
    return texts


@dataclass(frozen=True)
class Shown:
    """One page that shows what was written."""

    address: str
    html: str

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def elements(self) -> Counter[tuple[str, ...]]:
        """The elements of the page, each with the names of its attributes."""
        return Counter((tag.name, *sorted(tag.attrs)) for tag in self.soup.find_all())

    @cached_property
    def says(self) -> str:
        """Every text of the page and every value of an attribute, one a line.

        But the letters in a picture: they are cut off where its width ends, and a payload is as wide as its signs. The
        title of the picture and its table say them whole.
        """
        soup = BeautifulSoup(self.html, "html.parser")
        for drawn in soup.find_all("text"):
            drawn.decompose()
        values = [str(value) for tag in self.soup.find_all() for value in tag.attrs.values()]
        return "\n".join([soup.get_text(), *values])


ALL: Final = range(len(PAYLOADS))


def write_everywhere(visits: Visits, spell: Spell) -> Iterator[TestResponse]:
    """Write every payload into every field of text, by the forms; gives the answers that send text straight back."""
    home = f"/collaboratives/{visits.worlds.a.collaborative}"
    whole = "\r\n".join(spell(place) for place in ALL)
    purposes = together(spell, ALL, most=4_900, by="\r\n")

    def sent(principal: str, address: str, form: Mapping[str, Any], status: int, **more: Any) -> TestResponse:
        answer = visits.post(principal, address, form, **more)
        assert answer.status_code == status, f"{address}: {answer.status_code} {answer.text[-3000:]}"
        return answer

    answer_form = {"d1-c1-choice": "2", "d1-c1-reason": whole, "d1-c1-evidence": whole}
    answer_form |= {"d1-c1-request_key": "k", "d1-c1-based_on": "0", "d1-c1-asked": stamp_of(visits.worlds.following)}
    respond = f"{home}/rounds/{OPEN}/respond/{visits.worlds.a.partners[0]}/criteria/d1-c1"
    agree = f"{home}/rounds/{AGREEING}/agree/criteria/d1-c1"
    sent("respondent", respond, answer_form | {"d1-c1-based_on": "2"}, 302)
    sent("lead", agree, answer_form | {"d1-c1-based_on": "1"}, 302)
    # What comes straight back: conflicts, texts that are too long, and what was sent without a session or a token.
    yield sent("respondent", respond, answer_form | {"d1-c1-based_on": "1", "d1-c1-choice": "3"}, 409)
    yield sent("lead", agree, answer_form | {"d1-c1-choice": "3"}, 409)
    yield sent("respondent", respond, answer_form | {"d1-c1-reason": whole * 5}, 422)
    yield sent("sibling", respond.replace(f"/{OPEN}/", f"/{CLOSED}/"), answer_form, 404)
    yield sent("lead", agree.replace(f"/{AGREEING}/", f"/{CLOSED}/"), answer_form | {"d1-c1-based_on": "9"}, 409)
    yield sent(ANONYMOUS, respond, answer_form, 401)
    yield sent("respondent", respond, answer_form | {"csrf_token": "old"}, 400, headers={"Origin": "http://localhost"})
    yield sent("respondent", respond, answer_form | {"csrf_token": "old"}, 400)

    yield from write_on_the_record(visits, spell, sent)

    region = "r" + spell(0)
    names = together(spell, ALL, most=190)
    details = {"type": "acute", "footprint": "ics", "icbs": "\n".join(spell(place) for place in ALL[:60])}
    yield sent("lead", f"{home}/edit", details | {"name": names[0], "region": region, "based_on": "0"}, 409)
    sent("lead", f"{home}/edit", details | {"name": names[1], "region": region, "based_on": "1"}, 302)
    labels = together(spell, ALL, most=118)
    for place, label in enumerate(labels):
        purpose = purposes[place % len(purposes)]
        sent(
            "lead", f"{home}/rounds/{OPEN}/edit", {"label": label, "purpose": purpose, "based_on": str(3 + place)}, 302
        )
        if place < len(purposes):
            yield visits.get("viewer", f"{home}/rounds/{OPEN}")
            yield visits.get("respondent", respond.partition("/criteria")[0])
    yield sent("lead", f"{home}/rounds/{OPEN}/edit", {"label": labels[0], "purpose": purposes[0], "based_on": "0"}, 409)
    for purpose in purposes:
        sent("lead", f"{home}/rounds/{CLOSED}/moves/reopen", {"reason": purpose}, 302)
        sent("lead", f"{home}/rounds/{CLOSED}/moves/close", {}, 302)
    for place, name in enumerate(names):
        partner = {"name": name, "type": "acute-trust"}
        sent("lead", f"{home}/partners/new", partner, 302)
        if place % 4 == 0:
            yield sent("lead", f"{home}/partners/new", partner, 422)
        person = {"name": name, "email": f"person{place}@people.example", "role": "viewer"}
        shown = sent("lead", f"{home}/people/new", person, 200)
        if place % 8 == 0:
            yield shown
    for text in together(spell, ALL, most=1_000):
        yield sent(ANONYMOUS, "/sign-in", {"email": text, "next": text}, 422)
    sent("lead", f"{home}/rounds/{AGREEING}/moves/close", {}, 302)
    sent("lead", f"{home}/rounds/{OPEN}/moves/close-responding", {}, 302)


def write_on_the_record(visits: Visits, spell: Spell, sent: Sent) -> Iterator[TestResponse]:
    """The same into what is said looking back, moving to another version and signing."""
    home = f"/collaboratives/{visits.worlds.a.collaborative}"
    whole = "\r\n".join(spell(place) for place in ALL)
    looking = {"d1-c1-choice": "2", "d1-c1-reason": whole, "d1-c1-request_key": "k"}
    back = f"{home}/rounds/{AGREEING}/agree/looking-back/d1-c1"
    sent("lead", back, looking | {"d1-c1-based_on": "2"}, 302)
    yield sent("lead", back, looking | {"d1-c1-based_on": "1", "d1-c1-choice": "3"}, 409)
    reason = together(spell, ALL, most=4_900, by="\r\n")[0]
    moving = f"{home}/rounds/{AGREEING}/matrix-version"
    yield sent("lead", moving, {"reason": reason, "seen": "another"}, 409)
    sent("lead", moving, {"reason": reason, **mark_on(visits.get("lead", moving).text)}, 302)
    signing = f"{home}/rounds/{CLOSED}/sign-off/partners/{visits.worlds.a.partners[1]}"
    signed = {"decision": "declines", "words": whole, "request_key": "k"}
    signed |= dict(zip(("signed_name", "role_title"), together(spell, ALL, most=190), strict=False))
    yield sent("sibling", signing, signed | {"state_hash": "another", "seen": "0"}, 409)
    page = visits.get("sibling", signing).text
    sent("sibling", signing, signed | mark_on(page) | mark_on(page, "state_hash"), 302)


def every_page(visits: Visits, spell: Spell) -> list[Shown]:
    """Everything that shows what was written."""
    visits.put_back()
    found = [Shown(answer.request.path, answer.text) for answer in write_everywhere(visits, spell)]
    for route in routes_with(visits.app, "GET"):
        for address in addresses(visits, route, visits.worlds.a, (AGREEING, OPEN)):
            principal = "respondent" if route.endpoint.startswith("respond.") else "lead"
            principal = "administrator" if "/administer" in address else principal
            answer = visits.get(principal, address)
            if answer.mimetype == "text/html" and answer.status_code != 302:
                found.append(Shown(address, answer.text))
    return found


@dataclass(frozen=True)
class Pages:
    """The same pages, with the payloads and with their harmless twins."""

    written: list[Shown]
    twins: list[Shown]


@pytest.fixture(scope="module")
def pages(worlds_visited: Visits) -> Pages:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("maturity.web.sign_in.attempts.may_try", lambda _: True)
        return Pages(every_page(worlds_visited, as_written), every_page(worlds_visited, harmless))


def faults_of(written: Shown, twin: Shown) -> list[str]:
    """Where what was written is more than text, or is not what was written."""
    found = []
    more, fewer = written.elements - twin.elements, twin.elements - written.elements
    if more or fewer:
        found.append(f"{written.address}: more {dict(more)}, fewer {dict(fewer)}")
    for place in ALL:
        if SIGNS.search(PAYLOADS[place]) and as_written(place) in written.html:
            found.append(f"{written.address}: not escaped: {PAYLOADS[place]}")
        times, times_of_twin = written.says.count(as_written(place)), twin.says.count(harmless(place))
        if times != times_of_twin:
            found.append(f"{written.address}: {times} and not {times_of_twin} times: {PAYLOADS[place]}")
    return found


def test_there_are_many_payloads_and_each_is_a_line_of_its_own() -> None:
    assert len(PAYLOADS) >= 120
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    assert all(" ".join(payload.split()) == payload for payload in PAYLOADS)


def test_whatever_people_write_is_shown_as_the_text_that_it_is(pages: Pages) -> None:
    assert [page.address for page in pages.written] == [page.address for page in pages.twins]
    faults = [fault for both in zip(pages.written, pages.twins, strict=True) for fault in faults_of(*both)]
    assert faults == []


def test_every_payload_is_seen_on_many_pages_so_the_comparison_has_something_to_compare(pages: Pages) -> None:
    said = [page.says for page in pages.written]
    for place in ALL:
        assert sum(as_written(place) in text for text in said) >= 10, PAYLOADS[place]


def test_no_page_has_an_inline_script_or_style_or_a_link_that_runs(pages: Pages) -> None:
    for page in pages.written:
        for tag in page.soup.find_all():
            assert not [name for name in tag.attrs if name.lower().startswith("on") or name == "style"], page.address
            assert tag.name != "style", page.address
            assert tag.name != "script" or tag.get("src"), page.address
            for name in ("href", "src", "action", "formaction", "xlink:href"):
                where = str(tag.get(name, "/"))
                assert re.match(r"(/(?!/)|#|\?|\./|mailto:|https://|http://localhost/)", where), (
                    f"{page.address}: {where}"
                )


def test_markup_that_is_not_escaped_would_be_noticed(pages: Pages) -> None:
    place = PAYLOADS.index("<img src=x onerror=alert(1)>")
    twin = next(page for page in pages.twins if harmless(place) in page.html)
    assert faults_of(twin, twin)[:1] != [], "the payload is not there"
    careless = Shown(twin.address, twin.html.replace(harmless(place), as_written(place)))
    assert any("onerror" in fault for fault in faults_of(careless, twin))


def test_a_template_that_is_evaluated_would_be_noticed(pages: Pages) -> None:
    place = PAYLOADS.index("{{7*7}}")
    at = next(i for i, page in enumerate(pages.written) if as_written(place) in page.says)
    evaluated = Shown(pages.written[at].address, pages.written[at].html.replace("{{7*7}}", "49"))
    assert any("{{7*7}}" in fault for fault in faults_of(evaluated, pages.twins[at]))
