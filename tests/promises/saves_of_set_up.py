"""The saves of those who set up collaboratives and their rounds, move rounds on, and ask for reports."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from sqlalchemy import delete

from maturity.core.collaborative import CollaborativeType, Footprint
from maturity.core.declared_changes import DeclaredChanges
from maturity.core.matrix import Matrix
from maturity.persistence.queries.rounds import get_round, list_participants
from maturity.persistence.rows.account import Role, RoleGrant
from maturity.reports.edition import report_edition
from maturity.reports.pdf import ReportKind
from maturity.settings import product_folder
from maturity.usecases.closed_rounds import open_round_heads
from maturity.usecases.set_up.collaborative import CollaborativeDetails, set_up_collaborative
from maturity.usecases.set_up.people import add_person
from maturity.usecases.share import load_report, report_key, request_pdf
from maturity.usecases.version_move import find_move_to_undo, move_to_next_version
from maturity.web.set_up.partner_people_pages import mark_of_people
from tests.factories.living_rounds import keep_matrix
from tests.factories.matrix_files import own_file, put_draft, put_published
from tests.factories.worlds import AGREEING, CLOSED, DRAFT, OPEN
from tests.promises.one_save import TYPED, Save, SaveMaker

WRONG_ADDRESS: Final = "wrong@people.example"


def saves_of_set_up(make: SaveMaker) -> list[Save]:
    """In the order in which they can be made."""
    versions = _versions(make)  # first, since it moves a round
    return [*_setting_up(make), *versions, *_moves(make), *_reports(make)]


def _setting_up(make: SaveMaker) -> list[Save]:
    lead, administrator = make.worlds.a.lead, make.worlds.administrator
    return [
        make.save("set_up.keep_collaborative", lead, text_in="name"),
        make.save("set_up.keep_partner", lead, text_in="name"),
        make.save("set_up.keep_new_partner", lead, text_in="name", typed=f"{TYPED} anew"),
        make.save("set_up.keep_new_person", lead, text_in="name", email="cy@people.example"),
        make.save("set_up.make_link", lead),
        make.save(
            "set_up.keep_email",
            lead,
            text_in="email",
            typed="right@people.example",
            seen=WRONG_ADDRESS,
            values={"account": _never_reached(make)},
        ),
        make.save("set_up.keep_round", lead, text_in="purpose", based_on=_version_of(make, OPEN)),
        # One of the partners has nobody who responds for it any more.
        make.save("set_up.keep_participants", lead, also={f"partner-{make.worlds.a.partners[2]}-respondent": ""}),
        _partner_people(make),
        make.save("set_up.keep_new_round", lead, text_in="purpose"),
        make.save("set_up.add_collaborative", lead, text_in="name"),
        *_of_the_library(make),
        make.save(
            "set_up.keep_lead",
            administrator,
            text_in="name",
            email="dee@people.example",
            values={"collaborative": _without_lead(make)},
        ),
    ]


def _of_the_library(make: SaveMaker) -> list[Save]:
    """Each is of a version of its own, so that none waits for another."""
    by, database = make.worlds.administrator, make.worlds.database
    draft = put_draft(database, own_file(version="1.1.0"))
    published = put_published(database, own_file(version="0.8.0"))
    return [
        make.save("author.add", by),
        make.save("author.remove", by, values=_named(draft), seen=draft.content_hash),
        make.save("author.publish", by),
        make.save("author.offer", by),
        make.save("author.retire", by, values=_named(published)),
    ]


def _named(matrix: Matrix) -> dict[str, str]:
    return {"key": matrix.key, "version": matrix.version}


def _version_of(make: SaveMaker, number: int) -> int:
    """The version of a round that its form must have seen."""
    with make.worlds.database.reading() as session:
        return get_round(session, collaborative=make.worlds.a.collaborative, number=number).version


def _partner_people(make: SaveMaker) -> Save:
    world = make.worlds.b
    partner, account = world.partners[0], world.respondents[0]
    with make.worlds.database.reading() as session:
        head = get_round(session, collaborative=world.collaborative, number=OPEN)
        participants = list_participants(session, round_id=head.id)
        seen = mark_of_people(next(each for each in participants if each.partner == partner))
    return make.save(
        "set_up.keep_partner_people",
        world.lead,
        world=world,
        text_in=f"person-{account}-role_title",
        also={f"person-{account}-responds": "y"},
        lead=account,
        seen=seen,
    )


def _never_reached(make: SaveMaker) -> int:
    """Somebody with an address that is wrong."""
    world = make.worlds.a
    with make.worlds.database.writing() as session:
        return add_person(
            session,
            collaborative=world.collaborative,
            name="Never Reached",
            email=WRONG_ADDRESS,
            role=Role.VIEWER,
            partner=None,
            by=world.lead,
            now=make.now,
        ).account


def _without_lead(make: SaveMaker) -> int:
    """A collaborative whose only lead is gone."""
    details = CollaborativeDetails(name="Left alone", type=CollaborativeType.ACUTE, footprint=Footprint.ICS)
    with make.worlds.database.writing() as session:
        alone = set_up_collaborative(session, details=details, by=make.worlds.administrator, now=make.now)
        session.execute(delete(RoleGrant).where(RoleGrant.collaborative_id == alone))
    return alone


def _versions(make: SaveMaker) -> list[Save]:
    """A round moved to the next version of its matrix, which is published for it, and one that is taken back."""
    a, b = make.worlds.a, make.worlds.b
    following = replace(
        make.worlds.following, version="3.0.0", changes=DeclaredChanges("2.0.0", "Nothing but its number.")
    )
    target, _ = keep_matrix(make.worlds.database, following)
    with make.worlds.database.reading() as session:
        since = get_round(session, collaborative=b.collaborative, number=OPEN).matrix_version
    seen = f"{since} {target}"
    with make.worlds.database.writing() as session:
        head = get_round(session, collaborative=a.collaborative, number=OPEN)
        move_to_next_version(session, head=head, seen=seen, reason="Newer.", by=a.lead, now=make.now)
        made = find_move_to_undo(session, head=get_round(session, collaborative=a.collaborative, number=OPEN))
        assert made is not None
    return [
        make.save("set_up.keep_version", b.lead, world=b, text_in="reason", seen=seen),
        make.save("set_up.undo_version", a.lead, based_on=str(made.id)),
    ]


def _moves(make: SaveMaker) -> list[Save]:
    lead, way = make.worlds.a.lead, "set_up.make_move"
    moves = ((DRAFT, "open"), (OPEN, "close-responding"), (AGREEING, "close"))
    reopen = {"number": CLOSED, "name": "reopen"}
    return [
        *(make.save(way, lead, name=name, values={"number": number, "name": name}) for number, name in moves),
        make.save(way, lead, name="reopen", values=reopen, text_in="reason"),
        make.save("set_up.discard", make.worlds.b.lead, world=make.worlds.b),
    ]


def _reports(make: SaveMaker) -> list[Save]:
    b, way = make.worlds.b, "share.pdf_again"
    _order_reports(make)
    return [
        make.save(way, b.lead, world=b, name="a report, asked for", values={"kind": "full"}, by_get=True),
        make.save(way, b.lead, world=b, name="a report, asked for again"),
    ]


def _order_reports(make: SaveMaker) -> None:
    """Those of the first world’s closed round are asked for, and made by nobody yet."""
    with make.worlds.database.writing() as session:
        for kind in ReportKind:
            heads = open_round_heads(
                session, collaborative=make.worlds.a.collaborative, number=CLOSED, may_see_draft=False
            )
            key = report_key(load_report(session, heads), edition=report_edition(product_folder("templates")))
            request_pdf(session, round_id=heads.head.id, kind=kind.value, key=key, now=make.now)
