"""The part of `bench.accuracy` that runs in the engine's environment (Python 3.10)."""
