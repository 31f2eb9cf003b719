"""How often an answer cites the right page of a contract, and how often it rightly says nothing."""
