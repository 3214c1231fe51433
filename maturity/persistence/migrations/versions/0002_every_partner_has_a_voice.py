"""Several people for a partner, positions that keep their past, and a room in which levels are agreed.

Tables that ask more of a row than they did are made anew, with every row as it was. What a row did not say before:
a live seat is that of its partner’s lead, a round shows partners by name, and a position is the first of its kind,
reached from one respondent.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from maturity.persistence.migrations.kept_rows import put_back, refuse_changes, set_aside

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ONLY_EVER_ADDED_TO = ("consensus_revision", "position_revision", "vote_revision", "dissent_revision")

LEADS_ITS_PARTNER = """
    id = (
        SELECT min(live.id) FROM kept_rows AS live
        WHERE live.round_id = kept_rows.round_id AND live.partner_id = kept_rows.partner_id
        AND live.stood_down_at IS NULL
    )
"""

FIRST_VERSIONS_OF_POSITIONS = """
    INSERT INTO position_revision (
        position_id, version, request_key, account_id,
        state, level, reason, confidence, evidence, origin, reached_at
    )
    SELECT
        id, version, 'upgrade to 0002', (
            SELECT account_id FROM round_move
            WHERE round_id = position.round_id AND name = 'close-responding' AND moved_at = position.reached_at
            ORDER BY id DESC LIMIT 1
        ),
        state, level, reason, confidence, evidence, origin, reached_at
    FROM position
