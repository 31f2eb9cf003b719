"""Ascertain: customer onboarding in which every value can be followed to its source."""

__version__ = "0.1.0"
