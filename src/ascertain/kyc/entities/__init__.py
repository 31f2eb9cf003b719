"""Entities: records resolved into parties and entities."""
