"""What the pages of the administrator show: accounts, and nothing that anybody answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for

from maturity.persistence.queries.accounts import AccountFacts
from maturity.persistence.queries.leads import NamedCollaborative
from maturity.web.access import visitor

AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account of the list. `collaboratives` is how many the person has a role in."""

    id: int
    name: str
    email: str
    may: str
    status: str
    status_colour: str
    collaboratives: int
    is_administrator: bool
    is_disabled: bool
    is_oneself: bool


@dataclass(frozen=True, slots=True)
class WithoutLead:
    """A collaborative that nobody can lead, and where a lead is named."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Some accounts. The addresses lead to the ones before and after, empty where there are none."""

    without_lead: tuple[WithoutLead, ...]

    accounts: tuple[AccountLine, ...]
    first: int
    last: int
    total: int
    before_address: str
    after_address: str


@dataclass(frozen=True, slots=True)
class PermissionsPage:
    """What one person may do in the installation."""

    name: str
    saves_to: str


@dataclass(frozen=True, slots=True)
class DisablePage:
    """An account that is to be closed. `led_by_nobody_else` names the collaboratives that are left without a lead."""

    name: str
    disables_at: str
    led_by_nobody_else: tuple[str, ...]


def disable_page(account: AccountFacts, led: Sequence[NamedCollaborative]) -> DisablePage:
    """The page that asks whether an account should really be closed."""
    return DisablePage(
        name=account.name,
        disables_at=url_for("set_up.disable", account=account.id),
        led_by_nobody_else=tuple(one.name for one in led),
    )


def accounts_page(
    accounts: Sequence[AccountFacts], *, without_lead: Sequence[NamedCollaborative], number: int, total: int
) -> AccountsPage:
    """The page with this number, counted from 1."""
    first = (number - 1) * AT_ONCE
    return AccountsPage(
        without_lead=tuple(
            WithoutLead(one.name, url_for("set_up.choose_lead", leaderless=one.id)) for one in without_lead
        ),
        accounts=tuple(account_line(account) for account in accounts),
        first=first + 1,
        last=first + len(accounts),
        total=total,
        before_address=url_for("set_up.accounts", page=number - 1) if number > 1 else "",
        after_address=url_for("set_up.accounts", page=number + 1) if first + len(accounts) < total else "",
    )


def account_line(account: AccountFacts) -> AccountLine:
    """One account as it is shown."""
    status, colour = "Can sign in", "green"
    if account.is_disabled:
        status, colour = "Disabled", "red"
    elif not account.can_sign_in:
        status, colour = "No password yet", "grey"
    return AccountLine(
        id=account.id,
        name=account.name,
        email=account.email,
        may=_may(account),
        is_administrator=account.is_administrator,
        status=status,
        status_colour=colour,
        collaboratives=account.collaboratives,
        is_disabled=account.is_disabled,
        is_oneself=account.id == visitor().account,
    )


def _may(account: AccountFacts) -> str:
    if account.is_administrator:
        return "Administer this installation"
    permissions = (("Set up collaboratives", account.may_set_up), ("Write matrices", account.may_author))
    return "; ".join(name for name, is_given in permissions if is_given)
