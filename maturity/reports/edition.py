"""Which edition of the report's layout this is, so that a PDF kept from another one is made anew."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_PARTS = ("reports", "components/charts")


@lru_cache(maxsize=4)
def report_edition(templates: Path) -> str:
    """SHA-256, in hexadecimal, of everything that decides how a report looks: its templates and this package."""
    found = sha256()
    package = Path(__file__).parent
    files = [(file, file.relative_to(templates)) for part in _PARTS for file in (templates / part).rglob("*.*")]
    files += [(file, file.relative_to(package)) for file in package.rglob("*.py")]
    for file, name in sorted(files, key=lambda pair: str(pair[1])):
        found.update(f"{name.as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    return found.hexdigest()
