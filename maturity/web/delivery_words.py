"""What became of a message, in words: the same for a lead who sends it and for who handed something over."""

from __future__ import annotations

from typing import Final

from maturity.persistence.queries.messages import Delivery
from maturity.persistence.rows.message import MessageKind, MessageState
from maturity.web.design_system.words import moment

_DONE: Final = {
    MessageKind.INVITATION: "Invited",
    MessageKind.REMINDER: "Reminded",
    MessageKind.PRE_READ: "Sent the pre-read",
    MessageKind.ROOM: "Told that the room is open",
    MessageKind.HAND_OVER: "Told by email what was handed over",
    MessageKind.SIGN_OFF: "Asked to sign off",
    MessageKind.SIGN_IN: "Sent a link",
}


def state_in_words(delivery: Delivery | None, *, is_waited_for: bool = True) -> str:
    """What became of the last message to a person."""
    if delivery is None:
        return "Not invited yet" if is_waited_for else "Not written to yet"
    if delivery.state is MessageState.FAILED:
        return delivery.problem if delivery.problem.startswith("Not sent") else f"Not delivered. {delivery.problem}"
    if delivery.sent_at is not None:
        return f"{_DONE[delivery.kind]} on {moment(delivery.sent_at)}"
    if delivery.problem:
        return f"Not delivered yet. {delivery.problem} The next try is on {moment(delivery.due_at)}."
    return "On its way"
