"""A corpus of hostile files made by mutation, and what the reader makes of each."""
