"""Composition root: everything that starts a process or answers a request."""
