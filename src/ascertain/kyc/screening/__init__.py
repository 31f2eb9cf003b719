"""Screening: parties against watchlists, in the process."""
