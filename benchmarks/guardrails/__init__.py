"""How well the guardrails see planted instructions and unsupported sentences, and what made their models."""
