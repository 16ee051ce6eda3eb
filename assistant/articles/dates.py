"""Points in time as news gives them: to the second, the day, the month or only the year."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedAt:
    """A point in time with its precision.

    Attributes:
        iso: ISO 8601 cut at the precision: `2021`, `2021-03`, `2021-03-29`, `2021-03-29T14:05:00+00:00`.
        epoch: Seconds since 1970-01-01 UTC of the first instant that `iso` names; negative before 1970.
        precision: One of year, month, day, second.
    """

    iso: str
    epoch: int
    precision: str
