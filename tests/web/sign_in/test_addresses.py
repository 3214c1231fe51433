from __future__ import annotations

import pytest

from maturity.web.sign_in.addresses import safe_next

ELSEWHERE = [
    "https://elsewhere.example/",
    "//elsewhere.example/",
    "///elsewhere.example/",
    "/\\elsewhere.example/",
    "\\\\elsewhere.example/",
    "/\t/elsewhere.example/",
    "/\n/elsewhere.example/",
    "javascript:alert(1)",
    " https://elsewhere.example",
    "/ /elsewhere.example",
    "elsewhere.example",
    "http:/elsewhere.example",
    "",
    None,
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_an_address_that_could_lead_elsewhere_leads_home(address: str | None) -> None:
    assert safe_next(address) == "/"


@pytest.mark.parametrize("address", ["/", "/matrices", "/collaboratives/1/compare?from=1&to=2", "/a%2Fb"])
def test_a_page_of_the_service_is_kept(address: str) -> None:
    assert safe_next(address) == address
