"""Why a file is not read at all."""

from __future__ import annotations


class FileRefused(ValueError):
    """A file that nothing is read from. `problem` and `remedy` are sentences."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem} {remedy}")
