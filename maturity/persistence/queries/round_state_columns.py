"""Which columns of the tables of a round are part of its state, by the format of the state, and which are not.

They are written out, and not read off the tables: a column that is added to a table would else give each closed round
another hash, and every signature of it would be stale.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

COLUMNS: Final[Mapping[int, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        1: {
            "partner": ("name", "type"),
            "round": (
                "collaborative_type",
                "number",
                "matrix_version_id",
                "label",
                "purpose",
                "way",
                "naming",
                "shows_overall",
                "meeting_minutes",
                "opens_on",
                "closes_on",
                "stage",
                "created_at",
                "closed_at",
                "version",
            ),
            "move": ("name", "from_stage", "to_stage", "reason", "account_id", "moved_at"),
            "respondent": (
                "partner_id",
                "account_id",
                "role_title",
                "is_partner_lead",
                "submitted_at",
                "stood_down_at",
            ),
            "handed_domain": ("partner_id", "domain_id", "respondent_id", "handed_by", "handed_at"),
            "response": (
                "respondent_id",
                "criterion_id",
                "state",
                "level",
                "reason",
                "confidence",
                "evidence",
                "elements",
                "version",
                "saved_at",
            ),
            "response_revision": (
                "response_id",
                "version",
                "request_key",
                "account_id",
                "state",
                "level",
                "reason",
                "confidence",
                "evidence",
                "elements",
                "saved_at",
            ),
            "position": (
                "partner_id",
                "criterion_id",
                "state",
                "level",
                "reason",
                "confidence",
                "evidence",
                "between_lower",
                "between_upper",
                "origin",
                "entered_by",
                "version",
                "reached_at",
            ),
            "position_revision": (
                "position_id",
                "version",
                "request_key",
                "account_id",
                "state",
                "level",
                "reason",
                "confidence",
                "evidence",
                "between_lower",
                "between_upper",
                "origin",
                "entered_by",
                "reached_at",
            ),
            "ballot": (
                "criterion_id",
                "number",
                "opened_at",
                "opened_by",
                "revealed_at",
                "revealed_by",
                "withdrawn_at",
            ),
            "vote": ("ballot_id", "partner_id", "state", "level", "reason", "on_behalf", "version", "saved_at"),
            "vote_revision": (
                "vote_id",
                "version",
                "request_key",
                "account_id",
                "state",
                "level",
                "reason",
                "on_behalf",
                "saved_at",
            ),
            "consensus": ("criterion_id", "state", "level", "reason", "evidence", "moves_up", "version", "saved_at"),
            "consensus_revision": (
                "consensus_id",
                "version",
                "request_key",
                "account_id",
                "state",
                "level",
                "reason",
                "evidence",
                "moves_up",
                "saved_at",
            ),
            "dissent": ("criterion_id", "partner_id", "words", "on_behalf", "version", "saved_at"),
            "dissent_revision": (
                "dissent_id",
                "version",
                "request_key",
                "account_id",
                "words",
                "on_behalf",
                "saved_at",
            ),
            "hindsight": ("earlier_round_id", "criterion_id", "state", "level", "reason", "version", "saved_at"),
            "hindsight_revision": (
                "hindsight_id",
                "version",
                "request_key",
                "account_id",
                "state",
                "level",
                "reason",
                "saved_at",
            ),
            "version_move": (
                "from_version_id",
                "to_version_id",
                "reason",
                "account_id",
                "moved_at",
                "undone_by",
                "undone_at",
            ),
            "version_move_effect": ("move_id", "tier", "row_id", "criterion_id", "from_version", "to_version"),
        }
    }
)
"""By format and part, in the order in which they are hashed. A format that was ever released is never changed."""

LEFT_OUT: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "partner": {"partner_id": "Whatever names a partner names its place among those of the round."},
        "round": {
            "collaborative_id": "Where the round is kept, which is another place after an import.",
            "discarded_at": "A draft that was discarded is found by nobody, and no closed round is one.",
            "state_version": "How often what rests on the round was worked out anew.",
        },
    }
)
"""By part, the columns that are in no format, each with the reason.

Besides them, in every part: `id`, for a row is named by its place, and `round_id`, for a state is of one round.
"""
ROW_AND_ROUND: Final = frozenset({"id", "round_id"})
