"""Measures how well the guardrails detect planted instructions, unsupported sentences and personal data; trains their models."""
