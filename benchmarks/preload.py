"""Imported once by the server that processes are forked from: what would cost each of them seconds before its work."""

import chromadb  # noqa: F401

import assistant.operations.compact  # noqa: F401
from assistant.index.sentences import sentence_spans

sentence_spans("He came. She left.", "en")
