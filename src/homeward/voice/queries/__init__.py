"""What was asked and answered: of one person by relationship, and of everybody as numbers."""
