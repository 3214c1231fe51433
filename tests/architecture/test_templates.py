"""No template is left over, and each belongs to the part of the product that it is named after."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tests.architecture.sources import PRODUCT, TEMPLATES, name_of, python_files, templates, text_of

NAMES_A_TEMPLATE: Final = re.compile(r"[\"']((?:[a-z_]+/)+[a-z_]+\.(?:html|svg|css))[\"']")
# Templates whose name is made from the kind of report or chart.
MADE_NAMES: Final = re.compile(r"reports/pdf/(?:board|full)\.html|(?:^|/)(?:print\.css|draft\.svg)$")


def used() -> set[str]:
    """Every template that a module or another template names."""
    return {name for path in (*python_files(), *templates()) for name in NAMES_A_TEMPLATE.findall(text_of(path))}


def test_every_template_is_used() -> None:
    there = {path.relative_to(TEMPLATES).as_posix() for path in templates()}
    assert {name for name in there - used() if not MADE_NAMES.search(name)} == set()


def test_every_template_that_is_named_is_there() -> None:
    ours = {folder.name for folder in TEMPLATES.iterdir()}
    missing = {name for name in used() if name.partition("/")[0] in ours and not (TEMPLATES / name).is_file()}
    assert missing == set()


def test_each_folder_of_templates_has_its_part_of_the_web() -> None:
    shared = {"layouts", "components", "emails", "errors", "reports"}
    parts = {folder.name for folder in (PRODUCT / "web").iterdir() if (folder / "routes.py").is_file()}
    assert {folder.name for folder in TEMPLATES.iterdir()} == parts | shared


def test_a_part_of_the_web_renders_its_own_templates(tmp_path: Path) -> None:
    for path in python_files(PRODUCT / "web"):
        part = path.relative_to(PRODUCT / "web").parts[0]
        for name in re.findall(r"render_template\(\s*\"([a-z_]+)/", text_of(path)):
            assert name in {part, "errors", "sign_in"} if part.endswith(".py") else name == part, name_of(path)
