"""Documents: read, classified and extracted, each fact with its place on the page."""
