"""What each column of a round’s data means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, whether it is text or a number, what it means, and what an empty cell says."""

    name: str
    kind: str
    meaning: str
    empty: str = "Never empty."


_COLUMNS: Final = (
    Column("collaborative", "text", "The name of the collaborative."),
    Column("round", "number", "The number of the round, counted from 1."),
    Column("round_label", "text", "What the round is called.", "It has no name of its own."),
    Column("stage", "text", "draft, open, agreeing or closed. Only a closed round has a result that stays."),
    Column("matrix", "text", "The key of the matrix."),
    Column("matrix_version", "text", "The version of the matrix that the round was opened with."),
    Column("domain", "text", "The lasting id of the domain.", "The tier round, looking-back or sign-off."),
    Column(
        "domain_title",
        "text",
        "The title of the domain in this version of the matrix.",
        "The tier round, looking-back or sign-off.",
    ),
    Column(
        "criterion",
        "text",
        "The lasting id of the criterion: match rounds by this, never by title.",
        "The tier round, domain or sign-off.",
    ),
    Column(
        "criterion_title",
        "text",
        "The title of the criterion in this version of the matrix.",
        "The tier round, domain, looking-back or sign-off.",
    ),
    Column(
        "tier",
        "text",
        "round: the round as a whole, with how closely its partners agree. domain: the result of a domain by the rule "
        "of the matrix. agreed: what the collaborative recorded together on a criterion. position: one partner’s own "
        "view of it. ballot: a vote in the room as a whole, once it was revealed. vote: how one partner voted in it. "
        "dissent: what one partner holds against what was recorded, in its own words as the reason. "
        "looking-back: what this round says of the level that an earlier one recorded, which stays as it was. "
        "sign-off: what was signed for one partner of the round as a whole, or that nothing was.",
    ),
    Column(
        "of_round",
        "number",
        "In the tier looking-back: the number of the earlier round.",
        "Another tier.",
    ),
    Column(
        "partner",
        "text",
        "In the tiers position, vote and dissent: the partner organisation whose it is. “A partner” in a round "
        "without names, in which the order of the rows tells nothing either. In the tier sign-off always its name.",
        "Another tier.",
    ),
    Column(
        "person",
        "text",
        "In the tiers position and vote of a round with people’s names: who gave the level, agreed it for the "
        "partner, or entered it on its behalf. In the tier sign-off of every round: who signed, with the role.",
        "A round without people’s names, a position that nobody gave by themselves (the median) or nobody gave at "
        "all, or another tier.",
    ),
    Column(
        "state",
        "text",
        "In the tier agreed: agreed, not-agreed, not-applicable, set-aside or not-recorded. In the tier position: "
        "level, not-applicable, dont-know or not-answered; in the tier vote one of the first three. In the tier "
        "ballot: all-in, early where it was revealed before every partner was in, or answered-since where the round "
        "went back to responding after it, so that the positions are later than its votes. In the tier dissent: "
        "own-words, on-behalf where a lead or facilitator wrote them down, or not-told in a round without names. In "
        "the tiers round and domain: result or no-result. In the tier looking-back: still-right, otherwise "
        "or cannot-say. In the tier sign-off: agrees, reservations, declines, stale where the round changed after it "
        "was signed, or not-signed. None is a zero.",
    ),
    Column(
        "level",
        "number",
        "The level that counts, on the scale of the matrix. 0 is a level where the scale has one. In the tiers "
        "round and domain a median or a mean may lie between two levels.",
        "There is no level that counts; the state and the result say why.",
    ),
    Column(
        "level_name",
        "text",
        "The name of that level.",
        "There is no such level, it lies between two, or levels have no names.",
    ),
    Column(
        "recorded_level",
        "number",
        "The level that was recorded. It differs from level only where the matrix gives a split criterion none. In the "
        "tier looking-back: the level that looks right now, on the scale of the earlier round.",
        "No level was recorded, or the tier round, domain, ballot, dissent or sign-off.",
    ),
    Column("result", "text", "What reports print: the level, or the words for having none."),
    Column(
        "confidence",
        "text",
        "How sure the partner was: Not very sure, Fairly sure or Very sure.",
        "Not given, or another tier than position.",
    ),
    Column(
        "reason",
        "text",
        "Why, in the words of those who recorded it.",
        "No reason was written, or the tier round, domain or ballot.",
    ),
    Column(
        "evidence",
        "text",
        "Where the evidence is, as it was written.",
        "None was named, or the tier round, domain, ballot, vote, dissent or sign-off.",
    ),
    Column(
        "moves_up",
        "text",
        "In the tier agreed: what would move the collaborative up, in its own words.",
        "Nothing was written, or another tier.",
    ),
    Column(
        "origin",
        "text",
        "In the tier position, how it was reached. respondent: the response of the one person who submitted, or that "
        "nobody answered. agreed: agreed inside the partner. median: the median of those who submitted, which the "
        "partner has not agreed. facilitator: entered on behalf of the partner by a lead or facilitator.",
        "Another tier, or a round without names, which does not tell it.",
    ),
    Column(
        "on_behalf",
        "text",
        "In the tiers position, vote, dissent and sign-off: yes where a lead or facilitator entered it on behalf of "
        "the partner, such as from paper, else no.",
        "Another tier, or a round without names, which does not tell it.",
    ),
    Column(
        "entered_on_behalf",
        "number",
        "In the tier round: how many positions were entered on behalf of partners. In the tier ballot: how many votes.",
        "Another tier, or a round without positions.",
    ),
    Column(
        "vote_number",
        "number",
        "In the tiers ballot and vote: which vote on the criterion it was, counted as in the room, where one that was "
        "withdrawn counts too.",
        "Another tier.",
    ),
    Column(
        "votes_in",
        "number",
        "In the tier ballot: how many partners had voted when it was revealed, don’t know among them.",
        "Another tier.",
    ),
    Column(
        "agreement",
        "text",
        "In the tiers agreed and ballot: aligned, mixed, split or too-few, by the rule of the matrix. Of agreed it is "
        "how partners stood before any vote: put it beside that of the last ballot.",
        "Another tier, or a round scored together.",
    ),
    Column(
        "median",
        "number",
        "In the tiers agreed and ballot: the median of the partners’ levels, the weighted one where the matrix weighs "
        "partners.",
        "Another tier, or fewer partners gave a level than the matrix needs.",
    ),
    Column(
        "levels_given",
        "number",
        "In the tiers agreed and ballot: how many partners gave a level. In the tier round: how many levels partners "
        "gave, on the criteria on which as many did as the matrix needs.",
        "Another tier, or a round scored together.",
    ),
    Column(
        "criteria_counted",
        "number",
        "In the tier round: on how many criteria as many partners gave a level as the matrix needs, on which "
        "levels_given and share_within_one rest.",
        "Another tier, or a round scored together.",
    ),
    Column(
        "criteria_asked",
        "number",
        "In the tiers round and domain: how many criteria apply. Those that are not applicable are not among them.",
        "Another tier.",
    ),
    Column(
        "criteria_with_level",
        "number",
        "In the tiers round and domain: how many of them have a level that counts. The result rests on these alone.",
        "Another tier.",
    ),
    Column(
        "criteria_not_agreed",
        "number",
        "In the tiers round and domain: on how many of them no level was agreed, or partners are split where the "
        "matrix gives a split criterion none.",
        "Another tier.",
    ),
    Column(
        "criteria_set_aside",
        "number",
        "In the tiers round and domain: how many of them were set aside for this round.",
        "Another tier.",
    ),
    *(
        Column(
            f"criteria_{name}",
            "number",
            f"In the tiers round and domain: on how many of all their criteria partners are {label}, as the column "
            "agreement says it.",
            "Another tier, or a round scored together.",
        )
        for name, label in (
            ("aligned", "aligned"),
            ("mixed", "mixed"),
            ("split", "split"),
            ("too_few", "too few to say"),
        )
    ),
    Column(
        "lowest_given",
        "number",
        "In the tiers agreed and ballot: the lowest of the partners’ levels.",
        "Another tier, or no partner gave a level.",
    ),
    Column(
        "highest_given",
        "number",
        "In the tiers agreed and ballot: the highest of the partners’ levels.",
        "Another tier, or no partner gave a level.",
    ),
    Column(
        "share_within_one",
        "number",
        "In the tiers agreed and ballot: the share, from 0 to 1, of the partners with a level that lies within one "
        "level of the median. In the tier round: the share of all levels_given. On a short scale it is seldom low.",
        "Another tier, or fewer partners gave a level than the matrix needs.",
    ),
    Column(
        "agreement_index",
        "number",
        "In the tiers agreed and ballot: van der Eijk’s A, from -1 (half of the partners at each end of the scale) "
        "through 0 (spread evenly) to 1 (all alike). It puts criteria of one round in order and is no verdict.",
        "Another tier, or fewer partners gave a level than the matrix needs.",
    ),
    Column(
        "kendalls_w",
        "number",
        "In the tier round: Kendall’s W with the correction for ties, from 0 to 1. It tells whether partners put the "
        "criteria in the same order, and counts the criteria on which all of them gave a level.",
        "Another tier, or it cannot be worked out: why_no_figure says why.",
    ),
    Column(
        "krippendorffs_alpha",
        "number",
        "In the tier round: Krippendorff’s alpha for ordered levels. 1 is the same levels throughout, 0 what chance "
        "brings about, and below 0 partners differ more than by chance.",
        "Another tier, or it cannot be worked out: why_no_figure says why.",
    ),
    Column(
        "why_no_figure",
        "text",
        "In the tier round: why a figure of the whole round is empty, in a sentence for each.",
        "Another tier, or every figure is there.",
    ),
    Column("matrix_sha256", "text", "The SHA-256 of the matrix file, in hexadecimal."),
)


def data_dictionary() -> tuple[Column, ...]:
    """Every column, in the order of the file."""
    return _COLUMNS
