"""One text for one value: the same content always gives the same text, whatever the order things were made in."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from maturity.core.matrix import Criterion, Domain, Matrix


def canonical_json(value: object) -> str:
    """A value of this package as JSON.

    A dataclass becomes its name and its fields, so that a field added later counts without being listed here. A
    matrix becomes its key, version and content hash; a domain or criterion, which belongs to one, its id.
    Raises `TypeError` for a type without a canonical form: a float has none.
    """
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def _plain(value: Any) -> Any:
    kind = type(value)
    if kind in _AS_IT_IS:
        return value
    write = _WRITERS.get(kind)
    if write is not None:
        return write(value)
    if is_dataclass(value):
        return [kind.__name__, *(_plain(getattr(value, field.name)) for field in fields(value))]
    for base, write in _BASES:
        if isinstance(value, base):
            return write(value)
    raise TypeError(f"{kind.__name__} has no canonical form.")


def _mapping(value: Mapping[Any, Any]) -> list[Any]:
    return [[_plain(key), _plain(value[key])] for key in sorted(value)]


_AS_IT_IS: Final = frozenset({type(None), bool, int, str})
_WRITERS: Final[Mapping[type, Callable[[Any], Any]]] = {
    tuple: lambda value: [_plain(item) for item in value],
    list: lambda value: [_plain(item) for item in value],
    frozenset: lambda value: sorted(_plain(item) for item in value),
    dict: _mapping,
    Fraction: str,
    date: date.isoformat,
    Matrix: lambda value: ["Matrix", value.key, value.version, value.content_hash],
    Domain: lambda value: ["Domain", value.id],
    Criterion: lambda value: ["Criterion", value.id],
}
_BASES: Final[tuple[tuple[type, Callable[[Any], Any]], ...]] = ((str, str.__str__), (Mapping, _mapping))
