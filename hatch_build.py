"""Build the front end into the wheel, so that an installed product needs no Node.js."""

import sys
import tomllib
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "setup"))

import front_end  # noqa: E402 - found through the path above


class FrontEndHook(BuildHookInterface[Any]):
    """Runs for a wheel; for an editable install make builds the front end itself."""

    PLUGIN_NAME = "front-end"

    def dependencies(self) -> list[str]:
        """Return what building needs: Node.js from a package where there is none."""
        try:
            front_end.find_node()
        except front_end.BuildFailed:
            project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
            node: list[str] = project["dependency-groups"]["node"]
            return node
        return []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end and name it to the builder, which leaves out ignored files."""
        if version == "editable":
            return
        front_end.build()
        build_data["artifacts"].append("/maturity/web/static/built/**")
