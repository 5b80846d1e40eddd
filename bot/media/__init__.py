"""Files that people send: fetched from the provider, checked, and kept for staff."""
