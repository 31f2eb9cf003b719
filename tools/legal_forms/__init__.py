"""The table of legal forms, made from rigour's data and our own rows."""
