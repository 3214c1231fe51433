"""The one value that the report's templates get, for the web page and the PDF alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from maturity.core.agreement import AgreementLabel, agreement_sentence
from maturity.core.matrix import Matrix
from maturity.core.matrix_rules import OverallMethod
from maturity.core.matrix_words import agreement_in_words, scoring_in_words
from maturity.core.meeting.voting import Outcome, voting_on
from maturity.core.movement.looked_back import LookedBack, looked_back
from maturity.core.movement.moved import MOST_CONCERN_RULE, MOST_IMPROVED_RULE
from maturity.core.movement.trend import PictureOfTrend, picture_of
from maturity.core.position import unsettled_in_words
from maturity.core.results import CriterionResult, RoundResult
from maturity.core.round_report import ENTERED, RoundReport
from maturity.core.split_words import said_of_missing
from maturity.core.wording import lower_first
from maturity.reports.agreement_part import AgreementPart, ConvergencePart, agreement_part, convergence_part
from maturity.reports.agreement_words import stand_in_words
from maturity.reports.board_words import WHAT_THIS_IS, questions, where_we_are
from maturity.reports.charts.domain_profile import domain_profile
from maturity.reports.charts.dot_strip import dot_strip
from maturity.reports.charts.drawing import Chart
from maturity.reports.charts.heat_map import heat_maps
from maturity.reports.charts.ramp import Shade, shades
from maturity.reports.charts.trend import trend_chart
from maturity.reports.closeness_over_rounds import ClosenessRow, closeness_over_rounds, within_one_of_the_median
from maturity.reports.moved_part import MovedPart, moved_part, round_name
from maturity.reports.sections import DomainSection, dissent_in_words, domain_sections, silent_in_words
from maturity.reports.sign_off_part import SignOffPart, sign_off_part, sign_offs_for_the_board
from maturity.reports.standing_out import StandingOut, standing_out
from maturity.reports.views_part import ViewsPart, views_part
from maturity.reports.votes_part import CriterionVotes, votes_for_the_board, votes_on
from maturity.reports.words import NamedList, counted, first_sentence, in_words, listed

_MOST_DIFFERENCES: Final = 5
_MOST_CAUTIONS: Final = 3
_MOST_STRIPS: Final = 8
_FAR_APART: Final = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion that stands out, in one line: its level or agreement, the range of partners' levels, and why.

    `vote` says in a sentence what became of that in the last vote in the room; empty where there was none.
    """

    title: str
    label: str
    ranges: str
    reason: str
    vote: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said on a criterion, in their own words. `level` is empty where it is said elsewhere."""

    title: str
    level: str
    said: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a level of the scale means in general, in one sentence."""

    label: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The partners' positions on one criterion on which they differ."""

    title: str
    said: str
    chart: Chart


