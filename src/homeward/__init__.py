"""Homeward: one front door and one record for the care that helps people live at home."""

__version__ = "0.1.0"
