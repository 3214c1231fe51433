"""The page of what the linter finds in a version of the library."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from maturity.core.matrix import Matrix
from maturity.core.recently_used import RecentlyUsed
from maturity.web.author.findings import Findings, findings
from maturity.web.author.matrix_view import MatrixView, kept_matrix_view
from maturity.web.author.pages import matrix_address


@dataclass(frozen=True, slots=True)
class LintPage:
    """The findings of one version of the library."""

    matrix: MatrixView
    found: Findings
    back_address: str


def lint_page(matrix: Matrix, content: bytes, overlay: bytes | None) -> LintPage:
    """The findings in the file of a matrix; of an overlay with the lines of its own file, where that was kept."""
    named = matrix.content_hash + ("" if overlay is None else sha256(overlay).hexdigest())
    found = _KEPT.find(named) or _KEPT.keep(named, findings(content, overlay=overlay))
    return LintPage(matrix=kept_matrix_view(matrix), found=found, back_address=matrix_address(matrix))


_MOST_KEPT: Final = 64
# The hashes name the content, so what is kept here is never stale.
_KEPT: Final[RecentlyUsed[Findings]] = RecentlyUsed(_MOST_KEPT)
