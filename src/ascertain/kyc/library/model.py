"""The collection and search scope of the library's documents."""

# One name for both: the scope of a collection's passages is the collection (see `documents.Document.scope`).
LIBRARY = "library"
