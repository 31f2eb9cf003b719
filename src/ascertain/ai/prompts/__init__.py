"""Prompts as versioned files."""
