"""Pictures of every page and of the report: `make screenshots` puts them into screenshots/, to be looked at.

The few that the documentation shows are made small and kept in docs/images/ with `--documentation`.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsers import Window, launch_options, new_profile, new_window
from tests.journeys.every_page import visits
from tests.journeys.example import LEAD, Example, a_served_example
from tests.journeys.page_checks import DESK, PHONE, PROJECTOR
from tests.journeys.visit import NOBODY, Visit

ROOT: Final = Path(__file__).parent.parent
ON_THE_WALL: Final = {
    "agree",
    "agree-criterion",
    "prepare-apart",
    "compare",
    "results",
    "matrix-transformation-lenses-grid",
}
PRINTED: Final = {
    "matrix-provider-collaborative-development",
    "matrix-provider-collaborative-development-grid",
    "matrix-provider-collaborative-development-blank",
    "matrix-transformation-lenses-grid",
    "matrix-transformation-lenses-blank",
    "matrix-integrated-care-dimensions-grid",
    "matrix-integrated-care-dimensions-blank",
    "prepare-agenda-apart",
    "pre-read-apart",
    "results",
    "report",
}
"""Pages that people put on paper: the first three sheets of each."""
TALLEST: Final = 12_000
"""Pixels: a page that is longer is cut here, for a picture that can still be looked at."""
SETTLED: Final = """async () => {
  await document.fonts.ready;
  for (let frame = 0; frame < 3; frame += 1) await new Promise(requestAnimationFrame);
}"""
"""All letters are there, and what was laid out anew has been painted."""


@dataclass(frozen=True)
class Shown:
    """How the documentation shows a page: how wide the window is, and from where to where, in pixels."""

    width: int = 1000
    top: int = 0
    bottom: int = 800


DOCUMENTATION: Final[Mapping[str, Shown]] = {
    "collaborative-lead": Shown(top=175, bottom=905),
    "round-open": Shown(top=175, bottom=1712),
    "respond-list": Shown(top=175, bottom=1275),
    "respond-criterion": Shown(width=1280, top=230, bottom=1500),
    "round-messages-by-mail": Shown(top=175, bottom=1255),
    "partner-people": Shown(top=175, bottom=950),
    "hand-over": Shown(top=175, bottom=1010),
    "position": Shown(width=1280, top=230, bottom=1445),
    "prepare-apart": Shown(top=175, bottom=1250),
    "pre-read-apart": Shown(top=1310, bottom=1980),
    "agreed-criterion": Shown(width=1280, top=230, bottom=1560),
    "room-lead-voting": Shown(width=1280, top=94, bottom=940),
    "room-voting-not-in": Shown(top=175, bottom=1400),
    "room-dissent-written": Shown(top=175, bottom=800),
    "results": Shown(width=1100, top=230, bottom=1330),
    "compare": Shown(width=1280, top=890, bottom=1745),
    "report": Shown(top=210, bottom=1500),
    "versions-compare": Shown(width=1280, top=175, bottom=2010),
    "versions-sign-off": Shown(top=175, bottom=1150),
    "versions-membership": Shown(top=175, bottom=1130),
    "versions-changes": Shown(top=175, bottom=1600),
    "looking-back-criterion": Shown(width=1280, top=175, bottom=1700),
    "matrix-add-mistakes": Shown(top=175, bottom=1800),
}


@click.command()
@click.option("--only", default="", help="Only pages whose name contains this.")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="A folder other than screenshots/.")
@click.option("--documentation", is_flag=True, help="Only the pictures of the documentation, into docs/images/.")
def main(only: str, into: Path | None, documentation: bool) -> None:
    """Take the pictures."""
    folder = into or ROOT / ("docs/images" if documentation else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with TemporaryDirectory() as instance, a_served_example(Path(instance)) as example, sync_playwright() as driver:
        browser = driver.chromium.launch(**launch_options())
        chosen = [visit for visit in visits(example) if only in visit.name]
        if documentation:
            chosen = [visit for visit in chosen if visit.name in DOCUMENTATION]
        for place, visit in enumerate(chosen, start=1):
            click.echo(f"{place} of {len(chosen)}: {visit.name}", err=True)
            _take(browser, example, visit, folder, documentation=documentation)
        if not documentation and not only:
            _take_the_report(browser, example, folder)
        browser.close()
    click.echo(f"{len(list(folder.glob('*.png')))} pictures are in {folder}, after {time.monotonic() - started:.0f} s")


def _take(browser: Browser, example: Example, visit: Visit, folder: Path, *, documentation: bool) -> None:
    profile = new_profile(browser, width=DESK)
    if visit.who != NOBODY:
        example.sign_in(profile, visit.who)
    window = new_window(profile, example.address_for(sends_mail=visit.sends_mail))
    window.open(visit.path)
    if visit.act is not None:
        visit.act(window)
    if documentation:
        _picture_for_the_documentation(window, DOCUMENTATION[visit.name], folder / f"{visit.name}.png")
    else:
        for width in (PHONE, DESK, *((PROJECTOR,) if _is_on_the_wall(visit) else ())):
            _picture(window, width, folder / f"{visit.name}-{width}.png", bottom=TALLEST)
        if visit.name in PRINTED:
            _print(window, folder / f"{visit.name}-print.pdf")
    profile.close()


def _is_on_the_wall(visit: Visit) -> bool:
    return visit.name in ON_THE_WALL or visit.endpoint == "room.facilitate"


def _picture(window: Window, width: int, file: Path, *, top: int = 0, bottom: int) -> None:
    window.page.wait_for_load_state()
    window.page.set_viewport_size({"width": width, "height": 800})
    window.page.evaluate(SETTLED)
    height = min(window.page.evaluate("() => document.documentElement.scrollHeight"), bottom)
    # In a window as high as the picture, what sticks to its edge stands where the page ends.
    window.page.set_viewport_size({"width": width, "height": height})
    window.page.evaluate(SETTLED)
    window.page.screenshot(path=file, clip={"x": 0, "y": top, "width": width, "height": height - top})


def _print(window: Window, file: Path) -> None:
    window.page.pdf(path=file, format="A4", prefer_css_page_size=True, print_background=True)
    subprocess.run(["pdftoppm", "-r", "80", "-l", "3", "-png", file, file.with_suffix("")], check=True)


def _picture_for_the_documentation(window: Window, shown: Shown, file: Path) -> None:
    _picture(window, shown.width, file, top=shown.top, bottom=shown.bottom)
    # A palette holds all that these pages show, in a third of the bytes.
    with Image.open(file) as picture:
        small = picture.convert("RGB").quantize(48, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


def _take_the_report(browser: Browser, example: Example, folder: Path) -> None:
    profile = new_profile(browser)
    example.sign_in(profile, LEAD)
    window = new_window(profile, example.address)
    for kind in ("board", "full"):
        click.echo(f"The {kind} report", err=True)
        window.open(f"{example.place}/rounds/2/report/{kind}?waited=1")
        link = window.page.get_by_role("link", name="Download: ")
        link.wait_for(timeout=240_000)
        with window.page.expect_download() as download:
            link.click()
        file = folder / f"report-{kind}.pdf"
        download.value.save_as(file)
        subprocess.run(["pdftoppm", "-r", "80", "-png", file, file.with_suffix("")], check=True)
    profile.close()


if __name__ == "__main__":
    main()
