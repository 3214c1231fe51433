from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import PATIENCE

SCRIPT = """
import os, socket, time
from flask import Flask
from maturity.cli.log import log_to_standard_error
from maturity.cli.server import run_server

app = Flask("maturity.web")

@app.get("/slow")
def slow():
    print("begun", flush=True)
    time.sleep(1)
    return "finished"

@app.get("/process")
def process():
    return f"{os.getpid()} {os.getppid()}"

@app.get("/broken")
def broken():
    raise ValueError("two\\nlines")

log_to_standard_error()
listener = socket.create_server(("127.0.0.1", 0))
address = "http://127.0.0.1:%d" % listener.getsockname()[1]
run_server(app, listener=listener, threads=4, when_ready=lambda: print(address, flush=True))
"""


class Server:
    def __init__(self, folder: Path) -> None:
        self.log_file = (folder / "log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT],
            stdout=subprocess.PIPE,
            stderr=self.log_file,
            text=True,
            cwd=folder,
            env={"HOME": str(folder), "PATH": "/usr/bin:/bin"},
        )
        assert self.process.stdout is not None
        self.output = self.process.stdout
        self.address = self.output.readline().strip()
        self.folder = folder

    def get(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=PATIENCE) as answer:  # noqa: S310  (our own address)
            text: str = answer.read().decode()
            return text

    @property
    def log(self) -> list[str]:
        return (self.folder / "log").read_text().splitlines()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path)
    yield server
    server.process.terminate()
    server.process.wait(PATIENCE)
    server.output.close()
    server.log_file.close()


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_request_that_is_under_way_is_finished_when_the_server_is_asked_to_stop(server: Server, name: str) -> None:
    answers: list[str] = []
    asking = threading.Thread(target=lambda: answers.append(server.get("/slow")))
    asking.start()
    assert server.output.readline() == "begun\n"
    server.process.send_signal(signal.Signals[name])
    asking.join(PATIENCE)
    assert server.process.wait(PATIENCE) == 0
    assert answers == ["finished"]


def test_one_process_answers_everything(server: Server) -> None:
    answers = {server.get("/process") for _ in range(20)}
    stop(server)
    assert len(answers) == 1
    (answer,) = answers
    assert answer.split()[1] == str(server.process.pid)


def test_a_process_that_answers_is_replaced_when_it_dies(server: Server) -> None:
    first = int(server.get("/process").split()[0])
    os.kill(first, signal.SIGKILL)
    deadline = time.monotonic() + PATIENCE
    second = first
    while second == first and time.monotonic() < deadline:
        second = int(server.get("/process").split()[0])
    stop(server)
    assert second != first


def test_a_fault_is_logged_on_one_line_and_a_good_request_is_not_logged(server: Server) -> None:
    server.get("/process")
    with pytest.raises(urllib.error.HTTPError, match="500"):
        server.get("/broken")
    stop(server)
    assert len(server.log) == 1
    assert "ERROR maturity.web Exception on /broken [GET]" in server.log[0]
    assert server.log[0].endswith("ValueError: two | lines")


def test_no_control_socket_is_left_in_the_home_folder(server: Server) -> None:
    server.get("/process")
    stop(server)
    assert [path.name for path in server.folder.iterdir()] == ["log"]


def stop(server: Server) -> None:
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(PATIENCE) == 0
