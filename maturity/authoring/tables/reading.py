"""Read a file with tables in a process of its own, one file at a time."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from threading import BoundedSemaphore
from typing import Final

from maturity.authoring.tables.limits import LARGEST_FILE, SECONDS
from maturity.authoring.tables.refusal import FileRefused
from maturity.authoring.tables.source import Source

_COMMAND: Final = (sys.executable, "-m", "maturity.authoring.tables.child")
_COPY: Final = "Copy the table alone into a new workbook or document, and choose that."
# What Python needs to find itself. The settings of the product are not among it.
_HANDED_ON: Final = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH")
_WAIT_SECONDS: Final = 10
# A file is read in up to 512 MiB of memory: never two at once in the one process that serves.
_turn: Final = BoundedSemaphore(1)


def read_source(data: bytes, *, seconds: float = SECONDS) -> Source:
    """The tables in the bytes of a workbook or a document; raises `FileRefused`.

    `seconds` is how long reading may take before it is ended.
    """
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"The file is larger than {LARGEST_FILE // 1024**2} MB.", _COPY)
    if not _turn.acquire(timeout=_WAIT_SECONDS):
        raise FileRefused("Another file is being read at this moment.", "Try again in a minute.")
    try:
        said = _ask(data, seconds)
    finally:
        _turn.release()
    try:
        answer = json.loads(said)
        if "problem" in answer:
            raise FileRefused(str(answer["problem"]), str(answer["remedy"]))
        source = Source.from_json(answer)
    except (ValueError, KeyError, TypeError) as problem:
        if isinstance(problem, FileRefused):
            raise
        raise FileRefused("The file could not be read: reading it took too much.", _COPY) from None
    if not source.tables:
        raise FileRefused(
            "The file has no table with a text in it.",
            "Choose a workbook, or a document with a table, in which criteria are rows and levels are columns.",
        )
    return source


def _ask(data: bytes, seconds: float) -> bytes:
    environment = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    environment |= {"OPENPYXL_LXML": "False", "OPENPYXL_DEFUSEDXML": "True"}
    try:
        done = subprocess.run(
            _COMMAND,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise FileRefused(f"Reading the file took more than {seconds:g} seconds.", _COPY) from None
    except OSError:
        raise FileRefused("The file could not be read at this moment.", "Try again in a minute.") from None
    return done.stdout
