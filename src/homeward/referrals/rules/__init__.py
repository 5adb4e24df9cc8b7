"""Rules of the front door. Pure: plain values in and out."""
