"""The `ascertain` command."""

from ascertain.entrypoints.cli.app import main

__all__ = ["main"]
