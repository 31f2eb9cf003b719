"""Fixtures for every test."""

pytest_plugins = ["ascertain.kernel.testing.fixtures", "tests.servers.ascertain_server"]
