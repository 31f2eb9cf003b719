"""Fixtures on a real Postgres, loaded as a pytest plugin (`ascertain.kernel.testing.fixtures`)."""
