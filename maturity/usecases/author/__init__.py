"""The matrix library: files become drafts, drafts are published or removed, what was published can be retired."""

from __future__ import annotations

from maturity.usecases.author.adding import (
    AddedMatrix,
    CheckedMatrix,
    DraftInUse,
    MatrixChanged,
    Standing,
    add_matrix,
    check_matrix,
)
from maturity.usecases.author.declared_truly import (
    ChangesLookedAt,
    ChangesNotDeclared,
    ContradictsLater,
    look_at_changes,
)
from maturity.usecases.author.dry_run import DryRun, Touched, dry_run
from maturity.usecases.author.library_file import LibraryFile, find_published, read_overlay_here
from maturity.usecases.author.publishing import (
    DraftChanged,
    DraftInTheWay,
    MatrixIsRetired,
    publish_file,
    publish_matrix,
    publish_read,
    sync_shipped_matrices,
)
from maturity.usecases.author.removing import MatrixIsFixed, remove_draft
from maturity.usecases.author.retiring import NeverPublished, offer_matrix_again, retire_matrix
from maturity.usecases.author.touched_words import others_in_words, said_in_words, untold_in_words

__all__ = [
    "AddedMatrix",
    "ChangesLookedAt",
    "ChangesNotDeclared",
    "CheckedMatrix",
    "ContradictsLater",
    "DraftChanged",
    "DraftInTheWay",
    "DraftInUse",
    "DryRun",
    "LibraryFile",
    "MatrixChanged",
    "MatrixIsFixed",
    "MatrixIsRetired",
    "NeverPublished",
    "Standing",
    "Touched",
    "add_matrix",
    "check_matrix",
    "dry_run",
    "find_published",
    "look_at_changes",
    "offer_matrix_again",
    "others_in_words",
    "publish_file",
    "publish_matrix",
    "publish_read",
    "read_overlay_here",
    "remove_draft",
    "retire_matrix",
    "said_in_words",
    "sync_shipped_matrices",
    "untold_in_words",
]
