"""Starts the three processes, keeps them running, stops them together."""
