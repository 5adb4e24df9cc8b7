"""What adds up of the facts, kept beside them, so that a question reads a few sums instead of every row."""
