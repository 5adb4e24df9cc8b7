"""The service model: what the partners agreed, read from a dated file, checked, and asked by every other room."""
