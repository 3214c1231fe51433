"""Disks that are really full, without anybody's help: no root, no special machine.

Two kinds, because each shows what the other cannot. A small file system in memory, in a namespace of its own, is what
an operator meets: the system says “no space left”. Not every machine lets a person make one. A limit on the size of
files makes the same calls of the system fail on every Linux machine, and at any byte: a page of the database can be
written by half.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.promises.real_server import RealServer

NAMESPACE: Final = ("unshare", "--user", "--map-root-user", "--mount", "--")
SIZE: Final = 16 * 1024 * 1024
"""Bytes of the small file system: the worlds fit many times."""

BLOCK: Final = 4096


class Disk(ABC):
    """A disk with an instance on it, for a server to work on."""

    inside: Sequence[str] = ()
    """What a server is started by."""

    def __init__(self, instance: Path, seen_at: Path) -> None:
        self.instance = instance
        self.seen_at = seen_at
        """Where the instance is to be found from here."""

    @abstractmethod
    def fill(self, server: RealServer, *, but: int = 0) -> None:
        """Leave no byte free, or only so many, for a server that runs."""

    @abstractmethod
    def free(self, server: RealServer) -> None:
        """Make room again."""

    def copy_to(self, folder: Path) -> Path:
        """Copy the database as it is on the disk, to look at it. Nobody may be writing."""
        folder.mkdir()
        for file in self.seen_at.glob("maturity.sqlite3*"):
            if not file.name.endswith("-shm"):  # it is made anew from the other two
                shutil.copyfile(file, folder / file.name)
        return folder / "maturity.sqlite3"


class LimitedFiles(Disk):
    """No file can be written at or beyond a size, by any process of the server."""

    def __init__(self, instance: Path) -> None:
        super().__init__(instance, instance)

    def fill(self, server: RealServer, *, but: int = 0) -> None:
        log = self.instance / "maturity.sqlite3-wal"
        largest = (log.stat().st_size if log.exists() else 0) + but if but else 0
        _limit(server, largest)

    def free(self, server: RealServer) -> None:
        _limit(server, resource.RLIM_INFINITY)


def _limit(server: RealServer, largest: int) -> None:
    for process in processes_of(server):
        _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
        resource.prlimit(process, resource.RLIMIT_FSIZE, (largest, hard))


def processes_of(server: RealServer) -> list[int]:
    """Every process of a server, that which makes reports among them."""
    assert server.process is not None
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == server.process.pid:
                    found.append(int(entry.name))
            except ProcessLookupError:
                continue
    return found


class SmallFileSystem(Disk):
    """A file system of a few megabytes. It is there for as long as the process that made it."""

    def __init__(self, instance: Path, holder: int) -> None:
        super().__init__(instance, Path(f"/proc/{holder}/root{instance}"))
        self.inside = ("nsenter", "--preserve-credentials", "--user", "--mount", "--target", str(holder), "--")

    def fill(self, server: RealServer, *, but: int = 0) -> None:
        del server  # the disk is everybody’s
        with (self.seen_at / "ballast").open("ab", buffering=0) as ballast:
            try:
                while ballast.write(bytes(BLOCK)):
                    pass
            except OSError:
                ballast.truncate(max(ballast.tell() - but, 0))

    def free(self, server: RealServer) -> None:
        del server
        (self.seen_at / "ballast").unlink(missing_ok=True)


def can_have_a_small_file_system() -> bool:
    """Whether this machine lets its people make one."""
    try:
        done = subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False)
    except FileNotFoundError:
        return False
    return done.returncode == 0 and shutil.which("nsenter") is not None


KINDS: Final = ("limited files", *(("small file system",) if can_have_a_small_file_system() else ()))


@contextmanager
def a_disk(kind: str, content: Path) -> Iterator[Disk]:
    """A disk of a kind that holds what is in a folder; the folder itself, where no more is needed."""
    if kind == "limited files":
        yield LimitedFiles(content)
        return
    instance = content.with_name("small")
    instance.mkdir()
    script = f'mount -t tmpfs -o size={SIZE},mode=700 none "$1" && cp -a "$2"/. "$1" && echo ready && read -r _'
    holder = subprocess.Popen(
        [*NAMESPACE, "sh", "-c", script, "sh", str(instance), str(content)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        assert holder.stdout.readline() == "ready\n"
        yield SmallFileSystem(instance, holder.pid)
    finally:
        holder.stdin.close()
        holder.wait()
        holder.stdout.close()
