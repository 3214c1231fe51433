from __future__ import annotations

import pytest

from maturity.core.invitation import how_long, who_sees_it
from maturity.core.round import Naming


def test_it_says_how_much_is_asked_and_how_long_that_takes() -> None:
    assert how_long(27) == (
        "You are asked 27 criteria, which takes about 54 minutes. You can stop at any time and go on later: everything "
        "is saved as you write."
    )
    assert how_long(1).startswith("You are asked 1 criterion, which takes about 2 minutes.")


@pytest.mark.parametrize(
    "naming, shown",
    [
        (Naming.NAMED, "under the name of {Alder} and of the person who said or agreed it"),
        (Naming.PARTNER_ONLY, "under the name of {Alder}, and of no person"),
        (Naming.ANONYMOUS, "without a name"),
    ],
)
def test_it_says_who_sees_it_and_under_whose_name(naming: Naming, shown: str) -> None:
    # A name may hold what looks like a place to put something in.
    assert who_sees_it(naming, partner_name="{Alder}", collaborative_name="{North}") == (
        "Nobody outside {Alder} sees what you write before the lead of {North} reveals the levels. Then what {Alder} "
        f"stands for is shown beside the others, and printed in the full report, {shown}. It is for learning together: "
        "a low level is as useful as a high one."
    )
