"""How often somebody may do something: a bucket each, that fills again with time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_KNOWN = 10_000
"""Buckets kept; the one that was longest untouched goes first, and by then it is full again or its owner is patient."""


class Pace:
    """Lets each name pass `per_minute` times a minute; as many may come at once. Threads may share it."""

    def __init__(self, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Take one of what is left to `name` and return 0, or return the seconds until there is one again."""
        now = self._clock()
        with self._lock:
            left = self._left(name, now)
            passes = left >= 1
            self._keep(name, left - 1 if passes else left, now)
        return 0.0 if passes else (1 - left) * 60 / self.per_minute

    def _left(self, name: str, now: float) -> float:
        left, at = self._buckets.get(name, (self.per_minute, now))
        return min(self.per_minute, left + (now - at) * self.per_minute / 60)

    def _keep(self, name: str, left: float, now: float) -> None:
        self._buckets[name] = (left, now)
        self._buckets.move_to_end(name)
        if len(self._buckets) > MOST_KNOWN:
            self._buckets.popitem(last=False)


class Guesses:
    """Counts failed logins; whoever fails too often waits. Threads may share it."""

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self.seconds = seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[str, list[float]] = OrderedDict()

    def wait(self, name: str) -> float:
        """Return the seconds until `name` may try again; 0 if at once."""
        now = self._clock()
        with self._lock:
            recent = self._recent(name, now)
        return 0.0 if len(recent) < self.most else self.seconds - (now - recent[-self.most])

    def failed(self, name: str) -> None:
        """Note a failure."""
        now = self._clock()
        with self._lock:
            self._failed[name] = [*self._recent(name, now), now][-self.most :]
            self._failed.move_to_end(name)
            if len(self._failed) > MOST_KNOWN:
                self._failed.popitem(last=False)

    def forget(self, name: str) -> None:
        """Start anew, as after a right password."""
        with self._lock:
            self._failed.pop(name, None)

    def _recent(self, name: str, now: float) -> list[float]:
        return [at for at in self._failed.get(name, []) if now - at < self.seconds]
