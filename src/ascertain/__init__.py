"""Ascertain: customer onboarding in which every value can be followed to its source.

The capabilities that need no server are a library: `from ascertain import documents, entities, ownership, screening`.
"""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"
__all__ = ["__version__", "documents", "entities", "ownership", "screening"]


def __getattr__(name: str) -> Any:
    """Import a capability at its first use: importing all of them takes seconds, and most programs need one."""
    if name in __all__:
        return import_module(f"ascertain.kyc.{name}")
    raise AttributeError(f"module 'ascertain' has no attribute {name!r}")
