"""`maturity noise`: the noise model tried out on invented people, beside the limits that the product uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice
from typing import TypeVar

import click

from maturity.core.figures import decimal
from maturity.core.noise.chances import chance_of_exceeding
from maturity.core.noise.held_together import Held
from maturity.core.noise.limits import Answered, noise_limit, noise_limit_of_mean
from maturity.core.noise.of_many import LEAST_PARTNERS, Called, called_likely_real
from maturity.core.noise.simulation import SEED, Replaced, changes_of_sum, limit_of_mean


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
@click.option("--verdicts", is_flag=True, help="Judge each criterion by itself, and count what is called likely real.")
@click.option(
    "--changed", type=click.IntRange(0, 200), default=0, help="With --verdicts: criteria that truly go up by 1."
)
@click.option(
    "--held",
    type=click.Choice([held.value for held in Held]),
    default=Held.BY_ITSELF.value,
    show_default=True,
    help="With --verdicts: hold all criteria to a common rate instead, which the product does not.",
)
def noise(
    levels: int,
    criteria: int,
    partners: int,
    replaced: str,
    repeats: int,
    seed: int,
    *,
    verdicts: bool,
    changed: int,
    held: str,
) -> None:
    """Try out how far levels move by chance.

    People are drawn who lean, err and give the nearest level, twice over. For each number of partners the
    change in the mean is shown that 95 of 100 repeats do not exceed, and the limit that the product uses.

    With --verdicts each repeat is a whole comparison. For each number of partners it is shown how many criteria were
    called likely real that did not change (false) and how many the product says are to be expected if none did
    (expected), in what share of the comparisons there was any of them (any), and what share of the criteria that did
    change was found (found).

    The model and its assumptions are in docs/scoring.md.
    """
    kind = Replaced(replaced)
    if verdicts:
        if changed > criteria or partners < LEAST_PARTNERS:
            raise click.UsageError(f"No more can change than there are, and {LEAST_PARTNERS} partners are needed.")
        compared = called_likely_real(
            levels=levels,
            criteria=criteria,
            partners=partners,
            changed=changed,
            held=Held(held),
            replaced=kind,
            seed=seed,
        )
        click.echo("partners  false  expected   any  found")
        for panel, called in enumerate(_by_panel(compared, repeats), start=LEAST_PARTNERS):
            chance = _chance(levels, panel, kind) if Held(held) is Held.BY_ITSELF else Fraction(0)
            click.echo(f"{panel:8}  {_called_in_figures(called, criteria, changed, chance)}")
        return
    if changed or Held(held) is not Held.BY_ITSELF:
        raise click.UsageError("--changed and --held are for --verdicts.")
    drawn = changes_of_sum(levels=levels, criteria=criteria, partners=partners, replaced=kind, seed=seed)
    click.echo("partners  simulated  used")
    for panel, changes in enumerate(_by_panel(drawn, repeats), start=1):
        found = limit_of_mean(changes, answers=criteria * panel)
        click.echo(f"{panel:8}  {decimal(found, 2):>9}  {_used(levels, criteria, panel, kind)}")


_Drawn = TypeVar("_Drawn")


def _by_panel(drawn: Iterator[Sequence[_Drawn]], repeats: int) -> Iterator[Sequence[_Drawn]]:
    """What was drawn for each number of partners, in so many repeats."""
    with click.progressbar(length=repeats, label="Repeats", file=sys.stderr) as bar:
        repeated = []
        for found in islice(drawn, repeats):
            repeated.append(found)
            bar.update(1)
    return zip(*repeated, strict=True)


def _chance(levels: int, panel: int, replaced: Replaced) -> Fraction:
    """The chance that the product works with; 0 where it is not one number because chance decides who is replaced."""
    if replaced is Replaced.BY_CHANCE:
        return Fraction(0)
    return chance_of_exceeding(panel, levels=levels, all_the_same_people=replaced is Replaced.NOBODY)


def _called_in_figures(called: Sequence[Called], criteria: int, changed: int, chance: Fraction) -> str:
    """The figures of one number of partners; “-” for one that there is not."""
    repeats = len(called)
    wrong = sum(each.stayed for each in called) / repeats
    any_wrong = sum(1 for each in called if each.stayed) / repeats
    expected = f"{float(chance * criteria):.2f}" if chance else "-"
    found = f"{sum(each.changed for each in called) / (repeats * changed):.0%}" if changed else "-"
    return f"{wrong:5.2f}  {expected:>8}  {any_wrong:4.0%}  {found:>5}"


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
