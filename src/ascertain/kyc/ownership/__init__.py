"""Ownership: interests as dated statements and the beneficial owners they imply."""
