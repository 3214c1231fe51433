"""`maturity serve`: the product, on one address."""

from __future__ import annotations

import errno
import gc
import socket
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

import click

from maturity.cli.exit_codes import CannotRun
from maturity.cli.log import log_to_standard_error
from maturity.cli.refusal import refusals
from maturity.cli.server import run_server
from maturity.persistence.engine import Database
from maturity.persistence.schema import check_schema
from maturity.settings import Settings, read_settings
from maturity.usecases.worked_example import check_demo_mode
from maturity.web.app import create_app
from maturity.web.assets import AssetsNotBuilt


def address_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say where to serve."""

    @click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
    @click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
    @click.option("--threads", type=click.IntRange(1, 64), help="Requests at once. [default: MATURITY_THREADS]")
    @wraps(command)
    def with_options(*args: Any, **options: Any) -> None:
        command(*args, **options)

    return with_options


@click.command()
@address_options
def serve(host: str, port: int, threads: int | None) -> None:
    """Serve the product until Ctrl+C.

    The database must have been made by “maturity init” and be of this version. Requests that are under way
    when the server is asked to stop are finished first.
    """
    with refusals():
        serve_with(read_settings(), host=host, port=port, threads=threads)


def serve_with(settings: Settings, *, host: str, port: int, threads: int | None, hint: str = "") -> None:
    """Serve the product by these settings; `hint` is shown below the address."""
    settings = replace(settings, threads=threads or settings.threads)
    database = Database(settings.database, threads=settings.threads)
    check_schema(database)
    with database.reading() as session:
        check_demo_mode(session, demo=settings.demo)
    listener = _listen(host, port)
    log_to_standard_error()
    try:
        gc.disable()  # as while the command was imported: this imports every page
        app = create_app(settings, database=database)
        gc.enable()
    except AssetsNotBuilt as problem:
        raise CannotRun(str(problem)) from problem
    database.close()  # what was opened for the checks must not be shared with the process that answers

    message = f"{settings.service_name} is running on {_address(listener)}. Press Ctrl+C to stop."

    def say_so() -> None:
        click.echo(f"{message}\n{hint}" if hint else message)

    run_server(app, listener=listener, threads=settings.threads, when_ready=say_so)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as problem:
        listener.close()
        if problem.errno == errno.EADDRINUSE:
            raise CannotRun(f"Port {port} is in use by another program. Choose another one with --port.") from problem
        raise CannotRun(f"Cannot listen on {host} port {port}: {problem.strerror or problem}.") from problem
    listener.listen(2048)
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
