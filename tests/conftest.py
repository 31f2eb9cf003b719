"""Fixtures for every test, and examples that are the same at every run."""

from hypothesis import settings

pytest_plugins = [
    "ascertain.kernel.testing.fixtures",
    "tests.servers.ascertain_server",
    "tests.servers.mortal_workers",
    "tests.servers.worked_case",
    "tests.servers.data_plane",
    "tests.servers.model_servers",
    "tests.servers.fake_upstream",
    "tests.servers.redis_server",
]

# A machine that is busy is no fault of the code, and a landing must not hang on a random example.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