@dataclass(frozen=True)
class ReportPage:
    """Everything a report shows, in words and pictures. `moved`, `convergence` and `trend` are None in a first round.

    `trend` is None too where no two rounds can be drawn on one scale; `not_in_trend` names the rounds that it leaves
    out because their matrix or its scale is another. `closeness` has a row for each round, empty in a first one.
    """

    report: RoundReport
    title: str
    collaborative: str
    round_label: str
    dates: str
    purpose: str
    what_this_is: str
    partners: NamedList | None
    summary: tuple[str, ...]
    profile: Chart
    meanings: tuple[Meaning, ...]
    moved: MovedPart | None
    views: ViewsPart | None
    as_a_whole: AgreementPart
    convergence: ConvergencePart | None
    differences: tuple[Difference, ...]
    more_differences: int
    too_few: str
    dissent: str
    dissents: tuple[Words, ...]
    moves_up: tuple[Words, ...]
    standing_out: StandingOut
    rests_on: tuple[str, ...]
    questions: tuple[str, ...]
    domains: tuple[DomainSection, ...]
    heat_maps: tuple[Chart, ...]
    trend: Chart | None
    not_in_trend: tuple[str, ...]
    closeness: tuple[ClosenessRow, ...]
    within_one: str
    strips: tuple[Strip, ...]
    voted: str
    votes: tuple[CriterionVotes, ...]
    silent: str
    scoring: tuple[str, ...]
    agreement: tuple[str, ...]
    movement_rules: tuple[str, ...]
    sign_offs: SignOffPart | None
    looked_back: LookedBack | None

    @property
    def matrix(self) -> Matrix:
        """The matrix version of the round."""
        return self.report.matrix

    @property
    def is_draft(self) -> bool:
        """Whether every page has to say “draft”."""
        return self.report.is_draft

    @property
    def shades(self) -> tuple[Shade, ...]:
        """One shade for each level of the scale."""
        return shades(len(self.matrix.levels))

    @property
    def has_partners(self) -> bool:
        """Whether any partner's own position is to be shown."""
        return any(c.partners for d in self.domains for c in d.criteria)

    @property
    def has_entered(self) -> bool:
        """Whether any position was entered on behalf of its partner."""
        return any(c.on_behalf for d in self.domains for c in d.criteria)

    @property
    def contents(self) -> tuple[tuple[str, str], ...]:
        """The parts after the board's pages: the id to go to, and the title."""
        return tuple(self._contents())

    def _contents(self) -> Iterator[tuple[str, str]]:
        if self.trend:
            yield "trend", "Round after round"
        yield "at-a-glance", "Every criterion at a glance"
        for domain in self.domains:
            yield domain.id, domain.title
        if self.moved:
            yield "movements", "What moved, criterion by criterion"
        if self.sign_offs:
            yield "sign-off", "Sign-off by the partners"
        yield "method", "How this was worked out"
        yield "matrix", "The matrix"
        yield "agreement", "How closely we agree as a whole"
        if self.strips:
            yield "strips", "Partners who differ, side by side"
        if self.votes:
            yield "votes", "Votes in the meeting"
        if self.has_partners:
            yield "partners", "Appendix: each partner’s own position"


def report_page(report: RoundReport) -> ReportPage:
    """The page of a report. The same report gives the same page, letter for letter."""
    record = report.record
    differences = tuple(_differences(report))
    rounds = [point.result for point in report.trend.points] if report.trend else []
    picture = picture_of(report.trend) if report.trend else PictureOfTrend(None, ())
    name = round_name(record.number, record.label)
    return ReportPage(
        report=report,
        title=f"{'Draft progress' if report.is_draft else 'Progress'} report: {record.collaborative_name}, {name}",
        collaborative=record.collaborative_name,
        round_label=name[0].upper() + name[1:],
        dates=_dates(report),
        purpose=record.purpose,
        what_this_is=WHAT_THIS_IS,
        partners=_partners(report),
        summary=where_we_are(report),
        profile=domain_profile(report.result, chart_id="profile"),
        meanings=tuple(Meaning(v.label, first_sentence(v.meaning)) for v in report.matrix.levels if v.meaning),
        moved=moved_part(report.comparison) if report.comparison else None,
        views=views_part(report.comparison.views) if report.comparison else None,
        looked_back=looked_back(report.comparison) if report.comparison else None,
        as_a_whole=agreement_part(report.result),
        convergence=convergence_part(report.comparison) if report.comparison else None,
        differences=differences[:_MOST_DIFFERENCES],
        more_differences=max(0, len(differences) - _MOST_DIFFERENCES),
        too_few=_too_few(report),
        dissent=_dissent(report),
        dissents=tuple(_dissents(report)),
        moves_up=_moves_up(report.result),
        standing_out=standing_out(report.result),
        rests_on=tuple(_rests_on(report)),
        questions=questions(report),
        domains=domain_sections(report),
        heat_maps=heat_maps(report.result, chart_id="heat-map"),
        trend=trend_chart(picture.trend, report.matrix, chart_id="trend-chart") if picture.trend else None,
        not_in_trend=tuple(round_name(p.round_number, p.label) for p in picture.left_out) if picture.trend else (),
        closeness=closeness_over_rounds(rounds, report.trend.between if report.trend else ()),
        within_one=within_one_of_the_median(rounds),
        strips=tuple(_strips(report)),
        voted=votes_for_the_board(report.result),
        votes=votes_on(report.result),
        silent=silent_in_words(report.result),
        scoring=tuple(_scoring(report)),
        agreement=tuple(agreement_in_words(report.matrix)),
        movement_rules=_MOVEMENT_RULES,
        sign_offs=sign_off_part(report.sign_offs) if report.sign_offs else None,
    )


