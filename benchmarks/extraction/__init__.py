"""Figures of classification and extraction."""
