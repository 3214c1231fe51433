from __future__ import annotations

from tests.factories.closed_rounds import hold_round
from tests.factories.installations import Setting
from tests.web.browser import Browser
from tests.web.conftest import CountQueries, SignIn


def test_a_round_that_was_signed_is_read_once_for_pages_that_tell_it_and_anew_once_it_changes(
    setting: Setting, viewer: Browser, sign_in: SignIn, count_queries: CountQueries
) -> None:
    hold_round(setting, partners=(2, 3))
    results = f"{setting.round_address()}/results"

    def sign(place: int) -> None:
        page = sign_in(setting.respondents[place]).get(
            f"{setting.round_address()}/sign-off/partners/{setting.partners[place]}"
        )
        page.submit(decision="agrees")

    assert "have not been asked to sign" in viewer.get(results).text
    sign(0)
    first = count_queries(lambda: viewer.get(results))
    again = count_queries(lambda: viewer.get(results))
    assert again < first - 15, "the state of the round was not read a second time"
    assert "Of 2 partners, 1 agrees." in viewer.get(results).text
    sign(1)
    assert "Of 2 partners, 2 agree." in viewer.get(results).text
    assert "2 agree." in viewer.get(setting.round_address()).text
