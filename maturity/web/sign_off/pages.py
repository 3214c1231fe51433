"""What the pages of signing off show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for

from maturity.core.participant import Participant
from maturity.core.record.round_state import short_hash
from maturity.core.record.sign_off import PartnersSignOff, Signature, SignOffDecision, SignOffs
from maturity.core.response import LONGEST_TEXT
from maturity.core.round import Naming, Stage
from maturity.core.round_report import RoundReport
from maturity.core.wording import listed
from maturity.persistence.queries.rounds import MoveFacts, RoundHead
from maturity.usecases.sign_off import SigningSheet, whom_to_ask
from maturity.web.access import facilitates, visitor
from maturity.web.design_system.words import count

_COLOURS = {
    SignOffDecision.AGREES: "green",
    SignOffDecision.RESERVATIONS: "yellow",
    SignOffDecision.DECLINES: "red",
}


@dataclass(frozen=True, slots=True)
class SignOffFrame:
    """Where a page of signing off stands."""

    collaborative: str
    round_label: str
    round_address: str
    overview_address: str
    results_address: str
    report_address: str


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One signature. A stale one is shown struck out, and says in words why it is: else `why_stale` is empty."""

    label: str
    colour: str
    why_stale: str
    who: str
    signed_on: date
    words: str
    state: str


