"""The files that the product is made of."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parent.parent.parent
PRODUCT: Final = ROOT / "maturity"
TEMPLATES: Final = ROOT / "templates"
SCRIPTS: Final = PRODUCT / "web" / "static" / "js"


def python_files(folder: Path = PRODUCT) -> list[Path]:
    """Every module below a folder."""
    return sorted(path for path in folder.rglob("*.py") if "built" not in path.parts)


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".svg", ".css"})


def scripts() -> list[Path]:
    """Every script of our own."""
    return sorted(SCRIPTS.rglob("*.js"))


@cache
def text_of(path: Path) -> str:
    """What a file says."""
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """A file as it is named from the top."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    """A module as it is built."""
    return ast.parse(text_of(path))


def calls_in(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the last name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            yield called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""), node
