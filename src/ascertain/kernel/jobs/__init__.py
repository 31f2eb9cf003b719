"""Durable background jobs, enqueued in the transaction of the state they follow from."""
