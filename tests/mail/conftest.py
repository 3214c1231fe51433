from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.factories.mailboxes import Mailbox, a_mailbox


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server that takes everything, without encryption."""
    with a_mailbox() as running:
        yield running
