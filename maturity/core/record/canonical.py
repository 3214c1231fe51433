"""One text for one value: the same content always gives the same text, whatever it was made from and in what order."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from hashlib import sha256
from typing import Any, Final

from maturity.core.matrix import Criterion, Domain, Matrix
from maturity.core.results import CriterionResult, DomainResult, RoundResult
from maturity.core.round_record import RoundRecord


def content_digest(value: object) -> str:
    """SHA-256, in hexadecimal, of the whole content of a dataclass of this package.

    A dataclass counts with its name and all its fields, so that a field added later counts without being listed
    here. A matrix counts by its key, version and content hash; a domain or criterion, which belongs to one, by its
    id. Raises `TypeError` for a type without a canonical form: a float has none.
    """
    return _Canon().digest(value)


class _Canon:
    """One walk over a value. Parts that a report refers to many times are walked once and stand as their digest."""

    def __init__(self) -> None:
        self._digests: dict[int, str] = {}

    def digest(self, value: object) -> str:
        """The digest of one value."""
        text = json.dumps(self._fields(value), ensure_ascii=False, separators=(",", ":"))
        return sha256(text.encode()).hexdigest()

    def _plain(self, value: Any) -> Any:
        if value is None or isinstance(value, str | int):
            return value
        if type(value) in _WRITERS:
            return _WRITERS[type(value)](value)
        if isinstance(value, tuple | list):
            return [self._plain(item) for item in value]
        if isinstance(value, Mapping):
            return [[self._plain(key), self._plain(value[key])] for key in sorted(value)]
        if isinstance(value, frozenset):
            return sorted(self._plain(item) for item in value)
        return self._digest_once(value) if type(value) in _REPEATED else self._fields(value)

    def _fields(self, value: Any) -> list[Any]:
        kind = type(value)
        if not is_dataclass(kind):
            raise TypeError(f"{kind.__name__} has no canonical form.")
        return [kind.__name__, *(self._plain(getattr(value, field.name)) for field in fields(kind))]

    def _digest_once(self, value: object) -> str:
        """Kept by identity, which is safe while one walk holds the whole value; the digest itself is of content."""
        known = self._digests.get(id(value))
        if known is None:
            known = self._digests[id(value)] = self.digest(value)
        return known


_REPEATED: Final = frozenset({RoundRecord, RoundResult, DomainResult, CriterionResult})
_WRITERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    Fraction: str,
    date: date.isoformat,
    datetime: lambda value: value.astimezone(UTC).isoformat(),
    Matrix: lambda value: ["Matrix", value.key, value.version, value.content_hash],
    Domain: lambda value: ["Domain", value.id],
    Criterion: lambda value: ["Criterion", value.id],
}
