"""Messages from other systems and answers to them: read, taken in or kept for a person, and never lost."""
