"""Sign-in, tokens, API keys, roles."""
