"""Beneficial owners on generated networks: speed compared with path enumeration and recursive SQL, exactness, graph engines."""
