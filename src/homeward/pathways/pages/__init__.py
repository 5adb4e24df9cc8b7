"""The service model, for every partner to read."""
