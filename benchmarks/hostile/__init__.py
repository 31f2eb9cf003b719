"""A corpus of hostile files, and the result of reading each."""
