"""Several people who do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Barrier, Thread


def together(acts: Sequence[Callable[[], None]]) -> None:
    """Do everything at once, and raise what any of it raised."""
    barrier, problems = Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        barrier.wait()
        try:
            act()
        except Exception as problem:  # noqa: BLE001  (raised again below, in the thread of the test)
            problems.append(problem)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]
