"""Ascertain: customer onboarding in which every value can be followed to its source."""
