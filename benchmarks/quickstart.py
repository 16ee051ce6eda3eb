"""The peer: a news archive in LlamaIndex and Chroma as their own documentation begins one.

`SentenceSplitter`, `HuggingFaceEmbedding` over the same weights as ours, `ChromaVectorStore` over a `PersistentClient`,
`VectorStoreIndex.from_documents`, a retriever with ten results. Two things are chosen in its favour: an overlap of 20
tokens as in the documentation's examples (the default of 200 would embed five times the text), and title, source and
date as metadata, which LlamaIndex embeds with every chunk. `VectorStoreIndex` hands over 2,048 nodes at a time; above
Chroma's limit of 5,461 rows a call `ChromaVectorStore` fails, so `insert_batch_size` stays below.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.data import rows

CHUNK_TOKENS = 256
OVERLAP_TOKENS = 20
COLLECTION = "quickstart"
METADATA = ("title", "source", "published_at")


def build(source: Path, folder: Path, model: Any) -> int:  # noqa: ANN401 - see `_embedding`
    """Index a file of articles into `folder`; return the number of chunks. `model` is a folder or LlamaIndex's own."""
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter

    documents = [
        Document(text=row["text"], metadata={key: row[key] for key in METADATA if row.get(key)}, id_=row["id"])
        for row in rows(source)
    ]
    store = _store(folder)
    VectorStoreIndex.from_documents(
        documents,
        storage_context=StorageContext.from_defaults(vector_store=store),
        embed_model=_embedding(model),
        transformations=[SentenceSplitter(chunk_size=CHUNK_TOKENS, chunk_overlap=OVERLAP_TOKENS)],
    )
    return int(store.client.count())


def search(folder: Path, model: Any, questions: Sequence[str], k: int) -> list[list[str]]:  # noqa: ANN401
    """Return the texts of the best `k` chunks for each question, without the metadata that is embedded with them."""
    from llama_index.core import VectorStoreIndex
    from llama_index.core.schema import MetadataMode

    index = VectorStoreIndex.from_vector_store(_store(folder), embed_model=_embedding(model))
    retriever = index.as_retriever(similarity_top_k=k)
    return [
        [found.node.get_content(metadata_mode=MetadataMode.NONE) for found in retriever.retrieve(question)]
        for question in questions
    ]


def _store(folder: Path) -> Any:  # noqa: ANN401 - the adapter has no types
    import chromadb
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = chromadb.PersistentClient(path=str(folder))
    return ChromaVectorStore(chroma_collection=client.get_or_create_collection(COLLECTION))


def _embedding(model: Any) -> Any:  # noqa: ANN401 - the adapter has no types
    if not isinstance(model, Path):
        return model
    # The weights lie in a folder; nothing is to be asked of a hub, and no bar is to be drawn while they load.
    os.environ |= {"HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"}
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    return HuggingFaceEmbedding(model_name=str(model))
