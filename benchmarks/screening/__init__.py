"""How many listed people are found, how many strangers are not, and how fast, beside nomenklatura's logic-v2."""
