"""Things said on criteria: each as it stands, and every version of it that was ever saved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from maturity.persistence.base import Base
from maturity.persistence.plain import ONE_OF_THESE, run_plain, these
from maturity.persistence.rows.account import Account

Said = TypeVar("Said")


class RequestKeyUsed(ValueError):
    """An earlier save of the same thing came under the same key."""


@dataclass(frozen=True, slots=True)
class Kept(Generic[Said]):
    """What was said as it stands, with the version that a save must be based on.

    Where nothing was saved yet the version is 0 and `row`, the id of what stands, is None.
    """

    said: Said
    version: int = 0
    saved_at: datetime | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Author:
    """Who made one version."""

    account: int
    name: str


class Versions(Generic[Said]):
    """A table with one row for what is said in one place, and the table beside it of every version of that row.

    `place` names the columns that make a row the only one of its place, the criterion’s among them. `write` gives
    what is said as the columns that both tables have for it, and `read` makes it from these columns. Both tables
    also have `version` and the `moment` of saving; that of the versions has `request_key`, `account_id` and the row
    that it is of, as “table_id”. `along` is the column of the place by which `list_along` lists what is said there.
    """

    def __init__(
        self,
        *,
        table: type[Base],
        versions: type[Base],
        place: tuple[str, ...],
        nothing: Said,
        write: Callable[[Said], Mapping[str, Any]],
        read: Callable[..., Said],
        moment: str = "saved_at",
        along: str = "criterion_id",
    ) -> None:
        current, every = cast("Table", table.__table__), cast("Table", versions.__table__)
        self.nothing_kept = Kept(nothing)
        self._read, self._write = read, write
        self._of = f"{current.name}_id"
        self._moment, self._along = moment, along
        self._columns = (*write(nothing),)
        said_now = [current.c[name] for name in (*self._columns, "version", moment, "id")]
        said_then = [every.c[name] for name in (*self._columns, "version", moment, self._of)]
        # Built once: building a statement takes longer than running it.
        self._one = select(*said_now).where(*(current.c[name] == bindparam(name) for name in place))
        *within, of_each = (name for name in place if name != along)
        inside = [current.c[name] == bindparam(name) for name in within]
        self._all = select(current.c[along], *said_now).where(*inside, current.c[of_each] == bindparam(of_each))
        self._some = self._all.where(current.c[along].in_(ONE_OF_THESE))
        self._all_of_some = select(current.c[of_each], current.c[along], *said_now).where(
            *inside, current.c[of_each].in_(ONE_OF_THESE)
        )
        self._add = insert(current).returning(current.c.id)
        self._change = update(current).where(current.c.id == bindparam("kept_row"))
        self._add_version = insert(every)
        self._under_key = select(*said_then).where(
            every.c[self._of] == bindparam("of"), every.c.request_key == bindparam("under")
        )
        self._at = select(*said_then).where(every.c[self._of] == bindparam("of"), every.c.version == bindparam("at"))
        self._by_then = (
            select(*said_then)
            .where(every.c[self._of] == bindparam("of"), every.c[moment] <= bindparam("moment"))
            .order_by(every.c.version.desc())
            .limit(1)
        )
        self._of_rows = select(*said_now).where(current.c.id.in_(ONE_OF_THESE))
        self._author = (
            select(every.c.account_id, Account.name)
            .join(Account, Account.id == every.c.account_id)
            .where(every.c[self._of] == bindparam("of"), every.c.version == bindparam("at"))
        )

    def find(self, session: Session, **place: int | str) -> Kept[Said]:
        """What is said in one place; nothing kept, version 0, where nothing was saved."""
        row = run_plain(session, self._one, place).one_or_none()
        return self.nothing_kept if row is None else self._kept(*row)

    def by_criterion(
        self, session: Session, *, only: Collection[str] | None = None, **place: int | str
    ) -> Mapping[str, Kept[Said]]:
        """What is said in a place, by criterion id: everything, or only on some criteria."""
        return self.list_along(session, only=only, **place)

    def list_along(
        self, session: Session, *, only: Collection[str] | Collection[int] | None = None, **place: int | str
    ) -> Mapping[Any, Kept[Said]]:
        """What is said in a place by the column `along`, the criterion’s id unless another was named; all or `only`."""
        if only is None:
            rows = run_plain(session, self._all, place).all()
        else:
            rows = run_plain(session, self._some, {**place, **these(only)}).all()
        return {each: self._kept(*rest) for each, *rest in rows}

    def list_of_each(
        self, session: Session, *, each: Collection[int], **place: int | str
    ) -> Mapping[int, Mapping[Any, Kept[Said]]]:
        """As `list_along` for many places at once, by the last column of the place beside `along`, which `each` lists.

        All of them are there, empty where nothing is said.
        """
        found: dict[int, dict[Any, Kept[Said]]] = {one: {} for one in each}
        if found:
            for one, along, *rest in run_plain(session, self._all_of_some, {**place, **these(each)}).all():
                found[one][along] = self._kept(*rest)
        return found

    def find_save(self, session: Session, *, row: int, request_key: str) -> Kept[Said] | None:
        """The version that a request made, if it was made before."""
        made = run_plain(session, self._under_key, {"of": row, "under": request_key}).one_or_none()
        return None if made is None else self._kept(*made)

    def get_version(self, session: Session, *, row: int, version: int) -> Kept[Said]:
        """One version of what is said, which must exist."""
        return self._kept(*run_plain(session, self._at, {"of": row, "at": version}).one())

    def find_version_at(self, session: Session, *, row: int, moment: datetime) -> Kept[Said]:
        """What a row said at a moment; nothing kept, version 0, where nothing was saved by then."""
        made = run_plain(session, self._by_then, {"of": row, "moment": moment}).one_or_none()
        return self.nothing_kept if made is None else self._kept(*made)

    def list_rows(self, session: Session, *, rows: Collection[int]) -> Mapping[int, Kept[Said]]:
        """What stands in some rows, by their ids."""
        found = [self._kept(*row) for row in run_plain(session, self._of_rows, these(rows)).all()]
        return {kept.row: kept for kept in found if kept.row is not None}

    def find_author(self, session: Session, kept: Kept[Said]) -> Author | None:
        """Who made the version that stands; None where nothing does."""
        made = run_plain(session, self._author, {"of": kept.row, "at": kept.version}).one_or_none()
        return None if made is None else Author(*made)

    def keep(
        self,
        session: Session,
        *,
        place: Mapping[str, int | str],
        before: Kept[Said],
        said: Said,
        account: int,
        request_key: str,
        now: datetime,
    ) -> Kept[Said]:
        """Write the next version after `before`, both as it stands and for ever. Returns it as kept.

        Raises `RequestKeyUsed` when an earlier save of this came under the same key; then nothing was written.
        """
        values = {**self._write(said), "version": before.version + 1, self._moment: now}
        made = {"request_key": request_key, "account_id": account, **values}
        if before.row is None:
            row: int = run_plain(session, self._add, {**place, **values}).scalar_one()
            run_plain(session, self._add_version, {self._of: row, **made})
            return Kept(said, version=1, saved_at=now, row=row)
        # The version goes first: where its key was used before, the database refuses it and nothing is overwritten.
        try:
            run_plain(session, self._add_version, {self._of: before.row, **made})
        except IntegrityError as problem:
            if self.find_save(session, row=before.row, request_key=request_key) is None:
                raise
            raise RequestKeyUsed from problem
        run_plain(session, self._change, {"kept_row": before.row, **values})
        return Kept(said, version=before.version + 1, saved_at=now, row=before.row)

    def _kept(self, *values: Any) -> Kept[Said]:
        *columns, version, saved_at, row = values
        return Kept(self._read(*columns), version=version, saved_at=saved_at, row=row)
