"""The second invented collaborative, its partners and its people. The ODS codes are no real organisation's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.record.sign_off import SignOffDecision
from maturity.usecases.set_up import CollaborativeDetails
from maturity.usecases.worked_example.people import Person

COLLABORATIVE: Final = CollaborativeDetails(
    name="Tallowmere Rehabilitation Alliance",
    type=CollaborativeType.VERTICAL,
    footprint=Footprint.PLACE,
    region="Invented for this example",
    icbs=("Tallowmere Integrated Care Board",),
)


@dataclass(frozen=True, slots=True)
class EvolvingPartner:
    """A partner with the one person who responds for it, and the first and last rounds it takes part in.

    `merges_into` is the key of the partner in which it goes on after its last.
    """

    key: str
    name: str
    type: PartnerType
    person: Person
    ods_code: str = ""
    first_round: int = 1
    last_round: int = 3
    merges_into: str | None = None


PARTNERS: Final = (
    EvolvingPartner(
        "tallow",
        "Tallowmere Community Health Trust",
        PartnerType.COMMUNITY_TRUST,
        Person(
            "tallow", "Nia Bevan", "community@tallowmere.example", "Respondent for Tallowmere Community Health Trust"
        ),
        ods_code="DEMO6",
    ),
    EvolvingPartner(
        "upper",
        "Upper Dene Hospitals Trust",
        PartnerType.ACUTE_TRUST,
        Person("upper", "Colm Dacre", "upper@tallowmere.example", "Respondent for Upper Dene Hospitals Trust"),
        ods_code="DEMO7",
    ),
    EvolvingPartner(
        "lower",
        "Lower Dene Hospital Trust",
        PartnerType.ACUTE_TRUST,
        Person("lower", "Ines Marlow", "lower@tallowmere.example", "Responded for Lower Dene until it merged"),
        ods_code="DEMO8",
        last_round=2,
        merges_into="upper",
    ),
    EvolvingPartner(
        "sallow",
        "Sallowby Mental Health Trust",
        PartnerType.MENTAL_HEALTH_TRUST,
        Person("sallow", "Yusuf Amadi", "sallowby@tallowmere.example", "Respondent for Sallowby Mental Health Trust"),
        ods_code="DEMO9",
    ),
    EvolvingPartner(
        "council",
        "Tallow County Council",
        PartnerType.LOCAL_AUTHORITY,
        Person("council", "Beth Harker", "council@tallowmere.example", "Respondent for Tallow County Council"),
    ),
    EvolvingPartner(
        "corvane",
        "Corvane Stroke Charity",
        PartnerType.VCSE,
        Person("corvane", "Ade Fenwick", "charity@tallowmere.example", "Respondent for Corvane Stroke Charity"),
        first_round=3,
    ),
)

ROLE_TITLES: Final[Mapping[str, str]] = {
    "tallow": "Director of therapies",
    "upper": "Deputy chief executive",
    "sallow": "Head of rehabilitation",
    "council": "Assistant director, adult social care",
}

SIGNED: Final[Mapping[str, tuple[SignOffDecision, str]]] = {
    "upper": (SignOffDecision.AGREES, ""),
    "tallow": (SignOffDecision.AGREES, ""),
    "council": (
        SignOffDecision.RESERVATIONS,
        "We agree with the levels. The report should say more plainly that our home care firms were not reached.",
    ),
    "sallow": (SignOffDecision.AGREES, ""),
}
"""What partners said of the last round, in the order in which they signed. One has not signed yet."""
