"""Install a Chromium for the browser tests, and the one library that Playwright's driver needs.

On Debian it is a package. Ubuntu's package of that name only points to a shop that
is not there in a container, so elsewhere Playwright brings its own build.
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from system_packages import Need, has_library, provide

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = Path(sys.executable).parent / "playwright"


def main() -> int:
    """Install a browser; the exit status is 1 when that fails."""
    driver = Need("libatomic1", lambda: has_library("atomic", "libatomic.so.1"))
    if runs_debian() or not shutil.which("apt-get"):
        return provide([driver, Need("chromium", is_on_path)])
    return provide([driver]) or provide_playwrights_own()


def is_on_path() -> bool:
    """Say whether a Chromium on the path answers."""
    return any(answers(path) for name in NAMES if (path := shutil.which(name)))


def provide_playwrights_own() -> int:
    """Let Playwright install its build, unless a browser answers; return an exit status."""
    if is_on_path() or answers(playwrights_own()):
        return 0
    print("Installing Chromium for the browser tests", flush=True)
    answer = subprocess.run([PLAYWRIGHT, "install", "--with-deps", "chromium"], check=False)
    if answer.returncode:
        print("Please install Chromium or Google Chrome for the browser tests.", file=sys.stderr)
    return answer.returncode


def answers(browser: str) -> bool:
    """Say whether a browser tells its version; Ubuntu's stand-in for one does not."""
    try:
        said = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and b"Chrom" in said.stdout


def playwrights_own() -> str:
    """Return where Playwright keeps the build that fits it."""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def runs_debian() -> bool:
    """Say whether this is Debian itself, not a system made from it."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