_MOVEMENT_RULES: Final = (
    "Criteria are matched by their lasting id. A criterion whose words or scale changed is not compared.",
    (
        "A change is called likely real when the partners that gave a level in both rounds moved, on average, by more "
        "than chance alone explains in 95 of 100 cases, the same way as the agreed level, and mostly with the same "
        "people answering. A smaller change is within noise. Where this cannot be judged, we cannot tell."
    ),
    (
        "The limits come from a model in which nothing changed: partners lean higher or lower by about half a level "
        "(standard deviation 0.5), and answer a little differently each time (0.6). These two are assumptions."
    ),
    (
        "Each criterion, and each domain, is judged by itself, so among many a few are likely real by chance alone. "
        "How many if nothing had changed is the sum of their chances in that model, and stands beside them."
    ),
    "A level that was agreed in one room without partners’ own levels is a judgement, and has no computable error.",
    f"Most improved: {MOST_IMPROVED_RULE[0].lower()}{MOST_IMPROVED_RULE[1:]}",
    f"Of most concern: {MOST_CONCERN_RULE[0].lower()}{MOST_CONCERN_RULE[1:]}",
)


def _scoring(report: RoundReport) -> Iterator[str]:
    """The rules of the matrix that had a part in this round: none on an overall result where none is shown."""
    for line in scoring_in_words(report.matrix):
        if report.record.shows_overall or not line.startswith(_ON_OVERALL):
            yield line
    if not report.record.shows_overall and report.matrix.scoring.overall.method is not OverallMethod.NONE:
        yield "This round shows no overall result: it is a profile."


_ON_OVERALL: Final = ("The overall ", "Each round decides", "These names are for the whole matrix")


def _dates(report: RoundReport) -> str:
    record = report.record
    if report.is_draft:
        stage = lower_first(record.stage.label)
        planned = f", planned to close on {in_words(record.closes_on)}" if record.closes_on else ""
        return f"Draft: the round is not closed ({stage}{planned})"
    return f"Closed on {in_words(record.closed_on)}" if record.closed_on else "Closed"


def _partners(report: RoundReport) -> NamedList | None:
    """The partners of the round; those that did not respond are named where it says what the result rests on."""
    names = [p.name for p in report.record.partners]
    return NamedList(f"{counted(len(names), 'partner')} in this round", tuple(names)) if names else None


def _rests_on(report: RoundReport) -> Iterator[str]:
    """What the result rests on and what to be careful about, in as few lines as a board's page has room for."""
    *about_round, about_matrix = report.what_it_rests_on
    apart = [line for line in about_round if _names_criteria(line, report) or line.startswith(ENTERED)]
    yield " ".join(line for line in about_round if line not in apart)
    yield from apart
    if report.sign_offs:
        yield from sign_offs_for_the_board(report.sign_offs)
    if report.comparison:
        yield report.comparison.coverage_in_words
        said = f"Round {report.record.number} is not closed"
        cautions = [line for line in report.comparison.cautions if not line.startswith(said)]
        yield from cautions[:_MOST_CAUTIONS]
        if len(cautions) > _MOST_CAUTIONS:
            yield f"{len(cautions) - _MOST_CAUTIONS} more cautions are in the full report."
    yield about_matrix


def _names_criteria(line: str, report: RoundReport) -> bool:
    names = ("Not applicable", report.matrix.agreement.split_name, "Not recorded")
    return any(line.startswith(f"{name}: ") for name in names)


