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
    """The sign-in page. The worked example lists its accounts; a real installation lists none.

    `sends_links` is true where a person can be sent a link to sign in.
    """

    demo_accounts: tuple[DemoAccount, ...]
    demo_password: str
    sends_links: bool


@dataclass(frozen=True, slots=True)
class SetPasswordPage:
    """The page on which a person sets a password."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The page that a link in a message opens. `other` is who is signed in there, empty for nobody or the same person.

    `roles` wait in the collaborative, in words.
    """

    name: str
    email: str
    collaborative: str
    roles: tuple[str, ...]
    asks_password: bool
    other: str


@dataclass(frozen=True, slots=True)
class SpentLinkPage:
    """The page of a link that does not work. `sends_again_at` is empty where no mail is sent."""

    sends_again_at: str


@dataclass(frozen=True, slots=True)
class OnItsWayPage:
    """What is said whether or not there is anybody to send a link to."""

    said: str
