"""Measures the assistant as a user experiences it: the Stop button, and the versions of the prompt."""
