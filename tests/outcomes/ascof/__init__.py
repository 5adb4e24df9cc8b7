"""The national social care measures, against published cases, a second way of counting, and at their edges."""
