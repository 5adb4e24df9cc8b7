"""What people, carers and staff say of how it was: statements, their answers, and what was changed."""
