"""A bounded memory for values that cost something to work out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Value = TypeVar("Value")


class RecentlyUsed(Generic[Value]):
    """At most so many values by key; the one that was asked for longest ago is dropped first.

    Where values differ much in size, `weigh` says what each counts for, and `most` is the sum of that: a value that is
    more than all of it is not kept. Threads may share it. Two that miss the same key at once both work it out, and
    either result is kept.
    """

    def __init__(self, most: int, *, weigh: Callable[[Value], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._values)

    @property
    def weight(self) -> int:
        """What the values that are kept weigh together; without `weigh`, how many there are."""
        return self._weight

    def find(self, key: Hashable) -> Value | None:
        """The value of a key, or None where it is not kept."""
        with self._lock:
            found = self._values.get(key)
            if found is not None:
                self._values.move_to_end(key)
            return found

    def keep(self, key: Hashable, value: Value) -> Value:
        """Keep a value and return it."""
        weight = self._weigh(value)
        with self._lock:
            before = self._values.pop(key, None)
            if before is not None:
                self._weight -= self._weigh(before)
            if weight > self._most:
                return value
            self._values[key] = value
            self._weight += weight
            while self._weight > self._most:
                self._weight -= self._weigh(self._values.popitem(last=False)[1])
        return value
