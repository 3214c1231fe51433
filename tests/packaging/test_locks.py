import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_python_package_has_a_hash(lock: Path) -> None:
    entries = re.split(r"\n(?=[A-Za-z])", lock.read_text("utf-8"))[1:]

    assert entries
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_python_lock_names_no_registry(lock: Path) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links|@ file", lock.read_text("utf-8"))


def test_the_npm_lock_has_hashes_and_names_no_registry() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    installed = [package for place, package in packages.items() if place]

    assert installed
    assert all(package["integrity"].startswith("sha512-") for package in installed)
    assert not any("resolved" in package for package in installed)


def test_every_dependency_that_the_project_names_is_locked() -> None:
    project = pyproject()
    development = [one for one in project["dependency-groups"]["development"] if isinstance(one, str)]

    assert names(project["project"]["dependencies"]) <= locked("runtime")
    assert names(project["dependency-groups"]["bootstrap"]) <= locked("bootstrap")
    assert names(project["dependency-groups"]["node"]) <= locked("node")
    assert names(development) <= locked("development")


def test_the_tests_use_the_very_packages_that_the_product_runs_on() -> None:
    assert locked_versions("runtime").items() <= locked_versions("development").items()


def test_the_styles_and_the_macros_of_nhsuk_frontend_are_the_pair_made_for_each_other() -> None:
    # The macros' own table pairs 0.10.2 with nhsuk-frontend 10.6.1.
    npm = json.loads((ROOT / "package.json").read_text("utf-8"))["devDependencies"]

    assert (npm["nhsuk-frontend"], locked_versions("runtime")["nhsuk-frontend-jinja"]) == ("10.6.1", "0.10.2")


def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[<>=\[ ]", requirement)[0] for requirement in requirements}


def locked(lock: str) -> set[str]:
    return set(locked_versions(lock))


def locked_versions(lock: str) -> dict[str, str]:
    text = (ROOT / f"requirements/{lock}.txt").read_text("utf-8")
    return dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", text, re.MULTILINE))
