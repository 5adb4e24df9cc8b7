"""What is decided about asking and answering, from plain values."""
