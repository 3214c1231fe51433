"""`maturity noise`: the noise model tried out on invented people, beside the limits that the product uses."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import islice

import click

from maturity.core.figures import decimal
from maturity.core.noise import Answered, noise_limit, noise_limit_of_mean
from maturity.core.noise_simulation import SEED, Replaced, changes_of_sum, limit_of_mean


@click.command()
@click.option("--levels", type=click.IntRange(2, 10), default=4, show_default=True, help="Levels of the scale.")
@click.option("--criteria", type=click.IntRange(1, 200), default=1, show_default=True, help="Criteria in the mean.")
@click.option("--partners", type=click.IntRange(1, 30), default=10, show_default=True, help="The largest panel.")
@click.option(
    "--replaced",
    type=click.Choice([kind.value for kind in Replaced]),
    default=Replaced.NOBODY.value,
    show_default=True,
    help="For which partners other people answer the second time.",
)
@click.option("--repeats", type=click.IntRange(100, 1_000_000), default=20_000, show_default=True)
@click.option("--seed", type=int, default=SEED, show_default=True, help="The same seed gives the same figures.")
def noise(levels: int, criteria: int, partners: int, replaced: str, repeats: int, seed: int) -> None:
    """Try out how far levels move by chance.

    People are drawn who lean, err and give the nearest level, twice over. For each number of partners the
    change in the mean is shown that 95 of 100 repeats do not exceed, and the limit that the product uses.
    The model and its assumptions are in docs/scoring.md.
    """
    kind = Replaced(replaced)
    drawn = changes_of_sum(levels=levels, criteria=criteria, partners=partners, replaced=kind, seed=seed)
    with click.progressbar(length=repeats, label="Repeats", file=sys.stderr) as bar:
        repeated = []
        for sums in islice(drawn, repeats):
            repeated.append(sums)
            bar.update(1)
    by_panel = zip(*repeated, strict=True)
    click.echo("partners  simulated  used")
    for panel, changes in enumerate(by_panel, start=1):
        found = limit_of_mean(changes, answers=criteria * panel)
        click.echo(f"{panel:8}  {decimal(found, 2):>9}  {_used(levels, criteria, panel, kind)}")


def _used(levels: int, criteria: int, panel: int, replaced: Replaced) -> str:
    """The limit of the product; “-” where it is not one number because chance decides who is replaced."""
    if replaced is Replaced.BY_CHANCE:
        return "-"
    others = panel // 2 if replaced is Replaced.EVERY_SECOND else 0
    if criteria == 1:
        limit: Fraction = noise_limit(panel, levels=levels, all_the_same_people=not others)
    else:
        limit = noise_limit_of_mean(
            [Answered(criteria)] * (panel - others) + [Answered(0, criteria)] * others, levels=levels
        )
    return decimal(limit, 2)
