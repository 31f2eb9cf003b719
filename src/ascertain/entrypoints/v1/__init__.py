"""OpenAI's API under /v1: chat completions, responses, embeddings and models, for API keys of a tenant.

A pure ASGI application next to FastAPI, selected by the path before any middleware runs: it adds a few dozen microseconds to a
call, where a FastAPI route with a body model adds ten times that.
"""

from ascertain.entrypoints.v1.data_plane import DataPlane, mount

__all__ = ["DataPlane", "mount"]
