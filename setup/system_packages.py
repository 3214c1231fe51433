"""Install the system packages that are missing, or say in one sentence which they are.

Called by make before anything else is installed; hence the standard library only.
It asks the running system for each thing, not the package manager, so that a library
that came by another way counts as well.
"""

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


class NotInstalled(Exception):
    """Something is missing and cannot be installed here; the message names it."""


@dataclass(frozen=True)
class Need:
    """One Debian package, and how to see that what it holds is there."""

    package: str
    is_there: Callable[[], bool]


def main() -> int:
    """Install what a running product needs; the exit status is 1 when that fails."""
    return provide(needs_to_run())


def provide(needs: list[Need]) -> int:
    """Install those of the needs that are missing; return an exit status."""
    missing = missing_of(needs)
    if not missing:
        return 0
    try:
        install(missing)
    except NotInstalled as sentence:
        print(sentence, file=sys.stderr)
        return 1
    if still_missing := missing_of(needs):
        print(f"Please install {listed(still_missing)}, which apt-get did not.", file=sys.stderr)
        return 1
    return 0


def missing_of(needs: list[Need]) -> list[str]:
    """Return the packages of those needs that are not met."""
    return [need.package for need in needs if not need.is_there()]


def needs_to_run() -> list[Need]:
    """Return the needs of a running product: a virtual environment and WeasyPrint's libraries."""
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [
        Need(f"{python}-venv", has_venv),
        Need("libpango-1.0-0", lambda: has_library("pango-1.0", "libpango-1.0.so.0")),
        Need("libpangoft2-1.0-0", lambda: has_library("pangoft2-1.0", "libpangoft2-1.0.so.0")),
        Need(
            "libharfbuzz-subset0",
            lambda: has_library("harfbuzz-subset", "libharfbuzz-subset.so.0"),
        ),
    ]


def has_venv() -> bool:
    """Say whether this Python can make an environment with pip in it.

    Debian splits ensurepip from Python; asked of a new Python, because this one
    would remember that it was not there.
    """
    asked = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return asked.returncode == 0


def has_library(name: str, linux_name: str) -> bool:
    """Say whether a shared library can be loaded."""
    if not sys.platform.startswith("linux"):
        return ctypes.util.find_library(name) is not None
    try:
        ctypes.CDLL(linux_name)
    except OSError:
        return False
    return True


def install(packages: list[str]) -> None:
    """Install Debian packages, as root or through sudo.

    Raises NotInstalled, with one sentence, where that is not possible.
    """
    if not shutil.which("apt-get"):
        raise NotInstalled(
            f"Please install what these Debian packages hold, by this system's own means: {listed(packages)}."
        )
    before = as_root()
    if before is None:
        raise NotInstalled(
            f"Please have an administrator install {listed(packages)} (apt-get install {' '.join(packages)})."
        )
    print(f"Installing system packages: {listed(packages)}", flush=True)
    apt_get = [*before, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt_get += ["-o", "DPkg::Lock::Timeout=120"]  # a fresh machine may be updating itself
    quietly([*apt_get, "update"])
    answer = quietly([*apt_get, "install", "--yes", "--no-install-recommends", *packages])
    if answer.returncode:
        said = (answer.stderr or answer.stdout).strip().splitlines()[-1:]
        raise NotInstalled(f"Please install {listed(packages)}; apt-get could not: {' '.join(said)}")


def as_root() -> list[str] | None:
    """Return what to put before a command to run it as root, or None where nothing helps."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    if quietly(["sudo", "-n", "true"]).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if someone_can_answer() else None


def someone_can_answer() -> bool:
    """Say whether there is a terminal on which sudo could ask for a password."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command and keep what it says; sudo may still ask on the terminal."""
    return subprocess.run(command, capture_output=True, text=True, check=False)


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


if __name__ == "__main__":
    sys.exit(main())
