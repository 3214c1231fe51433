"""What each person can read of the others: before the reveal nothing, and after it where the partners stand."""

from __future__ import annotations

from tests.journeys.browsers import Window, headed, says
from tests.journeys.everything_open import everything_open_to, where_it_says
from tests.journeys.outcome import read_pdf
from tests.journeys.posted import Posted
from tests.journeys.six_partners import (
    ALDER,
    ANN,
    AS_BIRCH,
    BEA,
    BEN,
    CAL,
    DECISIONS,
    DEE,
    ELI,
    FACILITATOR,
    FIN,
    LEAD,
    RESPONDENTS,
    Person,
    Valleys,
    id_of,
)


def nobody_reads_others(valleys: Valleys, people: dict[Person, Window]) -> None:
    """Open everything as everybody, and find no word of anybody else: what one says oneself is found."""
    own = {
        BEN: {BEN.word, BEA.word, AS_BIRCH.word},
        BEA: {BEA.word, AS_BIRCH.word},
        LEAD: set(),
        FACILITATOR: set(),
    }
    words = {person.word for person in (*RESPONDENTS, AS_BIRCH)}
    for reader, window in people.items():
        pages = everything_open_to(window, valleys.closed_doors)
        mine = own.get(reader, {reader.word})
        assert where_it_says(pages, words - mine) == [], reader.name
        assert {word for word in mine if where_it_says(pages, {word})} == mine, reader.name


def positions_are_revealed(valleys: Valleys, people: dict[Person, Window]) -> None:
    """Everybody reads where each partner stands, and nobody outside what was only said inside Birch."""
    stand = {person.word for person in (ANN, CAL, DEE, ELI, AS_BIRCH, FIN)}
    for reader, window in people.items():
        window.open(f"{valleys.round}/agree/criteria/{id_of(DECISIONS)}")
        text = window.page.locator("#maincontent").inner_text()
        assert {word for word in stand if word in text} == stand, reader.name
        assert BEN.word not in text
        assert BEA.word not in text
    people[FACILITATOR].check()


def read_the_pre_read(posted: Posted, window: Window, valleys: Valleys) -> None:
    """Read it from the letter, as a page and as a PDF, with the own position and nobody else’s words."""
    posted.enter(ANN.email, ANN.name, about="before we meet", window=window)
    headed(window, f"Before the meeting: {ALDER}")
    says(window, DECISIONS, ANN.reason(DECISIONS))
    window.check()
    page = window.page.locator("#maincontent").inner_text()
    printed = read_pdf(window, f"{valleys.round}/prepare/pre-read/{valleys.partners[ALDER]}/pdf")
    for text in (page, printed):
        assert ANN.word in text
        assert [person.name for person in (BEN, BEA, CAL, DEE, ELI, AS_BIRCH, FIN) if person.word in text] == []
