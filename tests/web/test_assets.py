from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask

from maturity.web.assets import AssetsNotBuilt, names_its_content, serve_assets


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    (tmp_path / "built").mkdir()
    (tmp_path / "built" / "maturity.css").write_text("p{color:red}")
    app = Flask("any", static_folder=str(tmp_path), static_url_path="/static")
    serve_assets(app)
    return app


def test_an_address_carries_the_hash_of_what_the_file_holds(app: Flask) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("built/maturity.css")  # type: ignore[operator]
    assert address == f"/static/built/maturity.css?v={hashlib.sha256(b'p{color:red}').hexdigest()[:16]}"


def test_only_that_hash_names_the_content(app: Flask) -> None:
    with app.test_request_context():
        address = app.jinja_env.globals["asset"]("built/maturity.css")  # type: ignore[operator]
    for asked, is_named in ((address, True), (f"{address}0", False), ("/static/built/maturity.css", False)):
        with app.test_request_context(asked):
            assert names_its_content() is is_named


def test_without_a_style_sheet_the_product_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(AssetsNotBuilt, match="make assets"):
        serve_assets(Flask("any", static_folder=str(tmp_path)))


def test_an_address_begins_where_the_product_stands(app: Flask) -> None:
    asset = app.jinja_env.globals["asset"]
    with app.test_request_context():
        assert asset("built/maturity.css").startswith("/static/")  # type: ignore[operator]
    with app.test_request_context(environ_overrides={"SCRIPT_NAME": "/maturity"}):
        assert asset("built/maturity.css").startswith("/maturity/static/")  # type: ignore[operator]
