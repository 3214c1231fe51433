"""The link that a person is to be sent: shown once, as the answer to the form that made it, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, url_for

from maturity.settings import Settings
from maturity.usecases.set_up import PersonAdded
from maturity.usecases.sign_in import LINK_DAYS
from maturity.web.access import visitor
from maturity.web.post_office import post_office
from maturity.web.set_up.frame import CollaborativeFrame


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A link that is shown once, with a message to send it in.

    `ways_back` are addresses with their names, the nearest last;
    `new_address` is empty where no other person is next, `invite_address` where no invitation can be sent instead.
    """

    name: str
    what_it_does: str
    label: str
    link: str
    message: str
    ways_back: tuple[tuple[str, str], ...]
    new_address: str
    invite_address: str = ""


def link_of_collaborative(frame: CollaborativeFrame, added: PersonAdded, *, name: str, email: str) -> LinkPage:
    """The page for the link that a lead hands on."""
    where = f"{frame.name} on {_service()}"
    back = _Back(
        (("/", "Your work"), (frame.to("collaborative"), frame.name), (frame.to("people"), "People")),
        frame.to("new_person"),
        frame.to("invite_person", account=added.account) if post_office().is_open else "",
    )
    if added.accept_token is not None:
        return _accept_page(added.accept_token, name=name, email=email, where=where, back=back)
    return _password_page(
        added.password_token or "", name=name, email=email, begins=f"I have added you to {where}.", back=back
    )


def link_of_lead(collaborative: str, added: PersonAdded, *, name: str, email: str) -> LinkPage:
    """The page for the link that an administrator hands on to somebody who is to lead a collaborative."""
    where = f"{collaborative} on {_service()}"
    back = _Back(_to_accounts(), "")
    if added.accept_token is not None:
        return _accept_page(added.accept_token, name=name, email=email, where=f"{where} as its lead", back=back)
    begins = f"I have added you to {where} as its lead."
    return _password_page(added.password_token or "", name=name, email=email, begins=begins, back=back)


def link_of_account(token: str, *, name: str, email: str, is_new: bool) -> LinkPage:
    """The page for the link that an administrator hands on; `is_new` is false for who had a password before."""
    begins = f"I have added you to {_service()}." if is_new else f"You can set a new password for {_service()}."
    back = _Back(_to_accounts(), url_for("set_up.new_account"))
    return _password_page(token, name=name, email=email, begins=begins, back=back)


@dataclass(frozen=True, slots=True)
class _Back:
    ways: tuple[tuple[str, str], ...]
    new_address: str
    invite_address: str = ""


def _to_accounts() -> tuple[tuple[str, str], ...]:
    """The way back of an administrator, whose work begins with the list of accounts."""
    return ((url_for("set_up.accounts"), "People who can sign in"),)


def _password_page(token: str, *, name: str, email: str, begins: str, back: _Back) -> LinkPage:
    link = url_for("sign_in.show_set_password", token=token, _external=True)
    return _page(
        name=name,
        what_it_does=(
            f"With it they set a password and can sign in as {email}. It works once, in the next {LINK_DAYS} days."
        ),
        label="Link to set a password",
        link=link,
        says=(
            begins,
            f"Please set your password with this link in the next {LINK_DAYS} days. It works once:\n{link}",
            f"It signs you in. Later, sign in with {email} at\n{url_for('sign_in.sign_in', _external=True)}",
        ),
        back=back,
    )


def _accept_page(token: str, *, name: str, email: str, where: str, back: _Back) -> LinkPage:
    link = url_for("set_up.show_offer", token=token, _external=True)
    return _page(
        name=name,
        what_it_does=(
            f"They have an account already: {email}. With this link, and signed in, they accept the role. Until then "
            "they see nothing of this collaborative."
        ),
        label="Link to accept the role",
        link=link,
        says=(
            f"I would like to add you to {where}.",
            f"Please sign in with {email}, and accept with this link. It works once:\n{link}",
        ),
        back=back,
    )


def _page(*, name: str, what_it_does: str, label: str, link: str, says: tuple[str, ...], back: _Back) -> LinkPage:
    return LinkPage(
        name=name,
        what_it_does=what_it_does,
        label=label,
        link=link,
        message="\n\n".join((f"Dear {name},", *says, f"Best wishes,\n{visitor().name}")),
        ways_back=back.ways,
        new_address=back.new_address,
        invite_address=back.invite_address,
    )


def _service() -> str:
    settings: Settings = current_app.config["SETTINGS"]
    return settings.service_name
