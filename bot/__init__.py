"""The desk: channels, conversations, the way to the engine and back, and the command line."""
