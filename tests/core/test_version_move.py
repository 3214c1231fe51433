from __future__ import annotations

from maturity.core.version_move import Tier


def test_every_tier_is_kept_under_the_name_of_its_table() -> None:
    assert [tier.value for tier in Tier] == ["response", "position", "consensus", "dissent"]
