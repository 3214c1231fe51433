"""Ports for the servers of tests, of which several run at once and are stopped and started again."""

from __future__ import annotations

import random
import socket
from contextlib import suppress
from typing import Final

_NOT_HANDED_OUT: Final = range(20_000, 32_768)
"""Linux gives whoever asks for no port in particular, each caller of a server among them, one from 32,768 on."""


def a_free_port() -> int:
    """A port that nobody listens on.

    It stays free until it is used, and while its server is dead, whatever else runs on the machine: nobody is given
    one of these ports without having asked for it.
    """
    chance = random.SystemRandom()
    while True:
        port = chance.choice(_NOT_HANDED_OUT)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
