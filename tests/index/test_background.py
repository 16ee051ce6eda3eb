"""Stages in threads: order, errors in their place, and nobody left running."""

import threading
import time
from collections.abc import Generator, Iterator

import pytest

from assistant.index.background import in_background


def numbers(count: int, made: list[int] | None = None) -> Iterator[int]:
    for number in range(count):
        if made is not None:
            made.append(number)
        yield number


def close(stage: Iterator[int]) -> None:
    assert isinstance(stage, Generator)
    stage.close()


def test_items_come_in_order_whatever_the_queue_holds() -> None:
    for ahead in (1, 2, 50):
        assert list(in_background(numbers(200), ahead=ahead)) == list(range(200))


def test_any_iterable_is_taken() -> None:
    assert list(in_background([3, 1, 2], ahead=1)) == [3, 1, 2]
    assert list(in_background((), ahead=1)) == []


def test_stages_may_stand_behind_each_other() -> None:
    doubled = (2 * number for number in in_background(numbers(50), ahead=3))
    assert list(in_background(doubled, ahead=3)) == [2 * number for number in range(50)]


def test_no_stage_works_further_ahead_than_it_may() -> None:
    made: list[int] = []
    stage = in_background(numbers(1000, made), ahead=5)
    assert next(stage) == 0
    time.sleep(0.1)
    assert len(made) <= 8  # the one taken, five in the queue, one in the hand, one being made
    close(stage)


def test_an_error_comes_in_its_place_after_the_items_before() -> None:
    def failing() -> Iterator[int]:
        yield 1
        yield 2
        raise ZeroDivisionError("the third")

    taken: list[int] = []
    with pytest.raises(ZeroDivisionError, match="the third"):
        taken.extend(in_background(failing(), ahead=1))
    assert taken == [1, 2]


def test_an_interrupt_in_a_stage_reaches_the_consumer() -> None:
    def interrupted() -> Iterator[int]:
        yield 1
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(in_background(interrupted(), ahead=1))


def test_closing_stops_the_thread_and_the_stages_behind_it() -> None:
    closed: list[str] = []

    def source() -> Iterator[int]:
        try:
            yield from numbers(10_000)
        finally:
            closed.append("source")

    before = threading.active_count()
    stage = in_background(in_background(source(), ahead=2), ahead=2)
    assert next(stage) == 0
    close(stage)
    assert closed == ["source"]
    assert threading.active_count() == before


def test_a_stage_that_is_never_asked_starts_no_thread() -> None:
    before = threading.active_count()
    close(in_background(numbers(5), ahead=1))
    assert threading.active_count() == before


def test_items_end_soon_after_they_are_unwanted_however_long_the_next_one_takes() -> None:
    unwanted, is_over, closed = threading.Event(), threading.Event(), threading.Event()

    def thinking() -> Iterator[int]:
        try:
            yield 1
            is_over.wait(30)
            yield 2
        finally:
            closed.set()

    stage = in_background(thinking(), ahead=1, until=unwanted)
    assert next(stage) == 1
    began = time.monotonic()
    threading.Timer(0.05, unwanted.set).start()
    assert list(stage) == []
    assert time.monotonic() - began < 5
    assert not closed.is_set()
    is_over.set()
    assert closed.wait(5)


def test_a_stage_that_came_to_its_end_leaves_what_stops_it_as_it_was() -> None:
    unwanted = threading.Event()
    assert list(in_background(numbers(3), ahead=1, until=unwanted)) == [0, 1, 2]
    assert not unwanted.is_set()
