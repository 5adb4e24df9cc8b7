"""What happened, as frozen rows of facts, and the measures counted from them."""
