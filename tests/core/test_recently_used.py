from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from maturity.core.recently_used import RecentlyUsed


def test_what_was_kept_is_found_and_what_was_not_is_not() -> None:
    shelf: RecentlyUsed[str] = RecentlyUsed(2)
    assert shelf.keep("a", "A") == "A"
    assert shelf.find("a") == "A"
    assert shelf.find("b") is None


def test_the_value_that_was_asked_for_longest_ago_goes_first() -> None:
    shelf: RecentlyUsed[int] = RecentlyUsed(2)
    shelf.keep("a", 1)
    shelf.keep("b", 2)
    shelf.find("a")
    shelf.keep("c", 3)
    assert [shelf.find(key) for key in "abc"] == [1, None, 3]
    assert len(shelf) == 2


def test_a_value_kept_again_takes_the_place_of_the_first() -> None:
    shelf: RecentlyUsed[int] = RecentlyUsed(2)
    shelf.keep("a", 1)
    shelf.keep("a", 2)
    assert (shelf.find("a"), len(shelf)) == (2, 1)


def test_values_that_are_weighed_are_kept_up_to_the_sum_of_their_weights() -> None:
    shelf: RecentlyUsed[str] = RecentlyUsed(10, weigh=len)
    shelf.keep("a", "four")
    shelf.keep("b", "four")
    shelf.keep("c", "three")
    assert [shelf.find(key) for key in "abc"] == [None, "four", "three"]
    shelf.keep("b", "fives")
    shelf.keep("d", "")
    assert [shelf.find(key) for key in "bcd"] == ["fives", "three", ""]
    assert shelf.weight == 10


def test_a_value_that_weighs_more_than_all_may_is_given_back_and_not_kept() -> None:
    shelf: RecentlyUsed[str] = RecentlyUsed(10, weigh=len)
    shelf.keep("a", "four")
    assert shelf.keep("b", "eleven char") == "eleven char"
    assert (shelf.find("a"), shelf.find("b"), shelf.weight) == ("four", None, 4)
    shelf.keep("a", "eleven char")
    assert (shelf.find("a"), shelf.weight) == (None, 0)


def test_threads_never_make_it_larger_than_it_may_be() -> None:
    shelf: RecentlyUsed[int] = RecentlyUsed(8)

    def use(start: int) -> None:
        for number in range(start, start + 2000):
            shelf.keep(number % 50, number)
            shelf.find((number + 7) % 50)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(use, range(0, 80, 10)))
    assert len(shelf) == 8
