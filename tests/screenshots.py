"""Pictures of every page and of the report: `make screenshots` puts them into screenshots/, to be looked at.

The few that the documentation shows are made small and kept in docs/images/ with `--documentation`.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsers import Window, launch_options, new_profile, new_window
from tests.journeys.every_page import NOBODY, Visit, visits
from tests.journeys.example import Example, a_served_example
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR

ROOT: Final = Path(__file__).parent.parent
ON_THE_WALL: Final = {
    "agree",
    "agree-criterion",
    "compare",
    "results",
    "matrix-provider-collaborative-development-grid",
}
TALLEST: Final = 12_000
"""Pixels: a page that is longer is cut here, for a picture that can still be looked at."""


@click.command()
@click.option("--only", default="", help="Only pages whose name contains this.")
def main(only: str) -> None:
    """Take the pictures."""
    folder = ROOT / "screenshots"
    folder.mkdir(exist_ok=True)
    started = time.monotonic()
    with TemporaryDirectory() as instance, a_served_example(Path(instance)) as example, sync_playwright() as driver:
        browser = driver.chromium.launch(**launch_options())
        chosen = [visit for visit in visits(example) if only in visit.name]
        for place, visit in enumerate(chosen, start=1):
            click.echo(f"{place} of {len(chosen)}: {visit.name}", err=True)
            _take(browser, example, visit, folder)
        browser.close()
    click.echo(f"{len(list(folder.glob('*.png')))} pictures are in {folder}, after {time.monotonic() - started:.0f} s")


def _take(browser: Browser, example: Example, visit: Visit, folder: Path) -> None:
    profile = new_profile(browser, width=DESK)
    if visit.who != NOBODY:
        example.sign_in(profile, visit.who)
    window = new_window(profile, example.address)
    window.open(visit.path)
    if visit.act is not None:
        visit.act(window)
    widths = (PHONE, DESK, *((PROJECTOR,) if visit.name in ON_THE_WALL else ()))
    for width in widths:
        _picture(window, width, folder / f"{visit.name}-{width}.png")
    profile.close()


def _picture(window: Window, width: int, file: Path) -> None:
    window.page.set_viewport_size({"width": width, "height": 800})
    height = window.page.evaluate("() => document.documentElement.scrollHeight")
    window.page.screenshot(
        path=file, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST)}
    )


if __name__ == "__main__":
    sys.exit(main())