def _differences(report: RoundReport) -> Iterator[Difference]:
    """Where no level was agreed and where partners differ; last where they did, before the votes settled it."""
    found = (*report.not_agreed, *report.where_partners_differ, *report.where_partners_differed)
    for criterion_id in dict.fromkeys(c.criterion.id for c in found):
        yield _difference(report.result.by_criterion[criterion_id], report)


def _too_few(report: RoundReport) -> str:
    """On how many criteria agreement cannot be judged, with those whose levels lie far apart all the same."""
    found = [(c.criterion.title, c.final_agreement) for c in report.result.criteria if c.final_agreement]
    unjudged = [(title, agreement) for title, agreement in found if agreement.label is AgreementLabel.TOO_FEW]
    if not unjudged:
        return ""
    said = f"Too few partners gave a level to judge agreement on {counted(len(unjudged), 'criterion', 'criteria')}."
    apart = [title for title, agreement in unjudged if agreement.spread >= _FAR_APART]
    if apart:
        said += f" Their levels are two or more apart on: {listed(apart, most=_MOST_DIFFERENCES)}."
    unsettled = [title for title, agreement in unjudged if agreement.unsettled]
    if unsettled:
        said += f" A partner has not agreed a level on: {listed(unsettled, most=_MOST_DIFFERENCES)}."
    return said


def _dissent(report: RoundReport) -> str:
    """On which criteria a partner dissents; the words are with each criterion. Empty where nobody does."""
    titles = [c.criterion.title for c in report.with_dissent]
    return f"Dissent is recorded on: {listed(titles, most=_MOST_DIFFERENCES)}." if titles else ""


def _dissents(report: RoundReport) -> Iterator[Words]:
    for result in report.with_dissent:
        for dissent in report.record.dissents_on(result.criterion.id):
            yield Words(result.criterion.title, "", dissent_in_words(dissent))


def _moves_up(result: RoundResult) -> tuple[Words, ...]:
    """What would move the collaborative up, where that was written down: from the lowest level, none at the top."""
    written = [criterion for criterion in result.criteria if criterion.consensus.moves_up]
    lowest_first = sorted(
        written, key=lambda each: each.level.value if each.level else result.matrix.lowest_level.value
    )
    return tuple(Words(each.criterion.title, each.label, each.consensus.moves_up) for each in lowest_first)


def _strips(report: RoundReport) -> Iterator[Strip]:
    """Where partners differ; a criterion on which they voted is drawn with its votes."""
    drawn = [each for each in report.where_partners_differ if not report.record.ballots_on(each.criterion.id)]
    for result in drawn[:_MOST_STRIPS]:
        if result.agreement:
            yield Strip(
                result.criterion.title,
                agreement_sentence(result.agreement, report.matrix),
                dot_strip(result, report.matrix, chart_id=f"strip-{result.criterion.id}"),
            )


def _difference(result: CriterionResult, report: RoundReport) -> Difference:
    """In a line, by where partners stand after the votes; a difference that these settled is told as what it was."""
    agreement = result.agreement if result.partners_differed else result.final_agreement
    matrix, label, ranges = report.matrix, result.label, ""
    if agreement and agreement.lowest is not None and agreement.highest is not None:
        low, high = matrix.level(agreement.lowest).label, matrix.level(agreement.highest).label
        partners = "partners were" if result.partners_differed else "partners"
        ranges = f"{partners} all at {low}" if low == high else f"{partners} from {low} to {high}"
        if agreement.unsettled:
            ranges += f"; {unsettled_in_words(agreement.unsettled, inside=True)}"
        label = result.label if result.is_not_agreed else stand_in_words(result)
    return Difference(result.criterion.title, label, ranges, result.consensus.reason, _vote(result, report))


def _vote(result: CriterionResult, report: RoundReport) -> str:
    voting = voting_on(result, report.record)
    if voting is None or voting.outcome is Outcome.CANNOT_TELL:
        return said_of_missing(result)
    return f"When they voted, they {voting.outcome_in_words}."
