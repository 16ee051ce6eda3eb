"""What the tests of the catalog share: a catalog on disk, filled by hand without any embedder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.articles.article import Article
from assistant.articles.cleaning import canonical_hash
from assistant.catalog.catalog import Catalog
from assistant.catalog.fingerprint import fingerprint
from assistant.catalog.writer import CatalogWriter, NewPassage, NewVersion, Outcome
from assistant.index.planning import record_hash
from assistant.index.splitting import date_words

Store = Callable[..., None]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[CatalogWriter]:
    writer = CatalogWriter(tmp_path)
    yield writer
    writer.close()


@pytest.fixture
def catalog(writer: CatalogWriter, tmp_path: Path) -> Iterator[Catalog]:
    assert writer.path.exists()
    catalog = Catalog(tmp_path)
    yield catalog
    catalog.close()


@pytest.fixture
def store(writer: CatalogWriter) -> Store:
    """Commits articles as one batch, one passage for each line of their text."""
    run = writer.start_run()

    def commit(*articles: Article) -> None:
        versions = [new_version(article) for article in articles]
        vectors = {p.embed_hash: np.full(4, 0.5, dtype=np.float32) for version in versions for p in version.passages}
        outcomes = [Outcome(f"in:{article.article_id}", "new", article.article_id, "") for article in articles]
        writer.commit_batch(run, versions, vectors, outcomes)

    return commit


def new_version(article: Article) -> NewVersion:
    passages, start = [], 0
    for line in article.text.split("\n"):
        passages.append(NewPassage(start, start + len(line), (start,), f"{article.title}\n{line}"))
        start += len(line) + 1
    return NewVersion(
        article,
        record_hash(article),
        canonical_hash(article.text),
        date_words(article.published_at),
        tuple(passages),
        fingerprint(article.text),
    )
