"""When an archive wrote most of what a question names: what is shown where nothing answers it."""

from assistant.catalog.filters import condition_of
from assistant.catalog.fulltext import quoted
from assistant.catalog.snapshot import Snapshot
from assistant.catalog.survey import months_with
from assistant.retrieval.query import Query

MOST_MONTHS = 3


def busiest_months(snapshot: Snapshot, query: Query) -> dict[str, int]:
    """Return the months with most articles that hold all the question's names, or all its words where it has none.

    Number of articles by month, as `2024-03`, most first; only what the filters allow.
    """
    every = " AND ".join(quoted(word) for word in query.names or query.words)
    return months_with(snapshot, every, condition_of(query.filters), MOST_MONTHS)
