"""The invented collaborative and its invented partners. The ODS codes are no real organisation's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.usecases.set_up import CollaborativeDetails

COLLABORATIVE: Final = CollaborativeDetails(
    name="Northmere Provider Collaborative",
    type=CollaborativeType.ALL_IN,
    footprint=Footprint.ICS,
    region="Invented for this example",
    icbs=("Northmere and the Dales Integrated Care Board",),
)


@dataclass(frozen=True, slots=True)
class ExamplePartner:
    """A partner; `key` is how the rest of the example refers to it, `first_round` the first it takes part in."""

    key: str
    name: str
    type: PartnerType
    ods_code: str = ""
    first_round: int = 1


PARTNERS: Final = (
    ExamplePartner("northmere", "Northmere Hospitals Trust", PartnerType.ACUTE_TRUST, "DEMO1"),
    ExamplePartner("calderwick", "Calderwick General Hospital Trust", PartnerType.ACUTE_TRUST, "DEMO2"),
    ExamplePartner("westmarch", "Westmarch Mental Health Trust", PartnerType.MENTAL_HEALTH_TRUST, "DEMO3"),
    ExamplePartner("merrowdale", "Merrowdale Community Health Trust", PartnerType.COMMUNITY_TRUST, "DEMO4"),
    ExamplePartner("marchwater", "Marchwater Ambulance Trust", PartnerType.AMBULANCE_TRUST, "DEMO5"),
    ExamplePartner("alliance", "Northmere Voluntary Sector Alliance", PartnerType.VCSE, first_round=2),
)
