"""Conversations as they were kept: their list, one of them, one answer, and why it says what it says."""
