"""Events that commit with the state they tell of."""
