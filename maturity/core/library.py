"""The states of a matrix version in the library, and what each of them allows."""

from __future__ import annotations

from enum import StrEnum


class LibraryState(StrEnum):
    """Where a version stands. A published one never changes; a retired one is offered for no new round."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"

    @property
    def label(self) -> str:
        """How the state is shown."""
        return self.value.capitalize()

    @property
    def is_fixed(self) -> bool:
        """Whether the content can never change again: rounds may rest on it."""
        return self is not LibraryState.DRAFT

    @property
    def begins_rounds(self) -> bool:
        """Whether a round can be begun with a version in this state."""
        return self is LibraryState.PUBLISHED
