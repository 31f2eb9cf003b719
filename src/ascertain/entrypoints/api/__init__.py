"""The HTTP API under /api/v1; `app.py` puts it together."""
