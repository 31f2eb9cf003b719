"""The HTTP API under /api/v1."""

from ascertain.entrypoints.api.app import create_app

__all__ = ["create_app"]
