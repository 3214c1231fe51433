"""Six partners: who answers for each of them, and what they say before and after they have met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Role
from maturity.usecases.set_up import (
    CollaborativeDetails,
    PartnerDetails,
    add_partner,
    add_person,
    set_up_collaborative,
)
from maturity.usecases.sign_in import add_account
from tests.factories.living_rounds import keep_matrix
from tests.factories.matrices import a_domain, a_matrix

COLLABORATIVE: Final = "Six Valleys Provider Collaborative"
MATRIX: Final = "Working as one"
PURPOSE, DECISIONS, VOICE = "Shared purpose", "Joint decisions", "One voice"
TEAMS, BANK = "Joint teams", "One staff bank"
CRITERIA: Final = (PURPOSE, DECISIONS, VOICE, TEAMS, BANK)
LEVELS: Final = ("1 Emerging", "2 Developing", "3 Maturing", "4 Thriving")


@dataclass(frozen=True)
class Person:
    """Somebody with a role. `word` stands in everything that the person writes, and in nothing else."""

    name: str
    email: str
    word: str
    partner: str = ""

    def reason(self, criterion: str) -> str:
        """Why this person gives a level on a criterion."""
        return f"{self.word} on {criterion.lower()}."


LEAD: Final = Person("Helen Okoro", "helen@valleys.example", "quillwort")
FACILITATOR: Final = Person("Fay Marsh", "fay@valleys.example", "hornbeam")

ALDER, BIRCH, CEDAR = "Alder Vale Trust", "Birch Community Trust", "Cedar Mind Trust"
DOWNS, ELMS, FERN = "Downs Ambulance Trust", "Elms Hospitals Trust", "Fern Hospice"

ANN: Final = Person("Ann Moss", "ann@alder.example", "adderstongue", ALDER)
BEN: Final = Person("Ben Hale", "ben@birch.example", "butterwort", BIRCH)
BEA: Final = Person("Bea Lund", "bea@birch.example", "bogbean", BIRCH)
CAL: Final = Person("Cal Reed", "cal@cedar.example", "cloudberry", CEDAR)
DEE: Final = Person("Dee Shaw", "dee@downs.example", "dropwort", DOWNS)
ELI: Final = Person("Eli Ward", "eli@elms.example", "eyebright", ELMS)
FIN: Final = Person("Fin Cole", "fin@fern.example", "fleabane", FERN)
RESPONDENTS: Final = (ANN, BEN, BEA, CAL, DEE, ELI, FIN)

AS_BIRCH: Final = Person(BEN.name, BEN.email, "birdsfoot", BIRCH)
"""What Ben writes down as the position of Birch, once he has seen what Bea and he said."""

SAID: Final[Mapping[Person, tuple[int, ...]]] = {
    ANN: (3, 1, 1, 2, 2),
    BEN: (3, 1, 2, 2, 2),
    BEA: (3, 3, 2, 2, 2),
    CAL: (3, 4, 4, 2, 2),
    DEE: (3, 4, 4, 2, 1),
    ELI: (2, 4, 3, 2, 2),
    FIN: (3, 1, 3, 2, 2),
}
"""The level that each gives on each criterion, in the order of `CRITERIA`. Two people of Birch differ on the second."""

AGREED_BY_BIRCH: Final = 1
"""The level that Ben puts down on joint decisions, where he says 1 and Bea 3."""

MOVES_DECISIONS: Final = "One scheme of delegation that all six boards adopt."
MOVES_VOICE: Final = "One spokesperson for all six at the regional table."
DISSENT: Final = "Our board has not handed over a single decision, so we hold that this is level 1."


def id_of(criterion: str) -> str:
    """The id of a criterion in the matrix."""
    return criterion.lower().replace(" ", "-")


@dataclass(frozen=True)
class Valleys:
    """The collaborative before its first round. `partners` are ids by name."""

    id: int
    partners: Mapping[str, int]

    @property
    def address(self) -> str:
        """Where the collaborative is."""
        return f"/collaboratives/{self.id}"

    @property
    def round(self) -> str:
        """Where its first round is."""
        return f"{self.address}/rounds/1"

    @property
    def closed_doors(self) -> tuple[str, ...]:
        """What opens when the levels are revealed or the round is closed, to whom it opens."""
        reports = ("results", "report", "report/data.csv", "report/board.pdf", "report/full.pdf")
        pages = ("agree", "prepare", "room", "room/facilitate", "room/state?seen=0", *reports)
        of_round = tuple(f"{self.round}/{page}" for page in pages)
        of_partners = tuple(
            address
            for partner in self.partners.values()
            for address in (
                f"{self.round}/respond/{partner}",
                f"{self.round}/respond/{partner}/position",
                f"{self.round}/respond/{partner}/on-behalf",
                f"{self.round}/prepare/pre-read/{partner}",
            )
        )
        return of_round + of_partners


def six_partners(database: Database) -> Valleys:
    """A collaborative with a lead, six partners and those who respond for them; nobody has been written to."""
    now = datetime.now(UTC)
    domains = (
        a_domain("purpose", ("shared-purpose", "joint-decisions", "one-voice")),
        a_domain("people", ("joint-teams", "one-staff-bank")),
    )
    keep_matrix(database, a_matrix(key="working-as-one", title=MATRIX, domains=domains))
    with database.writing() as session:
        lead = add_account(session, name=LEAD.name, email=LEAD.email, may_set_up=True, by=None, now=now)
        details = CollaborativeDetails(name=COLLABORATIVE, type=CollaborativeType.ALL_IN, footprint=Footprint.ICS)
        made = set_up_collaborative(session, details=details, by=lead, now=now)
        partners = {
            name: add_partner(
                session, collaborative=made, details=PartnerDetails(name=name, type=kind), by=lead, now=now
            )
            for name, kind in (
                (ALDER, PartnerType.ACUTE_TRUST),
                (BIRCH, PartnerType.COMMUNITY_TRUST),
                (CEDAR, PartnerType.MENTAL_HEALTH_TRUST),
                (DOWNS, PartnerType.AMBULANCE_TRUST),
                (ELMS, PartnerType.ACUTE_TRUST),
                (FERN, PartnerType.VCSE),
            )
        }
        for person in RESPONDENTS:
            add_person(
                session,
                collaborative=made,
                name=person.name,
                email=person.email,
                role=Role.RESPONDENT,
                partner=partners[person.partner],
                by=lead,
                now=now,
            )
    return Valleys(made, partners)
