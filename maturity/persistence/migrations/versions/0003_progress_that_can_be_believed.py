"""Matrices that change, partners that go on in others, levels looked back on, sign-offs, and a chained record.

Tables that say more than they did are made anew, with every row as it was. What a row did not say before: every matrix
version is a published one since it was added, nobody is an author besides the administrators, no partner goes on in
another, and the events recorded so far are chained in the order in which they happened.
"""

from __future__ import annotations

import json
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

from maturity.persistence.migrations.kept_rows import put_back, refuse_changes, refuse_replacing, set_aside

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ONLY_EVER_ADDED_TO = ("hindsight_revision", "sign_off", "version_move_effect", "imported_archive")
NEVER_REPLACED = {
    "response_revision": ("response_id, version", "response_id, request_key"),
    "position_revision": ("position_id, version", "position_id, request_key"),
    "consensus_revision": ("consensus_id, version", "consensus_id, request_key"),
    "vote_revision": ("vote_id, version", "vote_id, request_key"),
    "dissent_revision": ("dissent_id, version", "dissent_id, request_key"),
    "hindsight_revision": ("hindsight_id, version", "hindsight_id, request_key"),
    "sign_off": ("round_id, request_key",),
    "version_move_effect": ("move_id, tier, row_id",),
    "version_move_reopened": ("move_id, respondent_id",),
    "imported_archive": ("archive_hash", "round_id"),
}


def upgrade() -> None:
    make_account_anew()
    make_matrix_version_anew()
    make_organisation_anew()
    make_partner_anew()
    make_audit_event_anew()
    add_hindsight()
    add_sign_offs()
    add_version_moves()
    add_imported_archives()
    for table in ONLY_EVER_ADDED_TO:
        refuse_changes(table)
    for table, keys in NEVER_REPLACED.items():
        refuse_replacing(table, keys)


def make_account_anew() -> None:
    set_aside("account")
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("may_set_up", sa.Boolean(), nullable=False),
        sa.Column("may_author", sa.Boolean(), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
    )
    put_back("account", new={"may_author": "0"})


def make_matrix_version_anew() -> None:
    set_aside("matrix_version")
    op.create_table(
        "matrix_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("overlay", sa.LargeBinary(), nullable=True),
        sa.Column("overlays_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("retired_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'draft') = (published_at IS NULL)", name=op.f("ck_matrix_version_published_at")),
        sa.CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name=op.f("ck_matrix_version_retired_at")),
        sa.CheckConstraint("state IN ('draft', 'published', 'retired')", name=op.f("ck_matrix_version_state")),
        sa.CheckConstraint("(overlay IS NULL) = (overlays_id IS NULL)", name=op.f("ck_matrix_version_overlay")),
        sa.ForeignKeyConstraint(["overlays_id"], ["matrix_version.id"], name=op.f("fk_matrix_version_overlays_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_matrix_version_key_version")),
    )
    put_back("matrix_version", new={"state": "'published'", "published_at": "added_at"})
    op.execute(
        "CREATE TRIGGER matrix_version_refuses_update "
        "BEFORE UPDATE OF id, key, version, title, content_hash, content, overlay, overlays_id, published_at "
        "ON matrix_version WHEN OLD.published_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a published matrix version never changes'); END"
    )
    op.execute(
        "CREATE TRIGGER matrix_version_refuses_delete BEFORE DELETE ON matrix_version "
        "WHEN OLD.published_at IS NOT NULL "
        "BEGIN SELECT RAISE(ABORT, 'a published matrix version never changes'); END"
    )
    # INSERT OR REPLACE and UPDATE OR REPLACE take away the row in their way without a word to the trigger on DELETE.
    for name, change in (("replacing", "INSERT"), ("displacing", "UPDATE OF id, key, version")):
        but_itself = "" if change == "INSERT" else "AND id != OLD.id "
        op.execute(
            f"CREATE TRIGGER matrix_version_refuses_{name} BEFORE {change} ON matrix_version "  # noqa: S608  (names from here)
            "WHEN EXISTS (SELECT 1 FROM matrix_version WHERE published_at IS NOT NULL "
            f"{but_itself}AND (id = NEW.id OR (key = NEW.key AND version = NEW.version))) "
            "BEGIN SELECT RAISE(ABORT, 'a published matrix version never changes'); END"
        )


