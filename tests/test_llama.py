"""LlamaIndex sees our embedder and our search through its own interfaces."""

import numpy as np
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.retrievers import BaseRetriever

from assistant import NewsAssistant
from assistant.llama import NewsEmbedding, NewsRetriever


def test_retriever_gives_nodes_that_slice_to_their_article(sample_desk: NewsAssistant) -> None:
    retriever = NewsRetriever(sample_desk, k=5)
    assert isinstance(retriever, BaseRetriever)
    nodes = retriever.retrieve("Who commanded Artemis II?")
    assert len(nodes) == 5
    for found in nodes:
        node = found.node
        article = sample_desk.article(node.metadata["article_id"], node.metadata["version"])
        assert article.text[node.start_char_idx : node.end_char_idx] == node.text  # type: ignore[attr-defined]


def test_embedding_equals_the_embedder(sample_desk: NewsAssistant) -> None:
    model = NewsEmbedding(sample_desk.embedder())
    assert isinstance(model, BaseEmbedding)
    texts = ["A ship ran aground.", "The ferry was late again."]
    ours = sample_desk.embedder().embed(texts)
    assert np.allclose(model.get_text_embedding_batch(texts), ours, atol=1e-6)
    assert len(model.get_query_embedding("Which ship?")) == 384
