"""Onboarding of real documents over HTTP: upload, reading, classification, extraction, indexing and scoring of the case."""
