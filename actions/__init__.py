"""The custom actions: what the assistant answers, from the programme database."""
