"""The pages of asking how it was: beside a person, on their own screen, for staff, and the results."""
