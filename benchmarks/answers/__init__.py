"""Measures how often an answer cites the right page of a contract, and how often it is rightly refused."""
