"""The matrix library: files become drafts, drafts are published or removed, what was published can be retired."""

from __future__ import annotations

from maturity.usecases.author.adding import (
    AddedMatrix,
    CheckedMatrix,
    MatrixChanged,
    Standing,
    add_matrix,
    check_matrix,
)
from maturity.usecases.author.publishing import (
    DraftChanged,
    DraftInTheWay,
    MatrixIsRetired,
    publish_file,
    publish_matrix,
    sync_shipped_matrices,
)
from maturity.usecases.author.removing import MatrixIsFixed, remove_draft
from maturity.usecases.author.retiring import NeverPublished, offer_matrix_again, retire_matrix

__all__ = [
    "AddedMatrix",
    "CheckedMatrix",
    "DraftChanged",
    "DraftInTheWay",
    "MatrixChanged",
    "MatrixIsFixed",
    "MatrixIsRetired",
    "NeverPublished",
    "Standing",
    "add_matrix",
    "check_matrix",
    "offer_matrix_again",
    "publish_file",
    "publish_matrix",
    "remove_draft",
    "retire_matrix",
    "sync_shipped_matrices",
]
