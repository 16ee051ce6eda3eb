"""Our parts behind LlamaIndex's interfaces, so that they plug into any LlamaIndex program.

from llama_index.core.query_engine import RetrieverQueryEngine
from assistant.llama import NewsRetriever

engine = RetrieverQueryEngine.from_args(NewsRetriever(desk), llm=llm)
"""

from typing import Any

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.bridge.pydantic import PrivateAttr
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from assistant.assistant import NO_FILTERS, NewsAssistant
from assistant.catalog.filters import Filters
from assistant.catalog.writer import passage_id
from assistant.index.embedding import Embedder
from assistant.retrieval.passages import ScoredPassage


class NewsEmbedding(BaseEmbedding):
    """An embedder of ours as a LlamaIndex embedding model; vectors have length 1."""

    _embedder: Embedder = PrivateAttr()

    def __init__(self, embedder: Embedder, **kwargs: Any) -> None:  # noqa: ANN401 - LlamaIndex's own fields
        super().__init__(model_name=embedder.card.name, **kwargs)
        self._embedder = embedder

    @classmethod
    def class_name(cls) -> str:
        """Return the name LlamaIndex serialises it under."""
        return "NewsEmbedding"

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._embedder.embed_query(query).tolist()  # type: ignore[no-any-return]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed(texts).tolist()  # type: ignore[no-any-return]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


class NewsRetriever(BaseRetriever):
    """The search of a NewsAssistant as a LlamaIndex retriever.

    Each node carries `start_char_idx` and `end_char_idx` in the article's text, and article id, version, title, source,
    date and URL as metadata.
    """

    def __init__(self, desk: NewsAssistant, k: int = 10, filters: Filters = NO_FILTERS) -> None:
        super().__init__()
        self._desk = desk
        self._k = k
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        found = self._desk.search(query_bundle.query_str, self._k, filters=self._filters)
        return [NodeWithScore(node=_node(passage), score=passage.score) for passage in found]


def _node(passage: ScoredPassage) -> TextNode:
    return TextNode(
        id_=passage_id(passage.article_id, passage.version, passage.start, passage.end),
        text=passage.text,
        start_char_idx=passage.start,
        end_char_idx=passage.end,
        metadata={
            "article_id": passage.article_id,
            "version": passage.version,
            "title": passage.title,
            "source": passage.source,
            "published_at": passage.published_at,
            "url": passage.url,
        },
    )
