"""How Alembic runs the migrations: on the connection that `schema.upgrade` hands over."""

from __future__ import annotations

from alembic import context

import maturity.persistence.rows  # noqa: F401  (names every table)
from maturity.persistence.base import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    # Alembic stamps the version inside the transaction that the caller opened.
    transactional_ddl=True,
)
context.run_migrations()