def make_organisation_anew() -> None:
    set_aside("organisation")
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ods_code", sa.String(length=10), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("ods_code", name=op.f("uq_organisation_ods_code")),
    )
    # No use case ever wrote it: which partner goes on in which is said within each collaborative.
    put_back("organisation", new={}, gone={"succeeded_by_id"})


def make_partner_anew() -> None:
    set_aside("partner")
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("succession", sa.String(40), nullable=True),
        sa.Column("succeeded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("succession IN ('merged', 'succeeded')", name=op.f("ck_partner_succession")),
        sa.CheckConstraint(
            "type IN ('acute-trust', 'mental-health-trust', 'community-trust', 'ambulance-trust', 'integrated-trust', 'primary-care', 'local-authority', 'vcse', 'independent', 'other')",
            name=op.f("ck_partner_type"),
        ),
        sa.CheckConstraint("(succession IS NULL) = (succeeded_by_id IS NULL)", name=op.f("ck_partner_succeeded_by")),
        sa.CheckConstraint(
            "left_on IS NULL OR joined_on IS NULL OR left_on >= joined_on", name=op.f("ck_partner_dates")
        ),
        sa.CheckConstraint("succeeded_by_id IS NULL OR left_on IS NOT NULL", name=op.f("ck_partner_left_on")),
        sa.CheckConstraint("succeeded_by_id IS NULL OR succeeded_by_id != id", name=op.f("ck_partner_itself")),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_partner_collaborative_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")),
        sa.ForeignKeyConstraint(["succeeded_by_id"], ["partner.id"], name=op.f("fk_partner_succeeded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint("collaborative_id", "name", name=op.f("uq_partner_collaborative_id_name")),
        sa.UniqueConstraint(
            "collaborative_id",
            "organisation_id",
            "joined_on",
            name=op.f("uq_partner_collaborative_id_organisation_id_joined_on"),
        ),
    )
    op.create_index(op.f("ix_partner_organisation_id"), "partner", ["organisation_id"], unique=False)
    put_back("partner", new={})


def make_audit_event_anew() -> None:
    """Chain the events. How a hash is made is written out here as it was then, whatever becomes of it later."""
    set_aside("audit_event")
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("collaborative_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id")),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_audit_event_collaborative_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_audit_event_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_collaborative_id"), "audit_event", ["collaborative_id"], unique=False)
    connection = op.get_bind()
    kept = connection.exec_driver_sql(
        "SELECT id, happened_at, account_id, collaborative_id, round_id, action, subject FROM kept_rows ORDER BY id"
    ).fetchall()
    previous = "0" * 64
    for number, happened_at, *rest in kept:
        moment = f"{happened_at.replace(' ', 'T')}Z"
        listed = [previous, number, moment, *rest]
        chained = sha256(json.dumps(listed, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
        connection.exec_driver_sql(
            "INSERT INTO audit_event (id, happened_at, account_id, collaborative_id, round_id, action, subject, "
            "previous_hash, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (number, happened_at, *rest, previous, chained),
        )
        previous = chained
    op.execute("DROP TABLE kept_rows")
    refuse_changes("audit_event")
    # INSERT OR REPLACE would take an event away without a word to the trigger on DELETE.
    op.execute(
        "CREATE TRIGGER audit_event_refuses_other_insert BEFORE INSERT ON audit_event "
        "WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM audit_event) "
        "OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM audit_event ORDER BY id DESC LIMIT 1), "
        "printf('%064d', 0)) "
        "BEGIN SELECT RAISE(ABORT, 'an event is only ever added at the end'); END"
    )


def add_hindsight() -> None:
    op.create_table(
        "hindsight",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("earlier_round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'otherwise') = (level IS NOT NULL)", name=op.f("ck_hindsight_level")),
        sa.CheckConstraint(
            "state IN ('still-right', 'otherwise', 'cannot-say', 'not-asked')", name=op.f("ck_hindsight_state")
        ),
        sa.ForeignKeyConstraint(["earlier_round_id"], ["round.id"], name=op.f("fk_hindsight_earlier_round_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_hindsight_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hindsight")),
        sa.UniqueConstraint(
            "round_id",
            "earlier_round_id",
            "criterion_id",
            name=op.f("uq_hindsight_round_id_earlier_round_id_criterion_id"),
        ),
    )
    op.create_index(op.f("ix_hindsight_earlier_round_id"), "hindsight", ["earlier_round_id"], unique=False)
    op.create_table(
        "hindsight_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hindsight_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'otherwise') = (level IS NOT NULL)", name=op.f("ck_hindsight_revision_level")),
        sa.CheckConstraint(
            "state IN ('still-right', 'otherwise', 'cannot-say', 'not-asked')", name=op.f("ck_hindsight_revision_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_hindsight_revision_account_id")),
        sa.ForeignKeyConstraint(["hindsight_id"], ["hindsight.id"], name=op.f("fk_hindsight_revision_hindsight_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hindsight_revision")),
        sa.UniqueConstraint("hindsight_id", "request_key", name=op.f("uq_hindsight_revision_hindsight_id_request_key")),
        sa.UniqueConstraint("hindsight_id", "version", name=op.f("uq_hindsight_revision_hindsight_id_version")),
    )


def add_sign_offs() -> None:
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("role_title", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("signed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("decision = 'agrees' OR words != ''", name=op.f("ck_sign_off_words")),
        sa.CheckConstraint("decision IN ('agrees', 'reservations', 'declines')", name=op.f("ck_sign_off_decision")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_off_account_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_sign_off_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_sign_off_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("round_id", "request_key", name=op.f("uq_sign_off_round_id_request_key")),
    )
    op.create_index("ix_sign_off_round_id_partner_id", "sign_off", ["round_id", "partner_id"], unique=False)


def add_version_moves() -> None:
    op.create_table(
        "version_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("from_version_id", sa.Integer(), nullable=False),
        sa.Column("to_version_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by IS NULL)", name=op.f("ck_version_move_undone")),
        sa.CheckConstraint("from_version_id != to_version_id", name=op.f("ck_version_move_versions")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_version_move_account_id")),
        sa.ForeignKeyConstraint(
            ["from_version_id"], ["matrix_version.id"], name=op.f("fk_version_move_from_version_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_version_move_round_id")),
        sa.ForeignKeyConstraint(["to_version_id"], ["matrix_version.id"], name=op.f("fk_version_move_to_version_id")),
        sa.ForeignKeyConstraint(["undone_by"], ["account.id"], name=op.f("fk_version_move_undone_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_move")),
    )
    for column in ("round_id", "from_version_id", "to_version_id"):
        op.create_index(op.f(f"ix_version_move_{column}"), "version_move", [column], unique=False)
    op.create_table(
        "version_move_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "tier IN ('response', 'position', 'consensus', 'dissent')", name=op.f("ck_version_move_effect_tier")
        ),
        sa.CheckConstraint("to_version = from_version + 1", name=op.f("ck_version_move_effect_versions")),
        sa.ForeignKeyConstraint(["move_id"], ["version_move.id"], name=op.f("fk_version_move_effect_move_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_move_effect")),
        sa.UniqueConstraint("move_id", "tier", "row_id", name=op.f("uq_version_move_effect_move_id_tier_row_id")),
    )
    op.create_table(
        "version_move_reopened",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["move_id"], ["version_move.id"], name=op.f("fk_version_move_reopened_move_id")),
        sa.ForeignKeyConstraint(
            ["respondent_id"], ["respondent.id"], name=op.f("fk_version_move_reopened_respondent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version_move_reopened")),
        sa.UniqueConstraint("move_id", "respondent_id", name=op.f("uq_version_move_reopened_move_id_respondent_id")),
    )
    op.create_index(
        op.f("ix_version_move_reopened_respondent_id"), "version_move_reopened", ["respondent_id"], unique=False
    )
    op.execute(
        "CREATE TRIGGER version_move_reopened_refuses_update BEFORE UPDATE ON version_move_reopened "
        "WHEN NEW.id IS NOT OLD.id OR NEW.move_id IS NOT OLD.move_id OR NEW.respondent_id IS NOT OLD.respondent_id "
        "OR NEW.submitted_at IS NOT OLD.submitted_at OR NEW.stands IS NOT 0 "
        "BEGIN SELECT RAISE(ABORT, 'what a move reopened never changes'); END"
    )
    op.execute(
        "CREATE TRIGGER version_move_reopened_refuses_delete BEFORE DELETE ON version_move_reopened "
        "BEGIN SELECT RAISE(ABORT, 'what a move reopened never changes'); END"
    )


def add_imported_archives() -> None:
    op.create_table(
        "imported_archive",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("archive_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("imported_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_imported_archive_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_imported_archive_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_archive")),
        sa.UniqueConstraint("archive_hash", name=op.f("uq_imported_archive_archive_hash")),
        sa.UniqueConstraint("round_id", name=op.f("uq_imported_archive_round_id")),
    )
