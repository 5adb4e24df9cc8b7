"""Pages on messages that wait for a person."""
