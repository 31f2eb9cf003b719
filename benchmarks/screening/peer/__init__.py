"""nomenklatura in an environment of its own."""
