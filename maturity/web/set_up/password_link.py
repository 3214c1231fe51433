"""The link with which a person sets a password, shown once to whoever made it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, session, url_for

from maturity.settings import Settings
from maturity.usecases.sign_in import LINK_DAYS
from maturity.web.access import visitor

_KEPT = "password-link"


@dataclass(frozen=True, slots=True)
class PasswordLinkPage:
    """A link that is shown once, with a message to send it in."""

    name: str
    email: str
    link: str
    message: str
    days: int
    collaborative: str
    back_address: str
    back_name: str
    new_address: str


def keep_link(*, token: str, name: str, email: str, place: int | None, is_new: bool = True) -> None:
    """Carry a link over the redirect that follows a form.

    `place` is the collaborative it was made in, if any; `is_new` is false for who had a password before.
    """
    session[_KEPT] = {"token": token, "name": name, "email": email, "place": place, "is_new": is_new}


def take_link(
    *, place: int | None, collaborative: str, back_address: str, back_name: str, new_address: str
) -> PasswordLinkPage | None:
    """The page for the link that was made last, once; None where there is none to show here."""
    kept = session.get(_KEPT)
    if kept is None or kept["place"] != place:
        return None
    del session[_KEPT]
    link = url_for("sign_in.show_set_password", token=kept["token"], _external=True)
    return PasswordLinkPage(
        name=kept["name"],
        email=kept["email"],
        link=link,
        message=_message(
            name=kept["name"], email=kept["email"], link=link, collaborative=collaborative, is_new=kept["is_new"]
        ),
        days=LINK_DAYS,
        collaborative=collaborative,
        back_address=back_address,
        back_name=back_name,
        new_address=new_address,
    )


def _message(*, name: str, email: str, link: str, collaborative: str, is_new: bool) -> str:
    settings: Settings = current_app.config["SETTINGS"]
    where = f"{collaborative} on {settings.service_name}" if collaborative else settings.service_name
    return "\n\n".join(
        (
            f"Dear {name},",
            f"I have added you to {where}." if is_new else f"You can set a new password for {where}.",
            f"Please set your password with this link in the next {LINK_DAYS} days. It works once:\n{link}",
            f"After that, sign in with {email} at\n{url_for('sign_in.sign_in', _external=True)}",
            f"Best wishes,\n{visitor().name}",
        )
    )
