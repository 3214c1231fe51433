"""The process that reads a stranger's file: `python -m maturity.authoring.tables.child`, the file on standard input.

It has little memory and little time, knows none of the settings, and says what it found as JSON on standard output.
Whatever a file makes of it, the process that started it goes on.
"""

from __future__ import annotations

import json
import resource
import sys
import warnings
from importlib import import_module
from typing import Final

from maturity.authoring.tables.limits import ADDRESS_SPACE, LARGEST_FILE, SECONDS
from maturity.authoring.tables.package import PackageKind, open_package
from maturity.authoring.tables.refusal import FileRefused

_SAVE_AGAIN: Final = "Open it in the program that made it, save it under a new name, and choose that."


def main() -> None:
    """Read one file within the limits and say what it holds."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes no file
    sys.modules["numpy"] = None  # type: ignore[assignment]  # openpyxl takes it where it is: large, and of no use here
    sys.stdout.buffer.write(answer_to(sys.stdin.buffer.read(LARGEST_FILE + 1)).encode())


def answer_to(data: bytes) -> str:
    """The tables of a file as JSON, or why it is refused."""
    try:
        package = open_package(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl says what it does not keep; nothing of that is read here
            if package.kind is PackageKind.WORKBOOK:
                source = import_module("maturity.authoring.tables.workbook").tables_of_workbook(package.data)
            else:
                source = import_module("maturity.authoring.tables.document").tables_of_document(package.data)
        answer: str = source.as_json()
    except FileRefused as refused:
        return _refusal(refused.problem, refused.remedy)
    except MemoryError:
        return _refusal(
            "Reading the file takes more memory than there is for it.",
            "Copy the table alone into a new workbook or document, and choose that.",
        )
    except Exception as problem:  # noqa: BLE001  (the libraries raise whatever a damaged file leads them to)
        return _refusal(f"The file is damaged: it cannot be read ({type(problem).__name__}).", _SAVE_AGAIN)
    return answer


def _refusal(problem: str, remedy: str) -> str:
    return json.dumps({"problem": problem, "remedy": remedy})


if __name__ == "__main__":
    main()
