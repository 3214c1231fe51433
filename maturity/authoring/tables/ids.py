"""Ids made from titles: the same title gives the same id, wherever it stands, and no two are alike."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from typing import Final

LONGEST: Final = 60
# “1.2 ”, “A3. ”, “Domain 1: ”: what numbers a title is no part of its id, because it changes with the order.
_NUMBERING: Final = re.compile(
    r"(?:(?:domain|theme|dimension|pillar|section|criterion|area)\s+)?(?:[A-Za-z]{0,2}\d+(?:\.\d+)*|[A-Za-z])[.):]?[\s:.–—-]+"
    r"(?=\S*[^\W\d])",
    re.IGNORECASE,
)


def ids_for(titles: Sequence[str], within: Sequence[str], kind: str) -> list[str]:
    """An id for each title.

    Titles that are alike are told apart by the id of what they stand in (`within`, one for each title, or empty texts),
    and by a number where that is the same too.
    """
    plain = [_slug(title, kind) for title in titles]
    count = Counter(plain)
    used: set[str] = set()
    ids = []
    for slug, holder in zip(plain, within, strict=True):
        wanted = _cut(f"{holder}-{slug}") if count[slug] > 1 and holder else slug
        made, number = wanted, 2
        while made in used or (made != slug and made in count):
            made, number = f"{_cut(wanted, LONGEST - 4)}-{number}", number + 1
        used.add(made)
        ids.append(made)
    return ids


def _slug(title: str, kind: str) -> str:
    numbered = _NUMBERING.match(title)
    words = title[numbered.end() :] if numbered and _has_digit_or_mark(numbered.group()) else title
    ascii_only = unicodedata.normalize("NFKD", words.replace("&", " and ").replace("’", "").replace("'", ""))
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only.encode("ascii", "ignore").decode().lower()).strip("-")
    if not re.search("[a-z]", slug):
        # A title of digits or of another script: a short fingerprint of it, so that the id does not hang on the order.
        return f"{kind}-{slug or hashlib.sha256(title.encode()).hexdigest()[:8]}"[:LONGEST].rstrip("-")
    return _cut(slug)


def _has_digit_or_mark(text: str) -> bool:
    """Whether it numbers: “A good start” begins with a word, “A. Start” and “A1 Start” with a number."""
    return bool(re.search(r"[\d.):]", text))


def _cut(slug: str, most: int = LONGEST) -> str:
    if len(slug) <= most:
        return slug
    whole_words = slug[: most + 1].rpartition("-")[0]
    return (whole_words if len(whole_words) > most // 2 else slug[:most]).rstrip("-")
