"""Numbers and facts as files for other programs."""
