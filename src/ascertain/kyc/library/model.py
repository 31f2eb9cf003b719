"""Where the library's documents are kept and searched."""

LIBRARY = "library"
