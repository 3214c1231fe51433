"""Links in messages, with which a person comes in once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from maturity.persistence.base import Base, UtcDateTime


class EntryLink(Base):
    """A single-use link that signs one person in and goes to a page. Only the hash of its token is kept.

    `goes_to` is the address of the page within the product. A link that was used keeps its row, so that its person
    can be told so. The roles that wait in the collaborative are in force once it is used; None for a link that does no
    more than sign in.
    """

    __tablename__ = "entry_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    collaborative_id: Mapped[int | None] = mapped_column(ForeignKey("collaborative.id"))
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"))
    goes_to: Mapped[str] = mapped_column(String(400))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
