"""Everything that a round is made of, in three tiers that never overwrite one another."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ONLY_EVER_ADDED_TO = ("audit_event", "response_revision", "consensus_revision")


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("is_administrator", sa.Boolean(), nullable=False),
        sa.Column("may_set_up", sa.Boolean(), nullable=False),
        sa.Column("is_disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_key", name=op.f("uq_account_email_key")),
    )
    op.create_table(
        "collaborative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("footprint", sa.String(40), nullable=False),
        sa.Column("region", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "footprint IN ('place', 'ics', 'multi-ics', 'region', 'cross-region')",
            name=op.f("ck_collaborative_footprint"),
        ),
        sa.CheckConstraint(
            "type IN ('acute', 'specialist', 'mental-health', 'lead-provider', 'community', 'ambulance', 'vertical', 'all-in')",
            name=op.f("ck_collaborative_type"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaborative")),
    )
    op.create_table(
        "matrix_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_version")),
        sa.UniqueConstraint("key", "version", name=op.f("uq_matrix_version_key_version")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ods_code", sa.String(length=10), nullable=True),
        sa.Column("succeeded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["succeeded_by_id"], ["organisation.id"], name=op.f("fk_organisation_succeeded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("ods_code", name=op.f("uq_organisation_ods_code")),
    )
    op.create_table(
        "collaborative_icb",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_collaborative_icb_collaborative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collaborative_icb")),
        sa.UniqueConstraint("collaborative_id", "name", name=op.f("uq_collaborative_icb_collaborative_id_name")),
    )
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "type IN ('acute-trust', 'mental-health-trust', 'community-trust', 'ambulance-trust', 'integrated-trust', 'primary-care', 'local-authority', 'vcse', 'independent', 'other')",
            name=op.f("ck_partner_type"),
        ),
        sa.CheckConstraint(
            "left_on IS NULL OR joined_on IS NULL OR left_on >= joined_on", name=op.f("ck_partner_dates")
        ),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_partner_collaborative_id")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=op.f("fk_partner_organisation_id")),
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
    op.create_table(
        "password_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_password_link_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_password_link")),
    )
    op.create_index(op.f("ix_password_link_account_id"), "password_link", ["account_id"], unique=False)
    op.create_table(
        "round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=False),
        sa.Column("collaborative_type", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("matrix_version_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("way", sa.String(40), nullable=False),
        sa.Column("shows_overall", sa.Boolean(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(), nullable=True),
        sa.Column("state_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_round_closed_at")),
        sa.CheckConstraint("discarded_at IS NULL OR stage = 'draft'", name=op.f("ck_round_discarded_at")),
        sa.CheckConstraint("stage IN ('draft', 'open', 'agreeing', 'closed')", name=op.f("ck_round_stage")),
        sa.CheckConstraint("way IN ('partners-first', 'together')", name=op.f("ck_round_way")),
        sa.CheckConstraint(
            "collaborative_type IN ('acute', 'specialist', 'mental-health', 'lead-provider', 'community', 'ambulance', 'vertical', 'all-in')",
            name=op.f("ck_round_collaborative_type"),
        ),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name=op.f("ck_round_dates")
        ),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_round_collaborative_id")),
        sa.ForeignKeyConstraint(["matrix_version_id"], ["matrix_version.id"], name=op.f("fk_round_matrix_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("collaborative_id", "number", name=op.f("uq_round_collaborative_id_number")),
    )
    op.create_index(op.f("ix_round_matrix_version_id"), "round", ["matrix_version_id"], unique=False)
    op.create_table(
        "made_once",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form_hash", sa.String(length=64), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_made_once_account_id")),
        sa.PrimaryKeyConstraint("account_id", "form_hash", name=op.f("pk_made_once")),
    )
    op.create_table(
        "sign_in",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_account_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_account_id"), "sign_in", ["account_id"], unique=False)
    op.create_table(
        "audit_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("collaborative_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_audit_event_account_id")),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_audit_event_collaborative_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_audit_event_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_event")),
    )
    op.create_index(op.f("ix_audit_event_collaborative_id"), "audit_event", ["collaborative_id"], unique=False)
    op.create_table(
        "consensus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name=op.f("ck_consensus_level")),
        sa.CheckConstraint(
            "state IN ('agreed', 'not-agreed', 'not-applicable', 'not-recorded')", name=op.f("ck_consensus_state")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_consensus_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
        sa.UniqueConstraint("round_id", "criterion_id", name=op.f("uq_consensus_round_id_criterion_id")),
    )
    op.create_table(
        "position",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reached_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_position_level")),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_position_state")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_position_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_position_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "round_id", "partner_id", "criterion_id", name=op.f("uq_position_round_id_partner_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_position_partner_id"), "position", ["partner_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("content_key", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.String(length=64), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'done') = (file_hash IS NOT NULL)", name=op.f("ck_report_file_hash")),
        sa.CheckConstraint("state IN ('queued', 'running', 'done', 'failed')", name=op.f("ck_report_state")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_report_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("round_id", "kind", "content_key", name=op.f("uq_report_round_id_kind_content_key")),
    )
    op.create_index(op.f("ix_report_file_hash"), "report", ["file_hash"], unique=False)
    op.create_index("ix_report_queue", "report", ["state", "requested_at"], unique=False)
    op.create_table(
        "respondent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("stood_down_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_respondent_account_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_respondent_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_respondent_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint(
            "round_id", "partner_id", "account_id", name=op.f("uq_respondent_round_id_partner_id_account_id")
        ),
    )
    op.create_index(op.f("ix_respondent_account_id"), "respondent", ["account_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("granted_at", sa.DateTime(), nullable=False),
        sa.Column("accept_hash", sa.String(length=64), nullable=True),
        sa.CheckConstraint("(role = 'respondent') = (partner_id IS NOT NULL)", name=op.f("ck_role_grant_partner")),
        sa.CheckConstraint("role IN ('lead', 'respondent', 'viewer')", name=op.f("ck_role_grant_role")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_role_grant_collaborative_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_role_grant_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_collaborative_id"), "role_grant", ["collaborative_id"], unique=False)
    op.create_index(op.f("ix_role_grant_partner_id"), "role_grant", ["partner_id"], unique=False)
    op.create_table(
        "round_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("from_stage", sa.String(40), nullable=False),
        sa.Column("to_stage", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_round_move_account_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_move_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_move")),
    )
    op.create_index(op.f("ix_round_move_round_id"), "round_move", ["round_id"], unique=False)
    op.create_table(
        "round_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("type", sa.String(40), nullable=False),
        sa.CheckConstraint(
            "type IN ('acute-trust', 'mental-health-trust', 'community-trust', 'ambulance-trust', 'integrated-trust', 'primary-care', 'local-authority', 'vcse', 'independent', 'other')",
            name=op.f("ck_round_partner_type"),
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_round_partner_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_partner_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_partner")),
        sa.UniqueConstraint("round_id", "partner_id", name=op.f("uq_round_partner_round_id_partner_id")),
    )
    op.create_index(op.f("ix_round_partner_partner_id"), "round_partner", ["partner_id"], unique=False)
    op.create_table(
        "consensus_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consensus_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name=op.f("ck_consensus_revision_level")),
        sa.CheckConstraint(
            "state IN ('agreed', 'not-agreed', 'not-applicable', 'not-recorded')",
            name=op.f("ck_consensus_revision_state"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consensus_revision_account_id")),
        sa.ForeignKeyConstraint(["consensus_id"], ["consensus.id"], name=op.f("fk_consensus_revision_consensus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_revision")),
        sa.UniqueConstraint("consensus_id", "request_key", name=op.f("uq_consensus_revision_consensus_id_request_key")),
        sa.UniqueConstraint("consensus_id", "version", name=op.f("uq_consensus_revision_consensus_id_version")),
    )
    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_response_level")),
        sa.CheckConstraint(
            "confidence IS NULL OR confidence IN ('low', 'medium', 'high')", name=op.f("ck_response_confidence")
        ),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_response_state")
        ),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name=op.f("fk_response_respondent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
        sa.UniqueConstraint("respondent_id", "criterion_id", name=op.f("uq_response_respondent_id_criterion_id")),
    )
    op.create_table(
        "response_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("elements", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_response_revision_level")),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_response_revision_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_response_revision_account_id")),
        sa.ForeignKeyConstraint(["response_id"], ["response.id"], name=op.f("fk_response_revision_response_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_revision")),
        sa.UniqueConstraint("response_id", "request_key", name=op.f("uq_response_revision_response_id_request_key")),
        sa.UniqueConstraint("response_id", "version", name=op.f("uq_response_revision_response_id_version")),
    )
    op.create_index(
        "uq_role_grant_person",
        "role_grant",
        ["account_id", "collaborative_id", "role", sa.text("coalesce(partner_id, 0)")],
        unique=True,
    )
    for table in ONLY_EVER_ADDED_TO:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are only ever added'); END"
            )


def downgrade() -> None:
    for table in (
        "response_revision",
        "response",
        "consensus_revision",
        "round_partner",
        "round_move",
        "role_grant",
        "respondent",
        "report",
        "position",
        "consensus",
        "audit_event",
        "sign_in",
        "made_once",
        "round",
        "password_link",
        "partner",
        "collaborative_icb",
        "organisation",
        "matrix_version",
        "collaborative",
        "account",
    ):
        op.drop_table(table)
