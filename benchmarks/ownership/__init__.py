"""Beneficial owners on generated networks: speed beside path enumeration and recursive SQL, exactness, and the graph's engines."""
