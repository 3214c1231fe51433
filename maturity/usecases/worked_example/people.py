"""Who can sign in to the worked example. All of them, and the organisations they work for, are invented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

DEMO_PASSWORD: Final = "four calm otters waiting"  # noqa: S105  (public on purpose: demo mode only)
"""One password for every account of the worked example, shown on the sign-in page in demo mode."""


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person; `key` is how the rest of the example refers to them, `who` what they are in it."""

    key: str
    name: str
    email: str
    who: str


LEAD: Final = Person("lead", "Helen Okoro", "lead@northmere.example", "Lead of the collaborative")
VIEWER: Final = Person("viewer", "Martin Leigh", "viewer@northmere.example", "Viewer: chairs one of the boards")
ADMINISTRATOR: Final = Person(
    "administrator", "Jo Tennant", "administrator@northmere.example", "Administrator of this installation"
)

RESPONDENTS: Final = (
    Person(
        "northmere",
        "Priya Raman",
        "hospitals@northmere.example",
        "Respondent for Northmere Hospitals Trust, which has submitted",
    ),
    Person(
        "calderwick",
        "Tom Ashdown",
        "calderwick@northmere.example",
        "Respondent for Calderwick General Hospital Trust, part of the way through",
    ),
    Person(
        "westmarch",
        "Siân Prosser",
        "westmarch@northmere.example",
        "Respondent for Westmarch Mental Health Trust, which has submitted",
    ),
    Person(
        "merrowdale",
        "Daniel Oyelaran",
        "merrowdale@northmere.example",
        "Respondent for Merrowdale Community Health Trust, which has submitted",
    ),
    Person(
        "marchwater",
        "Ruth Castle",
        "marchwater@northmere.example",
        "Respondent for Marchwater Ambulance Trust, with nothing answered yet",
    ),
    Person(
        "alliance",
        "Farida Hussein",
        "alliance@northmere.example",
        "Respondent for Northmere Voluntary Sector Alliance, part of the way through",
    ),
)

COLLEAGUES: Final = (
    Person(
        "northmere-medical",
        "Anil Mistry",
        "medical@northmere.example",
        "Respondent for Northmere Hospitals Trust, its medical director, to whom one domain was handed",
    ),
    Person(
        "northmere-nursing",
        "Grace Holt",
        "nursing@northmere.example",
        "Respondent for Northmere Hospitals Trust, its chief nurse",
    ),
)
"""Who else responds for the first partner in the round that is open."""

COLLEAGUE_ROLES: Final = ("Medical director", "Chief nurse")

FORMER_RESPONDENT: Final = Person(
    "calderwick-before", "Gareth Pell", "pell@northmere.example", "Responded for Calderwick in the first round only"
)
"""Has left, and so has no role any more."""

PEOPLE: Final = (LEAD, *RESPONDENTS, *COLLEAGUES, VIEWER, ADMINISTRATOR)

DEMO_ACCOUNTS: Final = tuple((person.email, person.who) for person in PEOPLE)
"""The email address of each account and who it is, in the order in which to show them."""
