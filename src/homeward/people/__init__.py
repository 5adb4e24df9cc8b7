"""People: who they are, who has a reason to see them, and who looked."""
