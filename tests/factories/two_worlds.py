"""Makes the two worlds, the way that people make them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from maturity.core.collaborative import CollaborativeType, Footprint, PartnerType
from maturity.core.declared_changes import Change
from maturity.core.matrix import Matrix
from maturity.persistence.engine import Database
from maturity.persistence.rows.account import Account, Role, RoleGrant
from maturity.usecases.administer import disable_account
from maturity.usecases.author import retire_matrix
from maturity.usecases.set_up import (
    CollaborativeDetails,
    PartnerDetails,
    add_partner,
    add_person,
    remove_role,
    set_up_collaborative,
)
from maturity.usecases.sign_in import add_account
from tests.factories.installations import NOW
from tests.factories.living_rounds import keep_matrix
from tests.factories.matrices import some_domains
from tests.factories.matrix_files import own_file, put_draft, put_published
from tests.factories.rounds_of_a_world import RoundsOfAWorld
from tests.factories.versions import a_version, declared, reworded, some_changes
from tests.factories.worlds import ROUNDS, Words, World, Worlds


def two_worlds(database: Database) -> Worlds:
    """Make both."""
    version, matrix = keep_matrix(database, a_version("1.0.0", some_domains(2, 1)))
    _, following = keep_matrix(database, _following(matrix))
    with database.writing() as session:
        administrator = add_account(
            session, name="Jo Tennant", email="jo@service.example", is_administrator=True, by=None, now=NOW
        )
    worlds = [_make_world(database, letter, version) for letter in "ab"]
    return Worlds(
        database=database,
        matrix=matrix,
        following=following,
        a=worlds[0],
        b=worlds[1],
        administrator=administrator,
        leaderless=_make_leaderless(database, by=administrator),
        draft=put_draft(database),
        retired=_make_retired(database),
    )


def _following(matrix: Matrix) -> Matrix:
    """The next version, with other words for the first criterion."""
    first, *rest = matrix.domains
    [criterion] = first.criteria
    domains = (replace(first, criteria=(reworded(criterion),)), *rest)
    return a_version("2.0.0", domains, some_changes(declared(criterion.id, Change.REWORDED)))


def _make_retired(database: Database) -> Matrix:
    matrix = put_published(database, own_file(version="0.9.0"))
    with database.writing() as session:
        retire_matrix(session, key=matrix.key, version=matrix.version, by=None, now=NOW)
    return matrix


def _make_leaderless(database: Database, *, by: int) -> int:
    details = CollaborativeDetails(name="Nobody’s", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    with database.writing() as session:
        lead = add_account(session, name="Gill Tarrant", email="gill@service.example", by=None, now=NOW)
        made = set_up_collaborative(session, details=details, by=lead, now=NOW)
        disable_account(session, account=lead, by=by, now=NOW, leaves_no_lead=True)
    return made


def _make_world(database: Database, letter: str, matrix_version: int) -> World:
    world, words = World(letter), Words(letter)
    with database.writing() as session:
        _People(world, words).set_up(session)
    rounds = RoundsOfAWorld(world, words, matrix_version)
    for number in ROUNDS:
        with database.writing() as session:
            rounds.hold(session, number)
    with database.writing() as session:
        remove_role(
            session,
            collaborative=world.collaborative,
            grant=world.grants[world.removed],
            by=world.lead,
            now=NOW,
        )
    return world


@dataclass
class _People:
    """Sets a world up, with its partners and its people."""

    world: World
    words: Words

    def set_up(self, session: Session) -> None:
        world, word = self.world, self.words.word
        name, email = self._who()
        world.lead = add_account(session, name=name, email=email, may_set_up=True, by=None, now=NOW)
        world.collaborative = set_up_collaborative(
            session,
            details=CollaborativeDetails(
                name=word("co"),
                type=CollaborativeType.ACUTE,
                footprint=Footprint.ICS,
                region=word("set"),
                icbs=(word("set"), word("set")),
            ),
            by=world.lead,
            now=NOW,
        )
        world.viewer = self._person(session, Role.VIEWER, None)
        world.removed = self._person(session, Role.LEAD, None)
        for _ in range(3):
            details = PartnerDetails(name=word("set"), type=PartnerType.ACUTE_TRUST, ods_code=word("o"))
            partner = add_partner(session, collaborative=world.collaborative, details=details, by=world.lead, now=NOW)
            world.partners.append(partner)
            world.respondents.append(self._person(session, Role.RESPONDENT, partner))
        world.colleague = self._person(session, Role.RESPONDENT, world.partners[1])
        world.facilitator = self._person(session, Role.FACILITATOR, None)
        grants = session.execute(
            select(RoleGrant.account_id, RoleGrant.id).where(RoleGrant.collaborative_id == world.collaborative)
        )
        world.grants = {row.account_id: row.id for row in grants}

    def _who(self) -> tuple[str, str]:
        return self.words.word("name"), f"{self.words.word('mail')}@people.example"

    def _person(self, session: Session, role: Role, partner: int | None) -> int:
        """Somebody new, with a role."""
        name, email = self._who()
        add_person(
            session,
            collaborative=self.world.collaborative,
            name=name,
            email=email,
            role=role,
            partner=partner,
            by=self.world.lead,
            now=NOW,
        )
        return session.execute(select(Account.id).where(Account.email == email)).scalar_one()