@dataclass(frozen=True, slots=True)
class PartnerLine:
    """One partner: what was signed for it, the latest first, and where who looks can sign. Addresses may be empty."""

    name: str
    signatures: tuple[SignatureLine, ...]
    sign_address: str
    on_behalf_address: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One step that made the round another than what was signed before."""

    what: str
    by: str
    when: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """Where the sign-off of a round is.

    `to_ask` is how many people a press asks now, by `ask_address`; that is empty for anybody but a lead, and where no
    mail is sent. `nobody_for` names the partners for which nobody can be asked. `changes` say what made signatures
    stale. `unexplained` names the partners for which something was signed that is stale, though no step came after it:
    something else must have changed the round.
    """

    frame: SignOffFrame
    is_closed: bool
    in_words: str
    lines: tuple[PartnerLine, ...]
    changes: tuple[ChangeLine, ...]
    unexplained: str
    waiting: str
    ask_address: str
    nobody_for: str


@dataclass(frozen=True, slots=True)
class SignPage:
    """What a person reads before signing, and the form."""

    frame: SignOffFrame
    partner_name: str
    on_behalf: bool
    is_nameless: bool
    facts: tuple[tuple[str, str], ...]
    state: str
    before: tuple[SignatureLine, ...]
    others: tuple[PartnerLine, ...]
    save_address: str
    notice: str = ""
    longest_text: int = LONGEST_TEXT


def sign_off_frame(head: RoundHead) -> SignOffFrame:
    """The frame of the pages about the sign-off of one round."""
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number}
    return SignOffFrame(
        collaborative=head.collaborative_name,
        round_label=head.label,
        round_address=url_for("set_up.round_page", **where),
        overview_address=url_for("sign_off.overview", **where),
        results_address=url_for("compare.results", **where),
        report_address=url_for("share.report", **where),
    )


def overview_page(
    head: RoundHead,
    sign_offs: SignOffs,
    *,
    moves: Sequence[MoveFacts],
    participants: Sequence[Participant],
    own: frozenset[int],
    is_lead: bool,
    sends_mail: bool,
) -> OverviewPage:
    """Where the sign-off of a round is, for the person who is signed in. `own` are the partners they sign for."""
    is_closed = head.stage is Stage.CLOSED
    asked = whom_to_ask(sign_offs, tuple(participants))
    nobody = [each.partner_name for each in sign_offs.waiting if each.partner not in asked]
    return OverviewPage(
        frame=sign_off_frame(head),
        is_closed=is_closed,
        in_words=sign_offs.in_words,
        lines=tuple(_partner_line(head, each, own=own, is_closed=is_closed) for each in sign_offs.partners),
        changes=_changes(sign_offs, moves),
        unexplained=_unexplained(sign_offs, moves),
        waiting=listed([each.partner_name for each in sign_offs.waiting]) if is_lead and is_closed else "",
        ask_address=url_for("sign_off.ask", collaborative=head.collaborative, number=head.number)
        if is_lead and is_closed and sends_mail and asked
        else "",
        nobody_for=listed(nobody) if is_lead and is_closed and nobody else "",
    )


def _partner_line(head: RoundHead, of: PartnersSignOff, *, own: frozenset[int], is_closed: bool) -> PartnerLine:
    where: dict[str, Any] = {"collaborative": head.collaborative, "number": head.number, "partner": of.partner}
    return PartnerLine(
        name=of.partner_name,
        signatures=signature_lines(of),
        sign_address=url_for("sign_off.sign", **where) if is_closed and of.partner in own else "",
        on_behalf_address=url_for("sign_off.sign_on_behalf", **where)
        if is_closed and facilitates(head.collaborative)
        else "",
    )


def signature_lines(of: PartnersSignOff) -> tuple[SignatureLine, ...]:
    """What was signed for a partner, the latest first."""
    return tuple(
        SignatureLine(
            label=each.label,
            colour="grey" if each.is_stale else _COLOURS[each.decision],
            why_stale=each.why_stale if each.is_stale else "",
            who=each.who,
            signed_on=each.signed_on,
            words=each.words,
            state=short_hash(each.state),
        )
        for each in of.signatures
    )


def _changes(sign_offs: SignOffs, moves: Sequence[MoveFacts]) -> tuple[ChangeLine, ...]:
    """What happened to the round since the first signature that is stale: all of it, the first at the top."""
    stale = [each for of in sign_offs.partners for each in of.signatures if each.is_stale]
    return tuple(
        ChangeLine(_STEPS[move.name], move.by, move.moved_at, move.reason)
        for move in reversed(moves)
        if any(_explains(move, each) for each in stale)
    )


def _unexplained(sign_offs: SignOffs, moves: Sequence[MoveFacts]) -> str:
    """The partners with a signature that is stale although no step of the round came after it, in a sentence."""
    return listed(
        [
            of.partner_name
            for of in sign_offs.partners
            if any(each.is_stale and not any(_explains(move, each) for move in moves) for each in of.signatures)
        ]
    )


def _explains(move: MoveFacts, signature: Signature) -> bool:
    """Whether a step made the round another after it was signed: to the moment, for both can be of one day."""
    return move.name in _STEPS and move.moved_at >= signature.signed_at


_STEPS = {"reopen": "Reopened the round", "reopen-responding": "Went back to responding"}


def sign_page(
    sheet: SigningSheet, report: RoundReport, *, on_behalf: bool, save_address: str, notice: str = ""
) -> SignPage:
    """What a person signs for a partner."""
    lines = [_partner_line(sheet.head, each, own=frozenset(), is_closed=False) for each in sheet.sign_offs.partners]
    return SignPage(
        frame=sign_off_frame(sheet.head),
        partner_name=sheet.own.partner_name,
        on_behalf=on_behalf,
        is_nameless=sheet.head.naming is Naming.ANONYMOUS,
        facts=_facts(report),
        state=short_hash(sheet.state_hash),
        before=signature_lines(sheet.own),
        others=tuple(line for line in lines if line.name != sheet.own.partner_name),
        save_address=save_address,
        notice=notice,
    )


def _facts(report: RoundReport) -> tuple[tuple[str, str], ...]:
    """What the round came to, in as few lines as can be read before signing."""
    coverage, overall = report.result.coverage, report.result.overall
    pairs = (
        ("Criteria", f"{coverage.criteria_with_level} of {coverage.criteria_asked} have a level"),
        (report.matrix.agreement.split_name, _titles(report.not_agreed)),
        ("Dissent", _titles(report.with_dissent)),
        ("Set aside", _titles(report.set_aside)),
        ("Not applicable", _titles(report.not_applicable)),
        ("Overall result", overall.label if overall is not None and report.record.shows_overall else ""),
    )
    always = {"Criteria", report.matrix.agreement.split_name, "Dissent"}
    return tuple((name, said or "On no criterion") for name, said in pairs if said or name in always)


def _titles(criteria: Sequence[Any]) -> str:
    return (
        f"{count(len(criteria), 'criterion', 'criteria')}: {listed([c.criterion.title for c in criteria])}"
        if criteria
        else ""
    )


def own_partners(sign_offs: SignOffs, *, collaborative: int, participants: Sequence[Participant]) -> frozenset[int]:
    """The partners of a round for which the person who is signed in may sign.

    They respond for it in the round and have the role still; where nobody responds for it, the role is enough.
    """
    people = {each.partner: {person.account for person in each.people} for each in participants}
    person = visitor()
    return frozenset(
        each.partner
        for each in sign_offs.partners
        if person.responds_for(collaborative, each.partner)
        and (not people.get(each.partner) or person.account in people[each.partner])
    )
