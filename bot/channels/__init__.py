"""The channels: each turns a provider's updates into our values, and our answers into its calls.

A channel never touches the database and never decides what is answered. What it may import of ours
is kept by import-linter.
"""
