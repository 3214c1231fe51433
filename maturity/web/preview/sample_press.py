"""Makes the PDF of a sample report in a process of its own, one at a time, so that no save waits for it."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Final

from flask import current_app

from maturity.core.collaborative import CollaborativeType
from maturity.core.recently_used import RecentlyUsed
from maturity.reports.pdf import ReportKind

_NAME: Final = "maturity-sample-press"
_MOST_KEPT: Final = 8
LONGEST: Final = 90.0
"""Seconds that one sample may take."""

logger = logging.getLogger(__name__)


class SampleNotMade(RuntimeError):
    """The PDF of a sample could not be made; the message says why and what to do."""


@dataclass
class SamplePress:
    """Makes samples and keeps the last few of them in memory."""

    command: Sequence[str] = (sys.executable, "-m", "maturity.cli.sample_worker")
    longest: float = LONGEST
    _made: RecentlyUsed[bytes] = field(default_factory=lambda: RecentlyUsed(_MOST_KEPT))
    busy: Lock = field(default_factory=Lock)

    def pdf(self, content: bytes, *, content_hash: str, kind: ReportKind, asked_of: CollaborativeType) -> bytes:
        """The PDF of the sample report of a matrix file; raises `SampleNotMade`."""
        key = (content_hash, kind, asked_of)
        made = self._made.find(key)
        if made is not None:
            return made
        if not self.busy.acquire(blocking=False):
            raise SampleNotMade("Another sample is being made just now. Try again in half a minute.")
        try:
            return self._made.keep(key, self._make(content, kind, asked_of))
        finally:
            self.busy.release()

    def _make(self, content: bytes, kind: ReportKind, asked_of: CollaborativeType) -> bytes:
        try:
            done = subprocess.run(
                [*self.command, kind.value, asked_of.value],
                input=content,
                stdout=subprocess.PIPE,
                timeout=self.longest,
                check=True,
            )
        except (OSError, subprocess.SubprocessError) as problem:
            logger.warning("The PDF of a sample could not be made: %s", type(problem).__name__)
            raise SampleNotMade("The PDF of the sample could not be made. The same report is a web page.") from problem
        return done.stdout


def sample_press() -> SamplePress:
    """The press of the running application."""
    press: SamplePress = current_app.extensions.setdefault(_NAME, SamplePress())
    return press
