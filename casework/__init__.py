"""Matters that Members raise: where the protocol sends them, by when an answer is due, and how they end."""
