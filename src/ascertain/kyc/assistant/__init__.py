"""Answers from a case and the policy library, with citations or not at all."""
