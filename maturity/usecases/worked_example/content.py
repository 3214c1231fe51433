"""What was said in the rounds of the worked example, read from the files beside this one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

import yaml

from maturity.core.consensus import Consensus, ConsensusState
from maturity.core.response import Answer, AnswerState, Confidence

_WITHOUT_LEVEL: Final = {
    "?": AnswerState.DONT_KNOW,
    "x": AnswerState.NOT_APPLICABLE,
    ".": AnswerState.NOT_ANSWERED,
}
_CONFIDENCE: Final = {"+": Confidence.HIGH, "": Confidence.MEDIUM, "-": Confidence.LOW}


@dataclass(frozen=True, slots=True)
class RoundContent:
    """One round: partners by key, and by criterion what each of them answered and what they agreed.

    A partner that has said nothing on a criterion has no answer there. `agreed` is empty for a round that is
    still open. `submitted` names the partners that handed in their response.
    """

    purpose: str
    partners: tuple[str, ...]
    submitted: frozenset[str]
    answers: Mapping[str, Mapping[str, Answer]]
    agreed: Mapping[str, Consensus]


def read_round(number: int, *, package: str = __package__) -> RoundContent:
    """The content of a round by its number, from 1; `package` is that of the example it belongs to."""
    text = (resources.files(package) / "rounds" / f"{number}.yaml").read_text(encoding="utf-8")
    # BaseLoader: every scalar stays the text that was written.
    content = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506  (builds nothing but text, lists and mappings)
    partners = tuple(content["partners"])
    criteria: dict[str, dict[str, Any]] = content["criteria"]
    answers = {
        criterion: {
            partner: answer
            for partner, mark in zip(partners, said["levels"].split(), strict=True)
            if (answer := _answer(partner, mark, said)) is not None
        }
        for criterion, said in criteria.items()
    }
    agreed = {criterion: _consensus(said) for criterion, said in criteria.items() if "agreed" in said}
    return RoundContent(
        purpose=content["purpose"],
        partners=partners,
        submitted=frozenset(content.get("submitted", partners)),
        answers=answers,
        agreed=agreed,
    )


def _answer(partner: str, mark: str, said: Mapping[str, Any]) -> Answer | None:
    reason = said.get("said", {}).get(partner, "")
    evidence = said.get("shown", {}).get(partner, "")
    state = _WITHOUT_LEVEL.get(mark)
    if state is AnswerState.NOT_ANSWERED:
        return None
    if state is not None:
        return Answer(state=state, reason=reason, evidence=evidence)
    return Answer(
        state=AnswerState.LEVEL,
        level=int(mark[0]),
        reason=reason,
        confidence=_CONFIDENCE[mark[1:]],
        evidence=evidence,
    )


def _consensus(said: Mapping[str, str]) -> Consensus:
    reason, evidence = said["reason"], said.get("evidence", "")
    if said["agreed"] == ConsensusState.NOT_AGREED:
        return Consensus(state=ConsensusState.NOT_AGREED, reason=reason, evidence=evidence)
    return Consensus(state=ConsensusState.AGREED, level=int(said["agreed"]), reason=reason, evidence=evidence)
