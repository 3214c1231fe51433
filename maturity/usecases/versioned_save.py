"""Saving what several people, tabs or tries may save at once: nothing is overwritten, lost or done twice.

One rule for everything that is said on a criterion, whoever says it. A save names the version that its person saw
and carries a key of its own. It makes the next version, or it is told why not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from maturity.persistence.queries.versions import Author, Kept, RequestKeyUsed, Versions

Said = TypeVar("Said")


class StaleSave(Exception, Generic[Said]):
    """What was saved here changed elsewhere after the page was opened. Nothing was overwritten.

    `kept` is what is there now and `by` who saved it, `offered` what the save would have written.
    """

    def __init__(self, *, kept: Kept[Said], offered: Said, by: Author | None) -> None:
        super().__init__("This was changed in another place after you opened this page.")
        self.kept = kept
        self.offered = offered
        self.by = by


class RequestKeyReused(StaleSave[Said]):
    """A save came again under its key with other words: a page that was gone back to. Nothing was overwritten."""


class NotNow(Exception):
    """Nothing can be saved here at this stage."""


def save_version(  # noqa: PLR0913 - each is a fact of one save, and named where it is called
    session: Session,
    versions: Versions[Said],
    *,
    place: Mapping[str, int | str],
    said: Said,
    based_on: int,
    request_key: str,
    account: int,
    now: datetime,
    refusal: NotNow | None,
    record: Callable[[], None],
    again: bool = False,
) -> Kept[Said]:
    """Keep what is said in a place as its next version, all or nothing. Returns it as kept.

    `based_on` is the version that the person saw, 0 for none. A save that was made before under the same
    `request_key` returns its first result, also when nothing can be saved any more, and so does one that says what
    is there already; neither makes a version, unless what is there is to be said `again`. `record` is called once
    when a version was made, for what has to be written with it: the audit event at least. Raises `StaleSave`,
    `RequestKeyReused`, or `refusal` where the stage allows no new version, and has then written nothing, so that a
    form of many can go on with the next. The session must have begun its transaction by a write lock, so that what is
    read here still holds when it is written.
    """
    kept = versions.find(session, **place)
    if kept.version != based_on:
        return _settle(session, versions, kept=kept, offered=said, request_key=request_key)
    if refusal is not None:
        raise refusal
    if kept.said == said and not again:
        return kept
    try:
        made = versions.keep(
            session, place=place, before=kept, said=said, account=account, request_key=request_key, now=now
        )
    except RequestKeyUsed:
        raise RequestKeyReused(kept=kept, offered=said, by=versions.find_author(session, kept)) from None
    record()
    return made


def find_repeated(
    session: Session, versions: Versions[Said], *, kept: Kept[Said], said: Said, request_key: str
) -> Kept[Said] | None:
    """What this very save made before, under the same key and in the same words; None where it made nothing.

    For a save that may not be told what is there now: `StaleSave` would show it.
    """
    made = None if kept.row is None else versions.find_save(session, row=kept.row, request_key=request_key)
    return made if made is not None and made.said == said else None


def _settle(
    session: Session, versions: Versions[Said], *, kept: Kept[Said], offered: Said, request_key: str
) -> Kept[Said]:
    """A save based on another version is a repeat of one that was made, agrees with what is kept, or is stale."""
    made = None if kept.row is None else versions.find_save(session, row=kept.row, request_key=request_key)
    if made is not None and made.said == offered:
        return made
    if made is None and kept.said == offered:
        return kept
    stale: type[StaleSave[Said]] = StaleSave if made is None else RequestKeyReused
    raise stale(kept=kept, offered=offered, by=versions.find_author(session, kept))
