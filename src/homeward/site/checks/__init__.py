"""What `./homeward test` does: its steps, the throwaway database they need, and installing what is missing."""
