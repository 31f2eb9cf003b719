"""The demo: a tenant with sample documents, policy and watchlist, and three cases on their way."""
