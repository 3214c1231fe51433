"""Install a Chromium for the browser tests, unless one is there.

On Debian it is a package. Ubuntu's package of that name only points to a shop that
is not there in a container, so elsewhere Playwright brings its own build.
"""

import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from system_packages import Need, provide

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLAYWRIGHT = Path(sys.executable).parent / "playwright"


def main() -> int:
    """Install a browser; the exit status is 1 when that fails."""
    if has_browser():
        return 0
    if runs_debian() or not shutil.which("apt-get"):
        return provide([Need("chromium", has_browser)])
    print("Installing Chromium for the browser tests", flush=True)
    answer = subprocess.run([PLAYWRIGHT, "install", "--with-deps", "chromium"], check=False)
    if answer.returncode:
        print("Please install Chromium or Google Chrome for the browser tests.", file=sys.stderr)
    return answer.returncode


def has_browser() -> bool:
    """Say whether a Chromium answers: one on the path, or Playwright's own."""
    on_path = (path for name in NAMES if (path := shutil.which(name)))
    return any(answers(path) for path in on_path) or answers(playwrights_own())


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
