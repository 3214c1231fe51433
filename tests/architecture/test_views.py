"""Every view says who may use it, and takes only what it can check."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Final

import pytest
from flask import Flask
from werkzeug.routing import AnyConverter, PathConverter, UnicodeConverter

from maturity.web.access import Needs
from maturity.web.addresses import IdConverter
from tests.architecture.sources import PRODUCT, calls_in, name_of, python_files, tree_of

METHODS: Final = {"get", "post", "put", "patch", "delete", "route"}

# What stands in an address as text is looked up as it is, and is not found if it is not there.
TEXT_IN_ADDRESSES: Final = {
    "criterion_id": "an id of the matrix",
    "domain_id": "an id of the matrix",
    "key": "the key of a matrix",
    "version": "the version of a matrix",
    "name": "a move of a round",
    "token": "the token of a link",
}


def views_in(path: Path) -> list[ast.FunctionDef]:
    """The functions that a blueprint serves."""
    return [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and any(_is_route(decorator) for decorator in node.decorator_list)
    ]


def _is_route(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and decorator.func.attr in METHODS
        and isinstance(decorator.func.value, ast.Name)
        and decorator.func.value.id in {"blueprint", "app"}
    )


def unguarded(path: Path) -> list[str]:
    """The views whose last decorator does not name a permission."""
    return [
        view.name
        for view in views_in(path)
        if not (
            isinstance(last := view.decorator_list[-1], ast.Call)
            and isinstance(last.func, ast.Name)
            and last.func.id == "needs"
        )
    ]


def test_every_view_names_what_it_needs_directly_above_itself() -> None:
    found = {name_of(path): unguarded(path) for path in python_files(PRODUCT / "web")}
    assert {name: views for name, views in found.items() if views} == {}
    assert sum(len(views_in(path)) for path in python_files(PRODUCT / "web")) > 60


def test_a_view_without_a_permission_would_be_noticed(tmp_path: Path) -> None:
    path = tmp_path / "routes.py"
    path.write_text(
        '@blueprint.get("/open")\ndef open_to_all(): ...\n\n@blueprint.get("/")\n@needs(x)\ndef fine(): ...\n'
    )
    assert unguarded(path) == ["open_to_all"]


def test_a_view_that_names_no_permission_is_open_to_nobody(application: Flask) -> None:
    served = {rule.endpoint for rule in application.url_map.iter_rules()} - {"static"}
    assert all(isinstance(application.view_functions[endpoint].__dict__["needs"], Needs) for endpoint in served)


def test_whatever_stands_in_an_address_is_an_id_or_one_of_a_few_words(application: Flask) -> None:
    for rule in application.url_map.iter_rules():
        for name, converter in rule._converters.items():  # noqa: SLF001  (the only way to ask)
            if isinstance(converter, (IdConverter, AnyConverter)):
                continue
            if rule.endpoint == "static":
                assert isinstance(converter, PathConverter)
                continue
            assert isinstance(converter, UnicodeConverter)
            assert name in TEXT_IN_ADDRESSES, f"{rule.rule}: {name}"


def test_a_permission_that_looks_at_the_collaborative_finds_it_in_the_address(application: Flask) -> None:
    of_collaborative = {Needs.MEMBER, Needs.PARTICIPANT, Needs.FACILITATOR, Needs.LEAD, Needs.RESPONDENT}
    for rule in application.url_map.iter_rules():
        permission = application.view_functions[rule.endpoint].__dict__.get("needs")
        if permission in of_collaborative:
            assert "collaborative" in rule.arguments, rule.rule
        if permission is Needs.RESPONDENT:
            assert "partner" in rule.arguments, rule.rule
        if "collaborative" in rule.arguments:
            assert permission in of_collaborative, rule.rule


def test_only_the_edge_commits() -> None:
    for path in python_files():
        names = {name for name, _ in calls_in(tree_of(path))}
        if path.is_relative_to(PRODUCT / "usecases") or path.is_relative_to(PRODUCT / "persistence" / "queries"):
            assert "commit" not in names, name_of(path)
            assert "rollback" not in names, name_of(path)


@pytest.mark.parametrize("word", ["utils", "common", "helpers", "misc", "manager"])
def test_no_module_is_a_drawer_for_everything(word: str) -> None:
    assert [name_of(path) for path in python_files() if word in path.stem or word in path.parts] == []
