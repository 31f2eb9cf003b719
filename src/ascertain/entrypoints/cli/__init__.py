"""The `ascertain` command."""
