"""Tests; the folders mirror those of `assistant`."""
