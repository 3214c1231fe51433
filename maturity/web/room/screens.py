"""From what stands in the room to what its screens show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import url_for

from maturity.core.ballot import Vote, why_votes_not_revealed_early
from maturity.core.consensus import ConsensusState
from maturity.core.dissent import OPEN_TO_DISSENT
from maturity.core.matrix import Criterion, Matrix
from maturity.core.matrix_change.asked_then import stamp_of
from maturity.core.meeting.first_to_speak import who_speaks_first
from maturity.core.results import CriterionResult
from maturity.core.round import Naming, Stage
from maturity.core.split_words import said_beforehand, said_of_missing, said_of_recorded
from maturity.core.wording import listed
from maturity.persistence.queries.ballots import KeptVote
from maturity.persistence.queries.consensus import NOTHING_KEPT
from maturity.persistence.queries.rounds import RoundHead
from maturity.persistence.queries.versions import Author
from maturity.reports.agreement_words import WHERE_PARTNERS_STAND, WHERE_PARTNERS_STOOD
from maturity.usecases.agree import AgreementTable
from maturity.usecases.room import (
    MORE_MINUTES,
    Conversation,
    Revealed,
    RoomScreen,
    Tally,
    minutes_for,
    order_of_talk,
)
from maturity.web.access import visitor
from maturity.web.agree.forms import WITHOUT_LEVEL, choice_of
from maturity.web.agree.pages import consensus_label, look_back_address
from maturity.web.room.acts import ACTS
from maturity.web.room.forms import TAKEN_BACK
from maturity.web.room.strips import StripWords, drawn_strip
from maturity.web.room.views import (
    Agenda,
    Agreed,
    Held,
    Option,
    OwnVote,
    Recording,
    RoomFrame,
    RoomPage,
    Talk,
    VoteFields,
    Waiting,
)
from maturity.web.saving import new_request_key
from maturity.web.versioned_form import Problems


def room_frame(head: RoundHead, *, may_facilitate: bool) -> RoomFrame:
    """What every page of this room says of itself."""
    where = _where(head)
    return RoomFrame(
        collaborative=head.collaborative_name,
        round_label=head.label,
        round_address=url_for("set_up.round_page", **where),
        overview_address=url_for("agree.overview", **where),
        results_address=url_for("compare.results", **where),
        room_address=url_for("room.room", **where),
        facilitate_address=url_for("room.facilitate", **where),
        state_address=url_for("room.state", **where),
        act_addresses={act: url_for("room.act", **where, act=act) for act in ACTS},
        may_facilitate=may_facilitate,
    )


def room_page(
    screen: RoomScreen, *, is_facilitator: bool, may_facilitate: bool, sends_mail: bool, now: datetime
) -> RoomPage:
    """A screen of the room: the one for all eyes where `is_facilitator`, else a person’s own."""
    where = _where(screen.head)
    room = screen.room
    page = RoomPage(
        frame=room_frame(screen.head, may_facilitate=may_facilitate),
        is_facilitator=is_facilitator,
        screen_address=url_for("room.facilitate" if is_facilitator else "room.room", **where, part="screen"),
        count=screen.count,
        now=now,
        message=_message(screen),
        may_open=may_facilitate and screen.head.stage is Stage.AGREEING,
        sends_mail=sends_mail,
        link=url_for("room.room", **where, _external=True),
        is_open=room is not None and room.is_open and screen.head.stage is Stage.AGREEING,
        is_over=screen.head.stage is Stage.CLOSED,
    )
    talk = screen.conversation
    if talk is None:
        return page
    order = order_of_talk(talk.table)
    page = replace(
        page,
        talk=_talk(talk, order, screen, key="d" if is_facilitator else ""),
        timer_ends_at=talk.timer_ends_at,
        waiting=None if talk.tally is None else _waiting(screen, talk.tally),
        agreed=_agreed(talk.table, talk.now_on),
        dissents=_held(screen, talk),
    )
    return _for_conducting(page, screen, talk, order) if is_facilitator else _for_one(page, screen, talk)


def _is_left(table: AgreementTable, result: CriterionResult) -> bool:
    """Whether nothing is recorded on a criterion yet, so that the room still has to come to it."""
    return not table.kept.get(result.criterion.id, NOTHING_KEPT).said.is_recorded


def _left_in_words(table: AgreementTable, order: Sequence[CriterionResult]) -> str:
    left = sum(_is_left(table, each) for each in order)
    return f"{left} left to agree" if left else "all have a result"


def _where(head: RoundHead) -> dict[str, Any]:
    return {"collaborative": head.collaborative, "number": head.number}


def _message(screen: RoomScreen) -> str:
    head, room = screen.head, screen.room
    if head.stage is Stage.CLOSED:
        return "This round is closed. What was agreed stands in its results."
    if head.stage is not Stage.AGREEING:
        return "The partners’ levels are not revealed yet. The room opens after that."
    if room is None:
        return "The room is not open yet. Every screen that waits here follows by itself once it opens."
    if not room.is_open:
        return "The meeting has ended. Everything that was said in it is kept, and it can go on where it was."
    return ""


def _talk(talk: Conversation, order: Sequence[CriterionResult], screen: RoomScreen, *, key: str) -> Talk:
    now_on, matrix = talk.now_on, talk.table.matrix
    criterion, votes = now_on.criterion, talk.revealed
    place = [result.criterion.id for result in order].index(criterion.id) + 1
    # Once partners have voted the last vote is what is talked about, and what the key opens.
    have_voted = bool(votes) and not votes[-1].answered_since
    stands = StripWords(
        id="stands",
        title=WHERE_PARTNERS_STOOD if have_voted else WHERE_PARTNERS_STAND,
        first="" if have_voted else who_speaks_first(now_on, matrix),
        key="" if have_voted else key,
        is_past=have_voted,
    )
    return Talk(
        id=criterion.id,
        domain=now_on.domain.title,
        place=f"Criterion {place} of {len(order)} · {_left_in_words(talk.table, order)}",
        title=criterion.title,
        local_mark=matrix.local_mark(criterion.id),
        question=criterion.question or "",
        options=options_of(criterion, matrix),
        stands=drawn_strip(now_on, matrix, stands) if now_on.positions else None,
        have_voted=have_voted,
        votes=tuple(
            drawn_strip(
                vote.result,
                matrix,
                StripWords(
                    id=f"votes-{at}",
                    title=f"Vote {vote.ballot.number}",
                    # The label of the vote is that of those who voted; where partners stand counts the others too.
                    note=" ".join(
                        each
                        for each in (_note(vote, screen), said_of_missing(now_on) if at == len(votes) else "")
                        if each
                    ),
                    key=key if have_voted and at == len(votes) else "",
                    is_past=not have_voted or at < len(votes),
                ),
            )
            for at, vote in enumerate(votes, start=1)
        ),
    )


def options_of(criterion: Criterion, matrix: Matrix) -> tuple[Option, ...]:
    """The levels of the scale, each with what it looks like on a criterion."""
    return tuple(
        Option(
            value=str(level.value),
            label=level.numbered_label,
            descriptor="" if (found := criterion.descriptor_at(level.value)) is None else found.text,
        )
        for level in matrix.levels
    )


def _note(revealed: Revealed, screen: RoomScreen) -> str:
    are_in, entered = len(revealed.result.positions), revealed.on_behalf
    said = "Every partner voted."
    if revealed.ballot.was_early:
        said = (
            f"Revealed by the facilitator when {are_in} of {len(screen.partners)} {'was' if are_in == 1 else 'were'} in"
        )
        said += f"{_without_whom(revealed, screen)}."
    if revealed.answered_since:
        said += " The round went back to responding after it."
    if entered and not any(vote.is_on_behalf for vote in revealed.result.positions):
        votes, whose = ("1 vote was", "a partner") if entered == 1 else (f"{entered} votes were", "partners")
        said += f" {votes} entered on behalf of {whose}."
    return said


def _without_whom(revealed: Revealed, screen: RoomScreen) -> str:
    """The partners that were not in when a vote was revealed, by name where the round names them; else empty."""
    if screen.head.naming is Naming.ANONYMOUS:
        return ""
    were_in = {vote.partner for vote in revealed.result.positions}
    missing = [name for partner, name in screen.partners.items() if partner not in were_in]
    return f", without {listed(missing)}" if were_in and missing else ""


def _waiting(screen: RoomScreen, tally: Tally) -> Waiting:
    missing = tuple((each, name) for each, name in screen.partners.items() if each not in tally.partners_in)
    are_in = len(screen.partners) - len(missing)
    return Waiting(
        ballot=tally.ballot.id,
        number=tally.ballot.number,
        are_in=are_in,
        of=len(screen.partners),
        missing=missing,
        why_not_early=why_votes_not_revealed_early(screen.head.naming, are_in=are_in, entered=tally.entered),
    )


def _agreed(table: AgreementTable, now_on: CriterionResult) -> Agreed:
    said, matrix = table.kept.get(now_on.criterion.id, NOTHING_KEPT).said, table.matrix
    is_settled = said.is_recorded and said.level is None
    given = table.otherwise.get(now_on.criterion.id)
    return Agreed(
        otherwise=() if given is None else given.in_words,
        label=matrix.agreement.split_name if now_on.is_recorded_in_vain else consensus_label(said, matrix),
        by_rule="" if is_settled else said_beforehand(now_on, matrix),
        in_vain=said_of_recorded(now_on, matrix),
        is_recorded=said.is_recorded,
        is_agreed=said.level is not None and not now_on.is_recorded_in_vain,
        lacks_reason=said.state is not ConsensusState.NOT_RECORDED and not said.is_recorded,
        reason=said.reason,
        evidence=said.evidence,
        moves_up=said.moves_up,
        may_dissent=said.state in OPEN_TO_DISSENT,
    )


def _held(screen: RoomScreen, talk: Conversation) -> tuple[Held, ...]:
    return tuple(
        Held(
            partner=screen.called[partner],
            words=kept.said.words,
            # Who wrote the words down would tell of which partner they are.
            by_facilitator=kept.said.on_behalf and screen.head.naming is not Naming.ANONYMOUS,
        )
        for partner, kept in sorted(
            talk.dissents.items(), key=lambda pair: (screen.called[pair[0]], pair[1].said.words)
        )
        if kept.said.is_recorded
    )


def _for_one(page: RoomPage, screen: RoomScreen, talk: Conversation) -> RoomPage:
    """What a person has on the own screen: the votes and the dissent of the partners that the person speaks for."""
    where, may_dissent = _where(screen.head), page.agreed is not None and page.agreed.may_dissent
    own = [(partner, name) for partner, name in screen.partners.items() if partner in screen.own]
    return replace(
        page,
        own=tuple(_own_vote(screen.head, talk, talk.tally, partner, name) for partner, name in own)
        if talk.tally
        else (),
        dissent_addresses=tuple(
            (
                f"{'Change' if _has_dissented(talk, partner) else 'Record'} the dissent of {name}",
                url_for("room.dissent", **where, partner=partner, criterion_id=talk.now_on.criterion.id),
            )
            for partner, name in own
        )
        if may_dissent
        else (),
    )


def _has_dissented(talk: Conversation, partner: int) -> bool:
    return partner in talk.dissents and talk.dissents[partner].said.is_recorded


def _own_vote(head: RoundHead, talk: Conversation, tally: Tally, partner: int, name: str) -> OwnVote:
    address = url_for("room.vote", **_where(head), partner=partner)
    kept = tally.own[partner]
    return OwnVote(
        partner=partner,
        partner_name=name,
        is_in=kept.said.is_in,
        label=vote_label(kept.said, talk.table.matrix),
        by_facilitator=kept.said.on_behalf,
        by_colleague="" if kept.said.on_behalf else by_colleague(head, tally.sent_by.get(partner)),
        address=address,
        form=vote_fields(talk, tally.ballot.id, partner=partner, kept=kept, save_address=address),
    )


def by_colleague(head: RoundHead, author: Author | None) -> str:
    """Who else of the reader’s own partner sent its vote: in a round without names by no name. Empty for the reader."""
    if author is None or author.account == visitor().account:
        return ""
    return "a colleague of yours" if head.naming is Naming.ANONYMOUS else author.name


def vote_label(vote: Vote, matrix: Matrix) -> str:
    """A vote in a word or two."""
    return vote.state.label if vote.level is None else matrix.level(vote.level).numbered_label


def vote_choice(vote: Vote) -> str:
    """The value of `choice` that stands for a vote."""
    if vote.level is not None:
        return str(vote.level)
    return vote.state.value if vote.is_in else TAKEN_BACK


def vote_fields(
    talk: Conversation,
    ballot: int,
    *,
    partner: int,
    kept: KeptVote,
    save_address: str,
    shown: Vote | None = None,
    on_behalf: bool = False,
    problems: Problems = (),
) -> VoteFields:
    """The fields of the vote of a partner in the ballot that is open, with `shown` where a form comes back."""
    vote = kept.said if shown is None else shown
    head, name = talk.table.head, talk.table.result.partners_by_id[partner].name
    return VoteFields(
        prefix=f"p{partner}-",
        save_address=save_address,
        ballot=ballot,
        options=options_of(talk.now_on.criterion, talk.table.matrix),
        choice=vote_choice(vote),
        reason=vote.reason,
        shown=head.naming.vote_is_shown(name, on_behalf=on_behalf),
        based_on=kept.version,
        request_key=new_request_key(),
        problems=problems,
    )


def _for_conducting(
    page: RoomPage, screen: RoomScreen, talk: Conversation, order: Sequence[CriterionResult]
) -> RoomPage:
    """What the screen for all eyes has beside: where the room can go, and the form of what is agreed."""
    where, table, criterion = _where(screen.head), talk.table, talk.now_on.criterion
    about = criterion.id
    ids = [result.criterion.id for result in order]
    at = ids.index(about)
    titles = {result.criterion.id: result.criterion.title for result in order}
    kept = table.kept.get(about, NOTHING_KEPT)
    following = next((each.criterion.id for each in (*order[at + 1 :], *order[:at]) if _is_left(table, each)), "")
    if not following and at + 1 < len(ids):
        following = ids[at + 1]
    recording = Recording(
        address=url_for("room.record", **where, criterion_id=about),
        id=about,
        title=criterion.title,
        choices=(
            *((option.value, option.label) for option in options_of(criterion, table.matrix)),
            *((state.value, _without_level(state, table.matrix)) for state in WITHOUT_LEVEL),
            ("", "Nothing recorded yet"),
        ),
        choice=choice_of(kept.said),
        reason=kept.said.reason,
        evidence=kept.said.evidence,
        moves_up=kept.said.moves_up,
        based_on=kept.version,
        request_key=new_request_key(),
        stamp=stamp_of(table.matrix),
        look_back_address=look_back_address(table, criterion),
        earlier="" if table.last is None else table.last.record.label,
    )
    may_dissent = page.agreed is not None and page.agreed.may_dissent
    return replace(
        page,
        # While partners vote nobody writes down what they agree on, and the page can refresh itself.
        recording=None if page.waiting else recording,
        agenda=Agenda(
            criteria=tuple((id_, titles[id_], table.kept.get(id_, NOTHING_KEPT).said.is_recorded) for id_ in ids),
            previous=(ids[at - 1], titles[ids[at - 1]]) if at else ("", ""),
            next=(following, titles[following]) if following else ("", ""),
            minutes=_minutes(screen, talk),
        ),
        on_behalf_addresses=tuple(
            (name, url_for("room.vote_on_behalf", **where, partner=partner)) for partner, name in page.waiting.missing
        )
        if page.waiting
        else (),
        dissent_addresses=tuple(
            (name, url_for("room.dissent_on_behalf", **where, partner=partner, criterion_id=about))
            for partner, name in screen.partners.items()
            if partner in talk.written_for
        )
        if may_dissent
        else (),
        dissent_note=_THEMSELVES if may_dissent and screen.head.naming is Naming.ANONYMOUS else "",
    )


_THEMSELVES = "In this round without names a partner that has people writes its dissent itself, on their own screens."


def _minutes(screen: RoomScreen, talk: Conversation) -> int:
    if talk.timer_ends_at is not None or screen.room is None:
        return MORE_MINUTES
    return minutes_for(talk.table, talk.now_on.criterion.id, room=screen.room)


def _without_level(state: ConsensusState, matrix: Matrix) -> str:
    name = matrix.agreement.split_name if state is ConsensusState.NOT_AGREED else state.label
    return f"{name}: say why below"
