"""Passages found by words, meaning and late interaction."""
