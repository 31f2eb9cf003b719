"""OpenAI's wire under /v1: chat completions, responses, embeddings and models, for tenant API keys.

A pure ASGI application beside FastAPI, chosen by the path before any middleware runs: a call costs a few dozen microseconds
of ours, where a route with a body model costs ten times that.
"""

from ascertain.entrypoints.v1.data_plane import DataPlane, beside

__all__ = ["DataPlane", "beside"]
