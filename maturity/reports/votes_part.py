"""The votes in the room as a report shows them: in a line each, as strips of dots, and in words for the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from maturity.core.agreement import Agreement
from maturity.core.matrix import Matrix
from maturity.core.meeting.voting import HeldVote, Outcome, Voting, as_result_of_vote, votings_of
from maturity.core.position import A_PARTNER, Position, position_in_words
from maturity.core.results import RoundResult
from maturity.reports.charts.dot_strip import dot_strip
from maturity.reports.charts.drawing import Chart
from maturity.reports.words import counted, listed, shortened

_MOST_NAMED = 3
_LONGEST_TITLE = 60
_BEFORE = "Before the vote"
_SINCE = "Answered again since"


@dataclass(frozen=True, slots=True)
class VoteStrip:
    """Where partners stood before they voted, or in one vote.

    `in_words` says who was where, `reasons` are what was written with the votes. `is_between` marks a vote that another
    one followed: on paper it is told in words, so that how partners stood before and after stand side by side.
    """

    title: str
    said: str
    chart: Chart
    in_words: str
    reasons: tuple[str, ...]
    is_between: bool = False


@dataclass(frozen=True, slots=True)
class CriterionVotes:
    """The votes on one criterion. `id` is that of its part in a report.

    `outcome` says in a sentence what became of the agreement.
    """

    id: str
    criterion_id: str
    title: str
    outcome: str
    strips: tuple[VoteStrip, ...]


def votes_on(result: RoundResult) -> tuple[CriterionVotes, ...]:
    """Every criterion on which partners voted, drawn, with where they stood before the first of the votes."""
    return tuple(
        CriterionVotes(
            id=f"votes-{voting.result.criterion.id}",
            criterion_id=voting.result.criterion.id,
            title=voting.result.criterion.title,
            outcome=_outcome(voting),
            strips=tuple(_strips(voting, result.matrix)),
        )
        for voting in votings_of(result)
    )


def votes_in_lines(voting: Voting | None) -> str:
    """The votes on one criterion, a line each, between where partners stood before and what became of it."""
    if voting is None:
        return ""
    past = [f"{_name(held)}: {_said(held, voting)}" for held in voting.past]
    before = [f"{_before(voting)}: {_levels(voting.before, voting.result.positions)}."] if _has_before(voting) else []
    held = [f"{_name(held)}: {_said(held, voting)}" for held in voting.held]
    return "\n".join(line for line in (*past, *before, *held, _outcome(voting)) if line)


def votes_for_the_board(result: RoundResult) -> str:
    """Where voting again brought partners together, in a sentence or two; empty where nobody voted."""
    votings = votings_of(result)
    again = [voting for voting in votings if voting.is_again]
    once = len(votings) - len(again)
    said = []
    if again:
        found: dict[str, list[str]] = {}
        for voting in sorted(again, key=lambda each: list(Outcome).index(each.outcome)):
            title = shortened(voting.result.criterion.title, _LONGEST_TITLE)
            found.setdefault(voting.outcome_in_words, []).append(title)
        became = [f"{len(titles)} {words} ({listed(titles, most=_MOST_NAMED)})" for words, titles in found.items()]
        said.append(f"{_were(len(again))} voted on in the meeting: {listed(became)}.")
    if once:
        others = f"On {once} more there was a vote in the meeting." if again else ""
        said.append(others or f"{_were(once)} voted on in the meeting.")
    return " ".join(said)


def _were(number: int) -> str:
    return f"{counted(number, 'criterion', 'criteria')} {'was' if number == 1 else 'were'}"


def _has_before(voting: Voting) -> bool:
    return bool(voting.result.positions) and voting.before is not None


def _before(voting: Voting) -> str:
    """What the positions are called among the votes: they follow those after which the round was opened again."""
    return _BEFORE if voting.held else _SINCE


def _name(held: HeldVote) -> str:
    return f"Vote {held.ballot.number}"


def _said(held: HeldVote, voting: Voting) -> str:
    said = [f"{_levels(held.agreement, held.ballot.votes)}."]
    if held.ballot.was_early:
        are_in = len(held.ballot.votes)
        said.append(f"Revealed early, when {are_in} of {voting.of} {'was' if are_in == 1 else 'were'} in.")
    if held.ballot.answered_since:
        said.append("The round went back to responding after it.")
    entered = held.ballot.on_behalf
    if entered:
        said.append(f"{counted(entered, 'vote')} entered on behalf of {'a partner' if entered == 1 else 'partners'}.")
    return " ".join(said)


def _levels(agreement: Agreement | None, positions: Sequence[Position]) -> str:
    """Such as “2, 3, 3, 4 and 1 don’t know (mixed)”."""
    if agreement is None:
        return ""
    others = Counter(p.state.label.lower() for p in positions if p.level is None)
    levels = ", ".join(str(level) for level in agreement.levels)
    said = listed([*([levels] if levels else []), *(f"{number} {words}" for words, number in others.items())])
    return f"{said} ({agreement.label.label.lower()})"


def _outcome(voting: Voting) -> str:
    """What became of the agreement, in a sentence; empty where there is nothing to compare."""
    if voting.outcome is not Outcome.CANNOT_TELL:
        return f"Partners {voting.outcome_in_words}."
    if not voting.is_again:
        return ""
    return "Whether partners came together cannot be told: too few voted, or not all who gave a level before."


def _strips(voting: Voting, matrix: Matrix) -> Iterator[VoteStrip]:
    for held in voting.past:
        yield _strip_of(held, voting, matrix, is_between=bool(voting.held) or held is not voting.past[-1])
    if _has_before(voting) and voting.before is not None:
        name = _before(voting)
        stood = as_result_of_vote(voting.result, voting.result.positions, voting.before)
        chart = dot_strip(stood, matrix, chart_id=f"vote-{voting.result.criterion.id}-before")
        said = f"{_levels(voting.before, voting.result.positions)}."
        yield VoteStrip(name, said, _called(name, chart), _who(voting.result.positions, matrix), ())
    for held in voting.held:
        is_between = held is not voting.last and (_has_before(voting) or held is not voting.held[0])
        yield _strip_of(held, voting, matrix, is_between=is_between)


def _strip_of(held: HeldVote, voting: Voting, matrix: Matrix, *, is_between: bool) -> VoteStrip:
    result = as_result_of_vote(voting.result, held.ballot.votes, held.agreement)
    chart = dot_strip(result, matrix, chart_id=f"vote-{voting.result.criterion.id}-{held.ballot.number}")
    return VoteStrip(
        title=_name(held),
        said=_said(held, voting),
        chart=_called(_name(held), chart),
        in_words=_who(held.ballot.votes, matrix),
        reasons=tuple(_reasons(held.ballot.votes, matrix)),
        is_between=is_between,
    )


def _who(votes: Sequence[Position], matrix: Matrix) -> str:
    """Who was where, such as “Developing: Alder Vale Trust; Maturing: Birchmoor Trust (on behalf) and Cedarwell”."""
    found: dict[str, list[Position]] = {}
    for vote in sorted(votes, key=lambda each: (each.level is None, each.level or 0)):
        found.setdefault(position_in_words(vote, matrix), []).append(vote)
    return f"{'; '.join(f'{words}: {_named(here)}' for words, here in found.items())}."


def _named(votes: Sequence[Position]) -> str:
    """The names; partners without one are counted."""
    nameless = sum(1 for vote in votes if vote.partner_name == A_PARTNER)
    if nameless:
        return counted(nameless, "partner")
    return listed([f"{vote.whose} (on behalf)" if vote.is_on_behalf else vote.whose for vote in votes])


def _called(name: str, chart: Chart) -> Chart:
    """The chart under the name of its vote, so that several of one criterion are told apart by ear."""
    return replace(
        chart,
        title=f"{name}. {chart.title}",
        table=replace(chart.table, caption=f"{name}. {chart.table.caption}"),
    )


def _reasons(votes: Sequence[Position], matrix: Matrix) -> Iterator[str]:
    for vote in votes:
        if vote.reason:
            reached = f" {vote.reached}." if vote.reached else ""
            yield f"{vote.whose} ({position_in_words(vote, matrix)}): {vote.reason}{reached}"
