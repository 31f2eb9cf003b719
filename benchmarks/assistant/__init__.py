"""How the assistant behaves under people's hands."""
