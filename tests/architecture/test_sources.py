"""What no source of the product may hold: text taken for markup or SQL, another’s address, this machine."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest

from maturity.persistence.base import Base
from tests.architecture.sources import (
    PRODUCT,
    ROOT,
    calls_in,
    name_of,
    python_files,
    scripts,
    templates,
    text_of,
    tree_of,
)

# The only places that call finished text markup: each made it from a template that escapes.
MAKES_MARKUP: Final = {
    "maturity/web/share/report_body.py",
    "maturity/web/compare/drawn.py",
    "maturity/web/room/strips.py",
}
# Statements that are no parameters: a pragma and the way that a transaction begins, from words of our own.
BUILDS_STATEMENTS: Final = {"maturity/persistence/engine.py", "maturity/persistence/schema.py"}
RUNS_SQL: Final = {"execute", "exec_driver_sql", "executemany", "executescript", "text"}

IN_TEMPLATES: Final = re.compile(
    r"\|\s*safe\b|\bautoescape\s+false|<script(?![^>]*\bsrc=)|<style|\son\w+\s*=|javascript:"
)
IN_SCRIPTS: Final = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
IN_PYTHON: Final = re.compile(
    r"render_template_string|\bpickle\b|shell=True|\beval\(|\bexec\(|"
    r"yaml\.(?:unsafe_|full_)?load\((?!text, Loader=yaml\.BaseLoader\))"  # which makes nothing but text
)
NAMESPACES: Final = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink", "http://www.w3.org/1999/xhtml"}


def markup_calls(path: Path) -> list[int]:
    """Where a module calls something markup."""
    return [call.lineno for name, call in calls_in(tree_of(path)) if name == "Markup"]


def built_statements(tree: ast.AST) -> list[int]:
    """Where a statement is put together from parts and then run."""
    return [
        call.lineno
        for name, call in calls_in(tree)
        if name in RUNS_SQL and call.args and _is_put_together(call.args[0])
    ]


def _is_put_together(argument: ast.expr) -> bool:
    if isinstance(argument, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in argument.values)
    if isinstance(argument, ast.BinOp):
        return isinstance(argument.op, (ast.Add, ast.Mod)) and any(
            isinstance(side, (ast.Constant, ast.JoinedStr)) for side in (argument.left, argument.right)
        )
    return isinstance(argument, ast.Call) and getattr(argument.func, "attr", "") == "format"


@pytest.mark.parametrize("path", templates(), ids=name_of)
def test_a_template_escapes_everything_and_runs_nothing(path: Path) -> None:
    if path.suffix == ".html":
        assert IN_TEMPLATES.findall(text_of(path)) == []


@pytest.mark.parametrize("path", scripts(), ids=name_of)
def test_a_script_writes_text_and_never_markup(path: Path) -> None:
    assert IN_SCRIPTS.findall(text_of(path)) == []


def test_no_module_evaluates_text() -> None:
    found = {name_of(path): IN_PYTHON.findall(text_of(path)) for path in python_files()}
    assert {name: words for name, words in found.items() if words} == {}


def test_text_is_called_markup_only_where_a_template_made_it() -> None:
    assert {name_of(path) for path in python_files() if markup_calls(path)} == MAKES_MARKUP


def test_no_statement_is_put_together_from_text() -> None:
    found = {name_of(path) for path in python_files() if built_statements(tree_of(path))}
    assert found - BUILDS_STATEMENTS == {name for name in found if "/migrations/" in name}


@pytest.mark.parametrize(
    "planted",
    [
        "session.execute(f\"SELECT * FROM account WHERE name = '{name}'\")",
        'session.execute(text(f"DELETE FROM {table}"))',
        'connection.exec_driver_sql("SELECT " + columns)',
        'cursor.execute("SELECT %s" % name)',
        'cursor.execute("SELECT {}".format(name))',
    ],
)
def test_a_statement_that_is_put_together_would_be_noticed(planted: str) -> None:
    assert built_statements(ast.parse(planted))
    assert not built_statements(ast.parse('cursor.execute("SELECT ?", (name,))'))


@pytest.mark.parametrize(
    "rule, planted",
    [
        (IN_TEMPLATES, "{{ page.reason|safe }}"),
        (IN_TEMPLATES, "{{ page.reason | safe }}"),
        (IN_TEMPLATES, "{% autoescape false %}"),
        (IN_TEMPLATES, "<script>run()</script>"),
        (IN_TEMPLATES, '<a href="/" onclick="run()">'),
        (IN_SCRIPTS, "line.innerHTML = text"),
        (IN_PYTHON, "render_template_string(text)"),
        (IN_PYTHON, "yaml.load(data)"),
    ],
)
def test_what_must_not_be_there_would_be_noticed(rule: re.Pattern[str], planted: str) -> None:
    assert rule.search(planted)


def test_nothing_that_is_served_is_fetched_from_elsewhere() -> None:
    address = re.compile(r"(?:https?:)?//[a-z0-9][a-z0-9.-]*\.[a-z]{2,}[^\s\"'<>)]*", re.IGNORECASE)
    sources = [*templates(), *scripts(), *(PRODUCT / "web" / "design_system").rglob("*.scss")]
    sources += (PRODUCT / "web" / "design_system").rglob("*.svg")
    found = {name_of(path): set(address.findall(text_of(path))) - NAMESPACES for path in sources}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


# A project says where its own things are; it does not say on whose machine it was written.
OF_A_MACHINE: Final = re.compile(
    r"/(?:home|root|Users|tmp|work|workspace|builds)/\w|C:\\Users|site-packages|localhost:\d{4,5}/simple"
)
OF_A_REGISTRY: Final = re.compile(
    r"pypi\.org|pythonhosted|registry\.npmjs|--index-url|--extra-index-url", re.IGNORECASE
)


def project_files() -> list[Path]:
    """Every file that a person reads: the product, its documents and what sets it up."""
    folders = [PRODUCT, ROOT / "templates", ROOT / "docs", ROOT / "matrices", ROOT / "setup", ROOT / "requirements"]
    found = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in READ and "built" not in path.parts
    ]
    return sorted([*found, *(path for path in ROOT.iterdir() if path.suffix in READ or path.name == "Makefile")])


READ: Final = {".py", ".md", ".html", ".js", ".scss", ".css", ".yaml", ".json", ".toml", ".txt"}


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = {}
    for path in project_files():
        words = OF_A_MACHINE.findall(text_of(path)) + OF_A_REGISTRY.findall(text_of(path))
        if words:
            found[name_of(path)] = words
    assert found == {}


def test_relationships_are_never_loaded_by_themselves() -> None:
    loading = [
        f"{mapper.class_.__name__}.{relationship.key}"
        for mapper in Base.registry.mappers
        for relationship in mapper.relationships
        if relationship.lazy not in {"raise", "raise_on_sql"}
    ]
    assert loading == []
    assert len(list(Base.registry.mappers)) > 10
