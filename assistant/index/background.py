"""Stages that run at the same time: a generator pulled by a thread of its own through a bounded queue."""

import contextlib
import queue
import threading
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

POLL_SECONDS = 0.2
"""How soon a stage notices that nobody wants its items any more."""


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class _End:
    pass


def in_background(items: Iterable[T], *, ahead: int, until: threading.Event | None = None) -> Generator[T, None, None]:
    """Yield `items`, made by a thread that works at most `ahead` items ahead.

    An exception of `items` is raised here, in its place. Closing this generator stops the thread.

    Args:
        items: What is made in the thread; closed there if it is a generator.
        ahead: How many made ones may wait to be taken.
        until: Ends the items soon after it is set, however long the next one takes; nobody waits for that one.
    """
    line: queue.Queue[T | _Failed | _End] = queue.Queue(maxsize=ahead)
    stop = threading.Event()
    thread = threading.Thread(target=_pump, args=(items, line, stop), daemon=True)
    thread.start()
    patience = None if until is None else POLL_SECONDS
    try:
        while until is None or not until.is_set():
            try:
                item = line.get(timeout=patience)
            except queue.Empty:
                continue
            if isinstance(item, _End):
                return
            if isinstance(item, _Failed):
                raise item.error
            yield item
    finally:
        stop.set()
        if until is None:
            thread.join()


def _pump(items: Iterable[T], line: "queue.Queue[T | _Failed | _End]", stop: threading.Event) -> None:
    iterator = iter(items)
    try:
        for item in iterator:
            if not _put(line, item, stop):
                return
        _put(line, _End(), stop)
    except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the thread that consumes
        _put(line, _Failed(error), stop)
    finally:
        with contextlib.suppress(AttributeError):  # only generators can be closed
            iterator.close()  # type: ignore[attr-defined]


def _put(line: "queue.Queue[T | _Failed | _End]", item: "T | _Failed | _End", stop: threading.Event) -> bool:
    while not stop.is_set():
        try:
            line.put(item, timeout=POLL_SECONDS)
        except queue.Full:
            continue
        return True
    return False
