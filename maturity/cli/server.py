"""The web server: gunicorn, with one process that answers and several threads in it."""

from __future__ import annotations

import gc
import signal
import socket
from collections.abc import Callable
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from gunicorn.glogging import Logger

GRACE_SECONDS: Final = 10
"""How long requests that are under way have to finish after the server was asked to stop."""


def run_server(app: Flask, *, listener: socket.socket, threads: int, when_ready: Callable[[], None]) -> None:
    """Serve the application until the process is asked to stop by SIGTERM or SIGINT; then raises `SystemExit`.

    The application must hold no open connection to the database: it is handed to a forked process, and SQLite
    connections must not cross a fork.
    """
    # What is loaded by now stays: left out of collections, its memory goes on being shared after the fork.
    gc.collect()
    gc.freeze()
    _Arbiter(_Server(app, listener=listener, threads=threads, when_ready=when_ready)).run()


class _Logger(Logger):  # type: ignore[misc]  # gunicorn carries no types
    """Leaves it to the log of this process how and where events are written."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, app: Flask, *, listener: socket.socket, threads: int, when_ready: Callable[[], None]) -> None:
        self._app = app
        self._options = {
            "bind": [f"fd://{listener.detach()}"],  # gunicorn takes the socket over and closes it
            "workers": 1,  # rate limits and the queue of writers are kept in the memory of one process
            "worker_class": "gthread",
            "threads": threads,
            "keepalive": 15,
            "graceful_timeout": GRACE_SECONDS,
            "loglevel": "warning",
            "accesslog": None,
            "logger_class": _Logger,
            "control_socket_disable": True,
            "forwarded_allow_ips": "",  # the application itself decides whether to believe a proxy
            "when_ready": lambda _arbiter: when_ready(),
            "post_worker_init": _leave_interrupts_to_the_arbiter,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


class _Arbiter(Arbiter):  # type: ignore[misc]
    def handle_int(self) -> None:
        """Ctrl+C lets requests finish, as SIGTERM does."""
        self.handle_term()


def _leave_interrupts_to_the_arbiter(_worker: object) -> None:
    # A terminal sends Ctrl+C to every process; the arbiter then asks the worker to finish.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
