"""A look into a Chroma directory by a process that may die of it: hnswlib dies of a torn file instead of raising.

Run as a program, `python probe.py DIRECTORY COLLECTION RESULT`; it imports nothing of ours, so that it starts soon.
"""

import json
import sys
from pathlib import Path
from typing import Any

PLACES, IN_ROW = 8, 4
"""Vectors are looked at in rows of `IN_ROW` at so many places, spread over the directory."""

NEAR = 0.01
"""Cosine distance of a vector from itself that rounding explains."""


def main(arguments: list[str]) -> int:
    """Open, count, read and search; write what was found as JSON to the last argument."""
    folder, collection, result = arguments
    try:
        found = look(folder, collection)
    except Exception as error:  # noqa: BLE001 - whatever Chroma raises over a torn file is the finding
        found = {"error": f"{type(error).__name__}: {error}"}
    Path(result).write_text(json.dumps(found), encoding="utf-8")
    return 0


def look(folder: str, collection: str) -> dict[str, Any]:
    """Return `count`, the ids looked at (`looked`), and those of them whose vector is not found by itself (`lost`)."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(path=folder, settings=Settings(anonymized_telemetry=False))
    try:
        held = client.get_collection(collection, embedding_function=None)
        count = int(held.count())
        looked: dict[str, list[float]] = {}
        for place in range(PLACES):
            row = held.get(limit=IN_ROW, offset=place * count // PLACES, include=["embeddings"])
            vectors = row["embeddings"]
            looked |= {
                name: [float(number) for number in vector]
                for name, vector in zip(row["ids"], () if vectors is None else vectors, strict=True)
            }
        return {"count": count, "looked": list(looked), "lost": _lost(held, looked)}
    finally:
        client.close()  # type: ignore[attr-defined]  # every client has it; the interface does not say so


def _lost(held: Any, looked: dict[str, list[float]]) -> list[str]:  # noqa: ANN401 - a Chroma collection
    if not looked:
        return []
    found = held.query(query_embeddings=list(looked.values()), n_results=1, include=["distances"])
    # Several passages may have the same vector, so it is the distance that counts; one of zeros has none.
    return [
        name
        for name, distances in zip(looked, found["distances"], strict=True)
        if not any(looked[name]) or not distances or not abs(distances[0]) < NEAR
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
