from __future__ import annotations

from maturity.core.library import LibraryState


def test_every_state_has_a_label_of_its_own() -> None:
    assert [state.label for state in LibraryState] == ["Draft", "Published", "Retired"]
