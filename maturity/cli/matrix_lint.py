"""`maturity matrix lint`: what to look at again in a matrix file that has no mistakes."""

from __future__ import annotations

import textwrap
from difflib import get_close_matches
from pathlib import Path

import click

from maturity.authoring.lint import RULES, LintReport, Rule
from maturity.authoring.lint import lint as lint_matrix
from maturity.cli.exit_codes import NOT_RIGHT, CannotRun
from maturity.cli.library import open_library
from maturity.cli.matrix_shown import content_of, show_mistakes
from maturity.core.matrix_file import MatrixFileErrors, is_overlay, places_in_overlay
from maturity.usecases.author import read_overlay_here


@click.command()
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
@click.option("--explain", metavar="RULE", help="Say what a rule finds, why, and how to switch it off.")
def lint(files: tuple[Path, ...], explain: str | None) -> None:
    """Say what in matrix files could be said better.

    Vague words, levels that are no step, texts that are hard to read, rules that can never apply. Every finding is
    shown as file:line:column, the rule, what it found and what to do. Mistakes come first: a file that has some is
    not looked at further. A local overlay is laid over the published version of the library that it names, and what
    its own file says is shown. Nothing is changed. Exit code 1 if there is any finding or mistake.
    """
    if explain is not None:
        click.echo(_explained(_rule(explain)))
    elif not files:
        raise CannotRun("Name one or more matrix files, or a rule with --explain.")
    verdicts = [_is_clean(content_of(path), name=str(path)) for path in files]
    if not all(verdicts):
        raise click.exceptions.Exit(NOT_RIGHT)


def _is_clean(content: bytes, *, name: str) -> bool:
    """Whether there is nothing to look at again in a file, saying what there is."""
    if is_overlay(content):
        return _is_clean_overlay(content, name=name)
    try:
        report = lint_matrix(content, name=name)
    except MatrixFileErrors as mistakes:
        show_mistakes(mistakes, name=name)
        return False
    for finding in report.findings:
        click.echo(f"{name}:{finding}")
    click.echo(f"{name}: {_summed_up(report, count=len(report.findings))}", err=bool(report.findings))
    return not report.findings


def _is_clean_overlay(content: bytes, *, name: str) -> bool:
    """The same for a local overlay, laid over the published version of this library that it names.

    What the matrix below says is counted and not shown: the author of the overlay cannot say it better.
    """
    with open_library() as library, library.reading() as session:
        try:
            made = read_overlay_here(session, data=content, name=name)
        except MatrixFileErrors as mistakes:
            show_mistakes(mistakes, name=name)
            return False
    report = lint_matrix(made.content, name=name)
    places = places_in_overlay(content, made.matrix)
    own = [(place, each) for each in report.findings if (place := places.find(each.note.path)) is not None]
    for place, each in sorted(own, key=lambda found: (found[0].line, found[0].column)):
        click.echo(f"{name}:{place.line}:{place.column}: {each.rule}: {each.problem} {each.suggestion}")
    words = _summed_up(report, count=len(own))
    below = len(report.findings) - len(own)
    if below:
        found = "1 finding is" if below == 1 else f"{below} findings are"
        words += f" {found} in the matrix below, “{made.below.title}” {made.below.version}."
    click.echo(f"{name}: {words}", err=bool(own))
    return not own


def _summed_up(report: LintReport, *, count: int) -> str:
    parts = [f"{count or 'no'} {'finding' if count == 1 else 'findings'}"]
    off = sum(each.findings for each in report.switched_off)
    if off:
        parts.append(f"{off} switched off with a reason")
    words = f"{', '.join(parts)}. {report.burden}"
    if not report.knows_language:
        words += f" The rules on words know English only, and the matrix is in “{report.matrix.language}”."
    return words


def _rule(name: str) -> Rule:
    """The rule of this name; raises `CannotRun`."""
    if name in RULES:
        return RULES[name]
    close = get_close_matches(name, RULES, n=1)
    meant = f" Did you mean “{close[0]}”?" if close else f" The rules are: {', '.join(RULES)}."
    raise CannotRun(f"The linter has no rule “{name[:60]}”.{meant}")


def _explained(rule: Rule) -> str:
    switch = f"lint:\n  switched_off:\n    - rule: {rule.id}\n      at: id-of-a-criterion-or-domain\n      reason: Why."
    told = (
        ("Finds", rule.finds),
        ("Why", rule.why),
        ("Source", rule.source),
        ("Limits", rule.limits),
        ("Example", rule.example),
        ("Instead", rule.instead),
    )
    lines = [textwrap.fill(f"{name}: {text}", width=100, subsequent_indent="  ") for name, text in told]
    return "\n".join([rule.id, "", *lines, "", "To switch it off (leave “at” out for the whole matrix):", switch])
