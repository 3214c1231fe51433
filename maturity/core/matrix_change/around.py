"""What differs between two versions of a matrix around its criteria: names and order of domains, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from maturity.core.figures import short_decimal
from maturity.core.matrix import Domain, Matrix
from maturity.core.matrix_change.words_beside import WordsBeside

_NOTHING_COMPARED: Final = "It changes nothing that is compared."


def around_beside(earlier: Matrix, later: Matrix) -> Iterator[tuple[str, tuple[WordsBeside, ...], str]]:
    """Each part that differs: a title, the words side by side, and what follows in a sentence."""
    before = {domain.id: domain for domain in earlier.domains}
    both = [(before[domain.id], domain) for domain in later.domains if domain.id in before]
    named = [WordsBeside(was.title, _name(was), _name(now)) for was, now in both if _name(was) != _name(now)]
    if named:
        yield "Names of domains", tuple(named), "Domains are told by their ids, so it changes nothing that is compared."
    weighed = [WordsBeside(now.title, _weight(was), _weight(now)) for was, now in both if was.weight != now.weight]
    if weighed:
        yield "Weights of domains", tuple(weighed), "The overall result is made in another way."
    order = tuple(_order(earlier, later))
    if order:
        yield "Order", order, _NOTHING_COMPARED
    words = tuple(_of_origin(earlier, later))
    if words:
        yield "Where the matrix comes from, and its terms", words, _NOTHING_COMPARED


def _name(domain: Domain) -> str:
    return f"{domain.title}\n{domain.summary or ''}".strip()


def _weight(domain: Domain) -> str:
    return f"Weight {short_decimal(domain.weight, places=6)}"


def _order(earlier: Matrix, later: Matrix) -> Iterator[WordsBeside]:
    titles = {domain.id: domain.title for domain in later.domains}
    if words := _in_order("Domains", [d.id for d in earlier.domains], [d.id for d in later.domains], titles):
        yield words
    before = {domain.id: [each.id for each in domain.criteria] for domain in earlier.domains}
    for domain in later.domains:
        names = {each.id: each.title for each in domain.criteria}
        if words := _in_order(f"“{domain.title}”", before.get(domain.id, []), list(names), names):
            yield words


def _in_order(about: str, before: Sequence[str], after: Sequence[str], titles: dict[str, str]) -> WordsBeside | None:
    """What stands in both, one on each line, in the order of either; None where that is the same."""
    was, now = [each for each in before if each in after], [each for each in after if each in before]
    if was == now:
        return None
    return WordsBeside(about, *("\n".join(titles[each] for each in order) for order in (was, now)))


def _of_origin(earlier: Matrix, later: Matrix) -> Iterator[WordsBeside]:
    """What differs but for the number of the version itself, which an attribution often has."""
    for (about, before), (_, after) in zip(_said_of_origin(earlier), _said_of_origin(later), strict=True):
        if before.replace(earlier.version, later.version) != after:
            yield WordsBeside(about, before, after)


def _said_of_origin(matrix: Matrix) -> Sequence[tuple[str, str]]:
    origin = matrix.provenance
    return (
        ("Source", "\n".join(filter(None, (origin.source, origin.source_url)))),
        ("Licence", "\n".join(filter(None, (origin.licence, origin.licence_url)))),
        ("Attribution", origin.attribution),
        ("Whose words", origin.whose_words),
        ("Rationale", origin.rationale or ""),
        ("Based on", "\n".join(origin.based_on)),
        ("Language", matrix.language),
    )
