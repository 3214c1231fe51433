"""Moving an open round to another version of its matrix: what becomes of everything that was said in it."""

from __future__ import annotations

from enum import StrEnum


class Tier(StrEnum):
    """Whose words a row of a round holds."""

    RESPONSE = "response"
    POSITION = "position"
    CONSENSUS = "consensus"
    DISSENT = "dissent"
