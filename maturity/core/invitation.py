"""What somebody reads who is invited to respond: the same in a letter and in a message that a lead copies."""

from __future__ import annotations

from typing import Final

from maturity.core.matrix import MINUTES_FOR_A_CRITERION
from maturity.core.round import Naming

AT_ANY_TIME: Final = "You can stop at any time and go on later: everything is saved as you write."

_SHOWN: Final = {
    Naming.NAMED: "under the name of {partner} and of the person who said or agreed it",
    Naming.PARTNER_ONLY: "under the name of {partner}, and of no person",
    Naming.ANONYMOUS: "without a name",
}


def how_long(asked: int) -> str:
    """How much somebody is asked who is asked so many criteria, and that it need not be done in one go."""
    criteria = "1 criterion" if asked == 1 else f"{asked} criteria"
    return f"You are asked {criteria}, which takes about {asked * MINUTES_FOR_A_CRITERION} minutes. {AT_ANY_TIME}"


def who_sees_it(naming: Naming, *, partner_name: str, collaborative_name: str) -> str:
    """From when on, and under whose name, others read what a person writes for a partner, and what it is for."""
    shown = _SHOWN[naming].format(partner=partner_name)
    return (
        f"Nobody outside {partner_name} sees what you write before the lead of {collaborative_name} reveals the "
        f"levels. Then what {partner_name} stands for is shown beside the others, and printed in the full report, "
        f"{shown}. It is for learning together: a low level is as useful as a high one."
    )
