"""The truth: articles, their versions, passages, full text search, vectors by text hash, ingest runs."""
