"""Making a table anew with every row as it was, where SQLite cannot change the table in place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from alembic import op


def set_aside(table: str) -> None:
    """Copy the rows of a table and drop it. Renaming it instead would leave its new name quoted in the schema."""
    op.execute(f"CREATE TEMPORARY TABLE kept_rows AS SELECT * FROM {table}")  # noqa: S608  (a name from a migration)
    op.drop_table(table)


def put_back(table: str, *, new: Mapping[str, str], gone: Collection[str] = ()) -> None:
    """Put the rows back into the table as it is now; `new` gives each new column as SQL on an old row.

    `gone` names the columns that the table no longer has.
    """
    described = op.get_bind().exec_driver_sql("SELECT name FROM pragma_table_info('kept_rows') ORDER BY cid")
    kept = [name for (name,) in described if name not in gone]
    op.execute(
        f"INSERT INTO {table} ({', '.join((*kept, *new))}) "  # noqa: S608  (names from a migration)
        f"SELECT {', '.join((*kept, *new.values()))} FROM kept_rows ORDER BY rowid"
    )
    op.execute("DROP TABLE kept_rows")


def refuse_changes(table: str) -> None:
    """Let the database refuse to change or delete a row of a table, which is only ever added to."""
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
        )


def refuse_replacing(table: str, keys: Sequence[str]) -> None:
    """Let the database refuse to put a row in the place of another, by the id or by one of the unique keys.

    INSERT OR REPLACE takes away the rows that are in its way, without a word to a trigger on DELETE. Each key is its
    columns with commas between them.
    """
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} WHERE "  # noqa: S608  (names from a migration)
        + " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
        + ")"
        for key in ("id", *keys)
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_replacing BEFORE INSERT ON {table} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
    )
