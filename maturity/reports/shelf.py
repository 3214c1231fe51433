"""Finished PDFs on disk, each under the hash of its bytes."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path


def keep_pdf(folder: Path, pdf: bytes) -> str:
    """Put a PDF on the shelf, whole or not at all, and return the SHA-256 that it is kept under.

    Raises `OSError` when the disk does not take it; nothing of it stays then.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file_hash = sha256(pdf).hexdigest()
    place = pdf_place(folder, file_hash)
    if not place.exists():
        handle, unfinished = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(pdf)
                file.flush()
                os.fsync(file.fileno())
            Path(unfinished).rename(place)
        except OSError:
            # On a full disk each further try would take what little room there is left.
            Path(unfinished).unlink(missing_ok=True)
            raise
    return file_hash


def pdf_place(folder: Path, file_hash: str) -> Path:
    """Where a PDF with this hash is, if it is kept."""
    return folder / f"{file_hash}.pdf"
