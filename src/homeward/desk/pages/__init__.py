"""What each member sees and does, page by page."""
