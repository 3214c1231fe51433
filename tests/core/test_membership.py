from __future__ import annotations

from maturity.core.membership import Succession


def test_every_succession_reads_on_into_the_name_of_the_other_partner() -> None:
    assert [f"{succession.label} Birch Trust" for succession in Succession] == [
        "Merged into Birch Trust",
        "Succeeded by Birch Trust",
    ]
