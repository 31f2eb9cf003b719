"""Kills of every process of a running installation, in the middle of its work, compared with a calm run of the same work."""
