"""Risk: a score that explains itself factor by factor."""