"""


def upgrade() -> None:
    make_role_grant_anew()
    make_round_anew()
    make_respondent_anew()
    make_consensus_anew()
    make_position_anew()
    add_people_and_positions()
    add_the_room()
    add_messages()
    op.execute(FIRST_VERSIONS_OF_POSITIONS)
    for table in ONLY_EVER_ADDED_TO:
        refuse_changes(table)


def make_role_grant_anew() -> None:
    set_aside("role_grant")
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
        sa.CheckConstraint("role IN ('lead', 'facilitator', 'respondent', 'viewer')", name=op.f("ck_role_grant_role")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_role_grant_account_id")),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_role_grant_collaborative_id")
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_role_grant_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
    )
    op.create_index(op.f("ix_role_grant_collaborative_id"), "role_grant", ["collaborative_id"], unique=False)
    op.create_index(op.f("ix_role_grant_partner_id"), "role_grant", ["partner_id"], unique=False)
    op.create_index(
        "uq_role_grant_person",
        "role_grant",
        ["account_id", "collaborative_id", "role", sa.text("coalesce(partner_id, 0)")],
        unique=True,
    )
    put_back("role_grant", new={})


def make_round_anew() -> None:
    set_aside("round")
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
        sa.Column("naming", sa.String(40), nullable=False),
        sa.Column("shows_overall", sa.Boolean(), nullable=False),
        sa.Column("meeting_minutes", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("closes_on", sa.Date(), nullable=True),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("discarded_at", sa.DateTime(), nullable=True),
        sa.Column("state_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_round_closed_at")),
        sa.CheckConstraint(
            "collaborative_type IN ('acute', 'specialist', 'mental-health', 'lead-provider', 'community', 'ambulance', 'vertical', 'all-in')",
            name=op.f("ck_round_collaborative_type"),
        ),
        sa.CheckConstraint("discarded_at IS NULL OR stage = 'draft'", name=op.f("ck_round_discarded_at")),
        sa.CheckConstraint("naming IN ('named', 'partner-only', 'anonymous')", name=op.f("ck_round_naming")),
        sa.CheckConstraint("stage IN ('draft', 'open', 'agreeing', 'closed')", name=op.f("ck_round_stage")),
        sa.CheckConstraint("way IN ('partners-first', 'together')", name=op.f("ck_round_way")),
        sa.CheckConstraint(
            "closes_on IS NULL OR opens_on IS NULL OR closes_on >= opens_on", name=op.f("ck_round_dates")
        ),
        sa.CheckConstraint("meeting_minutes IS NULL OR meeting_minutes > 0", name=op.f("ck_round_meeting_minutes")),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_round_collaborative_id")),
        sa.ForeignKeyConstraint(["matrix_version_id"], ["matrix_version.id"], name=op.f("fk_round_matrix_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round")),
        sa.UniqueConstraint("collaborative_id", "number", name=op.f("uq_round_collaborative_id_number")),
    )
    op.create_index(op.f("ix_round_matrix_version_id"), "round", ["matrix_version_id"], unique=False)
    put_back("round", new={"naming": "'partner-only'"})


def make_respondent_anew() -> None:
    set_aside("respondent")
    op.create_table(
        "respondent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role_title", sa.String(length=200), nullable=False),
        sa.Column("is_partner_lead", sa.Boolean(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("stood_down_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("stood_down_at IS NULL OR NOT is_partner_lead", name=op.f("ck_respondent_is_partner_lead")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_respondent_account_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_respondent_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_respondent_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_respondent")),
        sa.UniqueConstraint(
            "round_id", "partner_id", "account_id", name=op.f("uq_respondent_round_id_partner_id_account_id")
        ),
    )
    op.create_index(op.f("ix_respondent_account_id"), "respondent", ["account_id"], unique=False)
    op.create_index(
        "uq_respondent_partner_lead",
        "respondent",
        ["round_id", "partner_id"],
        unique=True,
        sqlite_where=sa.text("is_partner_lead"),
    )
    put_back("respondent", new={"role_title": "''", "is_partner_lead": LEADS_ITS_PARTNER})


def make_consensus_anew() -> None:
    set_aside("consensus")
    op.create_table(
        "consensus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("moves_up", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name=op.f("ck_consensus_level")),
        sa.CheckConstraint(
            "state IN ('agreed', 'not-agreed', 'not-applicable', 'set-aside', 'not-recorded')",
            name=op.f("ck_consensus_state"),
        ),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_consensus_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
        sa.UniqueConstraint("round_id", "criterion_id", name=op.f("uq_consensus_round_id_criterion_id")),
    )
    put_back("consensus", new={"moves_up": "''"})
    set_aside("consensus_revision")
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
        sa.Column("moves_up", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'agreed') = (level IS NOT NULL)", name=op.f("ck_consensus_revision_level")),
        sa.CheckConstraint(
            "state IN ('agreed', 'not-agreed', 'not-applicable', 'set-aside', 'not-recorded')",
            name=op.f("ck_consensus_revision_state"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_consensus_revision_account_id")),
        sa.ForeignKeyConstraint(["consensus_id"], ["consensus.id"], name=op.f("fk_consensus_revision_consensus_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus_revision")),
        sa.UniqueConstraint("consensus_id", "request_key", name=op.f("uq_consensus_revision_consensus_id_request_key")),
        sa.UniqueConstraint("consensus_id", "version", name=op.f("uq_consensus_revision_consensus_id_version")),
    )
    put_back("consensus_revision", new={"moves_up": "''"})


def make_position_anew() -> None:
    set_aside("position")
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
        sa.Column("between_lower", sa.Integer(), nullable=True),
        sa.Column("between_upper", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reached_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(between_lower IS NULL) = (between_upper IS NULL) AND (between_lower IS NULL OR state = 'not-answered')",
            name=op.f("ck_position_between"),
        ),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_position_level")),
        sa.CheckConstraint(
            "origin IN ('respondent', 'agreed', 'median', 'facilitator')", name=op.f("ck_position_origin")
        ),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_position_state")
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_position_entered_by")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_position_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_position_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position")),
        sa.UniqueConstraint(
            "round_id", "partner_id", "criterion_id", name=op.f("uq_position_round_id_partner_id_criterion_id")
        ),
    )
    op.create_index(op.f("ix_position_partner_id"), "position", ["partner_id"], unique=False)
    put_back("position", new={"origin": "'respondent'", "version": "1"})


def add_people_and_positions() -> None:
    op.create_table(
        "handed_domain",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("domain_id", sa.String(length=60), nullable=False),
        sa.Column("respondent_id", sa.Integer(), nullable=False),
        sa.Column("handed_by", sa.Integer(), nullable=False),
        sa.Column("handed_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["handed_by"], ["account.id"], name=op.f("fk_handed_domain_handed_by")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_handed_domain_partner_id")),
        sa.ForeignKeyConstraint(["respondent_id"], ["respondent.id"], name=op.f("fk_handed_domain_respondent_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_handed_domain_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_domain")),
        sa.UniqueConstraint(
            "round_id", "partner_id", "domain_id", name=op.f("uq_handed_domain_round_id_partner_id_domain_id")
        ),
    )
    op.create_index(op.f("ix_handed_domain_respondent_id"), "handed_domain", ["respondent_id"], unique=False)
    op.create_table(
        "position_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(40), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("between_lower", sa.Integer(), nullable=True),
        sa.Column("between_upper", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("entered_by", sa.Integer(), nullable=True),
        sa.Column("reached_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(between_lower IS NULL) = (between_upper IS NULL) AND (between_lower IS NULL OR state = 'not-answered')",
            name=op.f("ck_position_revision_between"),
        ),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_position_revision_level")),
        sa.CheckConstraint(
            "origin IN ('respondent', 'agreed', 'median', 'facilitator')", name=op.f("ck_position_revision_origin")
        ),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_position_revision_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_position_revision_account_id")),
        sa.ForeignKeyConstraint(["entered_by"], ["account.id"], name=op.f("fk_position_revision_entered_by")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=op.f("fk_position_revision_position_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_revision")),
        sa.UniqueConstraint("position_id", "request_key", name=op.f("uq_position_revision_position_id_request_key")),
        sa.UniqueConstraint("position_id", "version", name=op.f("uq_position_revision_position_id_version")),
    )


def add_the_room() -> None:
    op.create_table(
        "ballot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("revealed_at", sa.DateTime(), nullable=True),
        sa.Column("revealed_by", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("revealed_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_ballot_withdrawn_at")),
        sa.CheckConstraint("revealed_by IS NULL OR revealed_at IS NOT NULL", name=op.f("ck_ballot_revealed_by")),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_ballot_opened_by")),
        sa.ForeignKeyConstraint(["revealed_by"], ["account.id"], name=op.f("fk_ballot_revealed_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_ballot_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot")),
        sa.UniqueConstraint("round_id", "criterion_id", "number", name=op.f("uq_ballot_round_id_criterion_id_number")),
    )
    op.create_index(
        "uq_ballot_open",
        "ballot",
        ["round_id"],
        unique=True,
        sqlite_where=sa.text("revealed_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ballot_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_vote_level")),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_vote_state")
        ),
        sa.ForeignKeyConstraint(["ballot_id"], ["ballot.id"], name=op.f("fk_vote_ballot_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_vote_partner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint("ballot_id", "partner_id", name=op.f("uq_vote_ballot_id_partner_id")),
    )
    op.create_table(
        "vote_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("(state = 'level') = (level IS NOT NULL)", name=op.f("ck_vote_revision_level")),
        sa.CheckConstraint(
            "state IN ('level', 'not-applicable', 'dont-know', 'not-answered')", name=op.f("ck_vote_revision_state")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_vote_revision_account_id")),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=op.f("fk_vote_revision_vote_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_revision")),
        sa.UniqueConstraint("vote_id", "request_key", name=op.f("uq_vote_revision_vote_id_request_key")),
        sa.UniqueConstraint("vote_id", "version", name=op.f("uq_vote_revision_vote_id_version")),
    )
    op.create_table(
        "room",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=True),
        sa.Column("timer_ends_at", sa.DateTime(), nullable=True),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["opened_by"], ["account.id"], name=op.f("fk_room_opened_by")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_room_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_room")),
    )
    op.create_table(
        "dissent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=60), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_dissent_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_dissent_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent")),
        sa.UniqueConstraint(
            "round_id", "criterion_id", "partner_id", name=op.f("uq_dissent_round_id_criterion_id_partner_id")
        ),
    )
    op.create_table(
        "dissent_revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dissent_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("request_key", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_dissent_revision_account_id")),
        sa.ForeignKeyConstraint(["dissent_id"], ["dissent.id"], name=op.f("fk_dissent_revision_dissent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dissent_revision")),
        sa.UniqueConstraint("dissent_id", "request_key", name=op.f("uq_dissent_revision_dissent_id_request_key")),
        sa.UniqueConstraint("dissent_id", "version", name=op.f("uq_dissent_revision_dissent_id_version")),
    )


def add_messages() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=True),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("partner_id", sa.Integer(), nullable=True),
        sa.Column("asked_for_by", sa.Integer(), nullable=True),
        sa.Column("asked_for_at", sa.DateTime(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name=op.f("ck_message_sent_at")),
        sa.CheckConstraint("state IN ('queued', 'sending', 'sent', 'failed')", name=op.f("ck_message_state")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_message_account_id")),
        sa.ForeignKeyConstraint(["asked_for_by"], ["account.id"], name=op.f("fk_message_asked_for_by")),
        sa.ForeignKeyConstraint(["collaborative_id"], ["collaborative.id"], name=op.f("fk_message_collaborative_id")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_message_partner_id")),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_message_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    op.create_index(op.f("ix_message_account_id"), "message", ["account_id"], unique=False)
    op.create_index("ix_message_queue", "message", ["state", "due_at"], unique=False)
    op.create_index(op.f("ix_message_round_id"), "message", ["round_id"], unique=False)
    op.create_table(
        "entry_link",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("collaborative_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("goes_to", sa.String(length=400), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_link_account_id")),
        sa.ForeignKeyConstraint(
            ["collaborative_id"], ["collaborative.id"], name=op.f("fk_entry_link_collaborative_id")
        ),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_entry_link_message_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_entry_link")),
    )
    op.create_index(op.f("ix_entry_link_account_id"), "entry_link", ["account_id"], unique=False)
