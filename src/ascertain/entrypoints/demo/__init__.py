"""The demo: a tenant with sample documents, a policy, a watchlist and three cases."""
