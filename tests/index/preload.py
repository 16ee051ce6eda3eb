"""Imported once by the server that the worker processes are forked from: whatever would cost each of them a second."""

import chromadb  # noqa: F401

import tests.index.worker  # noqa: F401
from assistant.index.sentences import sentence_spans
from tests.index.tiny import counter

counter()
sentence_spans("He came. She left.", "da")
