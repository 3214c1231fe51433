"""What the page of all closed rounds shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from maturity.core.results import OverallResult
from maturity.usecases.compare import Progress
from maturity.web.compare.frame import ResultFrame, compare_address, result_frame, results_address, round_title
from maturity.web.compare.progress_body import ProgressBody


@dataclass(frozen=True, slots=True)
class RoundColumn:
    """One closed round. `compare_address` compares it with the closed round before, empty for the first."""

    title: str
    address: str
    compare_address: str
    closed_on: date | None
    matrix: str
    coverage: str
    overall: str


@dataclass(frozen=True, slots=True)
class ProgressPage:
    """All closed rounds, the earliest first. `body` is None where fewer than two are closed."""

    frame: ResultFrame
    rounds: tuple[RoundColumn, ...]
    body: ProgressBody | None
    whole_address: str

    @property
    def has_overall(self) -> bool:
        """Whether any round has an overall result."""
        return any(r.overall for r in self.rounds)


def progress_page(progress: Progress, body: ProgressBody | None) -> ProgressPage:
    """The page of all closed rounds."""
    closed = progress.closed
    return ProgressPage(
        frame=result_frame(closed.collaborative, closed.collaborative_name),
        rounds=tuple(_columns(progress)),
        body=body,
        whole_address="" if len(closed.heads) < 3 else compare_address(closed.heads[-1], closed.heads[0]),
    )


def _columns(progress: Progress) -> Iterator[RoundColumn]:
    earlier = None
    for head, result in zip(progress.closed.heads[::-1], progress.results, strict=True):
        yield RoundColumn(
            title=round_title(head.number, head.label),
            address=results_address(head),
            compare_address="" if earlier is None else compare_address(earlier, head),
            closed_on=result.record.closed_on,
            matrix=f"{result.matrix.title}, version {result.matrix.version}",
            coverage=result.coverage.in_words,
            overall=_overall(result.overall),
        )
        earlier = head


def _overall(overall: OverallResult | None) -> str:
    if overall is None:
        return ""
    return f"{overall.label} ({overall.band})" if overall.band else overall.label
