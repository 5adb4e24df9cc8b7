"""The shapes of what this room reads from files: code lists and assessment tools."""
