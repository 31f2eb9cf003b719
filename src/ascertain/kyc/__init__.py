"""One folder per capability, in the order of the work."""
