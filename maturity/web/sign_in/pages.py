"""What the sign-in pages show."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account of the worked example, shown on its sign-in page."""

    email: str
    who: str


@dataclass(frozen=True, slots=True)
class SignInPage:
    """The sign-in page. The worked example lists its accounts; a real installation lists none."""

    demo_accounts: tuple[DemoAccount, ...]
    demo_password: str


@dataclass(frozen=True, slots=True)
class SetPasswordPage:
    """The page on which a person sets a password."""

    name: str
    email: str
