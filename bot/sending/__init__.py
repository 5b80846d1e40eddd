"""The way out, second half: what stands in the outbox reaches the provider, in order, once."""
