"""Training of the reader of unknown layouts: made-up pages, labelled documents, the recipe."""
