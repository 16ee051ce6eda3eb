"""Passages, embedding, vectors and the pipeline that ties them."""
