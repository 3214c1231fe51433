"""Addresses of static files, each with the hash of its content so that a browser may keep it for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Final

from flask import Flask, current_app, request, url_for

_NAME: Final = "maturity-assets"


class AssetsNotBuilt(RuntimeError):
    """The style sheet and script have not been built."""

    def __init__(self) -> None:
        super().__init__("The style sheet has not been built. Run “make assets”.")


def serve_assets(app: Flask) -> None:
    """Make `asset(name)` known to templates; raises `AssetsNotBuilt`."""
    folder = Path(app.static_folder or "")
    if not (folder / "built" / "maturity.css").is_file():
        raise AssetsNotBuilt

    @lru_cache(maxsize=256)
    def version_of(name: str) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:16]

    @lru_cache(maxsize=256)
    def address_of(name: str, _root: str) -> str:
        return url_for("static", filename=name, v=version_of(name))

    def asset(name: str) -> str:
        return address_of(name, request.script_root)

    app.extensions[_NAME] = version_of
    app.add_template_global(asset, "asset")


def names_its_content() -> bool:
    """Whether the request for a file that is there carries the hash of what the file holds."""
    version_of: Callable[[str], str] = current_app.extensions[_NAME]
    name: str = (request.view_args or {})["filename"]
    return request.args.get("v") == version_of(name)
