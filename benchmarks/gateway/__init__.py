"""The gateway beside the LiteLLM proxy, and its streams beside a bare ASGI application."""
