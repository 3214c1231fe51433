"""`maturity audit verify`: whether the record of events is whole, or exactly where and in which way it is not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from maturity.cli.audit_record import HeadNoted, record_of
from maturity.cli.exit_codes import NOT_RIGHT
from maturity.core.record.audit_chain import Head
from maturity.core.record.audit_check import Verdict, check_chain
from maturity.persistence.queries.signature_file import faults_of_signatures


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--head", "heads", type=HeadNoted(), multiple=True, help="A head noted earlier; may be repeated.")
@click.pass_context
def verify(context: click.Context, file: Path | None, heads: tuple[Head, ...]) -> None:
    """Check that no event of the record was altered, taken out, put in or moved, and that each sign-off is as signed.

    Whether events were cut off at the end, or the whole record made anew, only a head can tell that was noted outside
    this machine. FILE is a copy of the database; without it, the database of this installation is read. Nothing is
    changed, and the server may go on.
    """
    with record_of(file) as record:
        verdict = check_chain(record.links(), noted=heads)
        unguarded = record.missing_guards()
        of_signatures = faults_of_signatures(record)
    for finding in verdict.findings:
        click.echo(finding.sentence)
    if verdict.further:
        click.echo(f"{verdict.further:,} more faults follow, which may come from those above.")
    for sentence in of_signatures:
        click.echo(sentence)
    if unguarded:
        click.echo(
            "The database no longer refuses changes of the record: it has no " + " and no ".join(unguarded) + ". "
            "Somebody took that away."
        )
    if verdict.clock_ran_back:
        click.echo(_remark_on_clock(verdict))
    click.echo(_in_words(verdict, heads))
    if of_signatures:
        click.echo(
            "The sign-offs are not what the record of events holds; what is said above was done past the product."
        )
    if not verdict.is_whole or unguarded or of_signatures:
        context.exit(NOT_RIGHT)


def _remark_on_clock(verdict: Verdict) -> str:
    times = "once" if verdict.clock_ran_back == 1 else f"{verdict.clock_ran_back:,} times"
    return (
        f"A remark, no fault: the clock of the server ran backwards {times}, first before event {verdict.first_back} "
        "(expected in the worked example, whose dates are invented)."
    )


def _in_words(verdict: Verdict, heads: tuple[Head, ...]) -> str:
    if not verdict.is_whole:
        return f"The record is not whole. It has {_events(verdict)}; what is said above was done past the product."
    if verdict.head is None or verdict.first_at is None or verdict.last_at is None:
        return "The record is whole: it has no event yet."
    found = (
        ""
        if not heads
        else " The head that was noted is in it."
        if len(heads) == 1
        else (f" All {len(heads)} heads that were noted are in it.")
    )
    return (
        f"The record is whole: {_events(verdict)}, from {_moment(verdict.first_at)} to {_moment(verdict.last_at)}."
        f"{found}\nNote this head outside this machine: {verdict.head}"
    )


def _events(verdict: Verdict) -> str:
    return "1 event" if verdict.events == 1 else f"{verdict.events:,} events"


def _moment(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
