from assistant.api import pace
from assistant.api.pace import Guesses, Pace


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_as_many_as_allowed_then_one_at_a_time() -> None:
    clock = Clock()
    limit = Pace(6, clock)
    assert [limit.wait("ann") for _ in range(6)] == [0.0] * 6
    assert limit.wait("ann") == 10.0
    assert limit.wait("ben") == 0.0
    clock.now += 10
    assert limit.wait("ann") == 0.0
    assert limit.wait("ann") == 10.0
    clock.now += 3600
    assert [limit.wait("ann") for _ in range(7)][-1] == 10.0


def test_names_are_forgotten_before_they_fill_the_memory() -> None:
    limit, guesses = Pace(1, Clock()), Guesses(1, 10, Clock())
    for number in range(pace.MOST_KNOWN + 5):
        limit.wait(str(number))
        guesses.failed(str(number))
    assert len(limit._buckets) == pace.MOST_KNOWN
    assert len(guesses._failed) == pace.MOST_KNOWN


def test_failures_are_counted_within_a_time() -> None:
    clock = Clock()
    guesses = Guesses(3, 100, clock)
    for _ in range(3):
        assert guesses.wait("ann") == 0
        guesses.failed("ann")
        clock.now += 10
    assert guesses.wait("ann") == 70
    assert guesses.wait("ben") == 0
    clock.now += 70
    assert guesses.wait("ann") == 0
    guesses.failed("ann")
    guesses.forget("ann")
    assert guesses.wait("ann") == 0
