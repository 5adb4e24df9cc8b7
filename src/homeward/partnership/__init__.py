"""Who works together: organisations, their teams, their members and what each role may do."""
