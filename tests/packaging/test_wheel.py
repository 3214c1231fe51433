import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
UV = Path(sys.executable).with_name("uv")
SECONDS = 120


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that are git’s: a build in the tree itself would put another front end under other tests."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in listed("--cached", "--others", "--exclude-standard"):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for name in ("node_modules", ".tools"):
        if (ROOT / name).exists():
            (folder / name).symlink_to(ROOT / name)
    return folder


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--wheel", "--no-build-isolation", "--python", sys.executable, "--out-dir", str(folder), str(checkout))
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment in which nothing but the wheel and the runtime lock is installed."""
    folder = tmp_path_factory.mktemp("elsewhere")
    python = str(folder / "venv/bin/python")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True, timeout=SECONDS)
    lock = str(ROOT / "requirements/runtime.txt")
    uv("pip", "install", "--python", python, "--require-hashes", "--requirements", lock)
    uv("pip", "install", "--python", python, "--no-deps", str(wheel))
    return folder


@pytest.fixture
def served(elsewhere: Path) -> Iterator[HTTPConnection]:
    """The product, served from the wheel on an instance that `maturity init` has just made."""
    shutil.rmtree(elsewhere / "instance", ignore_errors=True)
    answer = maturity(
        elsewhere,
        "init",
        "--name=First Administrator",
        "--email=first@example.org",
        "--password-stdin",
        said="seven lanterns over the harbour\n",
    )
    assert answer.returncode == 0, answer.stderr

    with (
        (elsewhere / "serve.log").open("w+") as log,
        subprocess.Popen(
            [str(elsewhere / "venv/bin/maturity"), "serve", "--port=0"],
            cwd=elsewhere,
            env=environment(elsewhere),
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as server,
    ):
        try:
            assert server.stdout is not None
            running = re.search(r"running on http://([\d.]+):(\d+)", server.stdout.readline())
            assert running, (elsewhere / "serve.log").read_text()
            connection = HTTPConnection(running[1], int(running[2]), timeout=SECONDS)
            yield connection
            connection.close()
        finally:
            server.terminate()


def test_the_wheel_carries_matrices_templates_migrations_and_the_front_end(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        carried = set(archive.namelist())

    wanted = {f"maturity/{file}" for folder in ("matrices", "templates") for file in listed(folder)}
    wanted |= set(listed("maturity/persistence/migrations"))
    wanted |= set(listed("maturity/web/static"))
    wanted |= {f"maturity/web/static/built/{name}" for name in ("maturity.css", "nhsuk-frontend.min.js")}
    assert sorted(wanted - carried) == []


def test_the_wheel_carries_no_tests_no_data_and_nothing_to_build_with(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        outside = {name for name in archive.namelist() if not name.startswith("maturity/")}

    assert {Path(name).parts[0] for name in outside} == {"maturity_self_assessment-0.1.0.dist-info"}


def test_the_product_starts_from_the_wheel_alone(served: HTTPConnection) -> None:
    page = get(served, "/sign-in")
    text = page.read().decode("utf-8")
    style_sheet = re.search(r'href="(/[^"]*maturity\.css[^"]*)"', text)

    assert page.status == 200
    assert style_sheet
    styles = get(served, style_sheet[1])
    assert (styles.status, styles.headers.get_content_type()) == (200, "text/css")
    font = re.search(rb'url\("(fonts/[^"]+)"\)', styles.read())
    assert font
    assert get(served, f"{style_sheet[1].rpartition('/')[0]}/{font[1].decode()}").status == 200


def test_the_installed_command_checks_the_matrix_files_that_came_with_it(elsewhere: Path) -> None:
    matrices = sorted(elsewhere.glob("venv/lib/*/site-packages/maturity/matrices/*.yaml"))

    assert len(matrices) >= 3
    for matrix in matrices:
        answer = maturity(elsewhere, "matrix", "check", str(matrix))
        assert answer.returncode == 0, answer.stdout + answer.stderr


def get(connection: HTTPConnection, address: str) -> HTTPResponse:
    connection.request("GET", address)
    return connection.getresponse()


def maturity(folder: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / "venv/bin/maturity", *arguments],
        cwd=folder,
        env=environment(folder),
        input=said,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def environment(folder: Path) -> dict[str, str]:
    """Nothing of the checkout's, so that the wheel has to bring everything."""
    return {"PATH": "/usr/bin:/bin", "HOME": str(folder), "MATURITY_INSTANCE": str(folder / "instance")}


def listed(*which: str) -> list[str]:
    """The files that git keeps in a folder, or lists by these options."""
    answer = subprocess.run(
        ["git", "ls-files", "-z", *which], cwd=ROOT, capture_output=True, text=True, check=True, timeout=SECONDS
    )
    return [name for name in answer.stdout.split("\0") if name]


def uv(*arguments: str) -> None:
    answer = subprocess.run(
        [UV, *arguments, "--quiet"], capture_output=True, text=True, check=False, timeout=10 * SECONDS
    )
    assert answer.returncode == 0, answer.stderr
