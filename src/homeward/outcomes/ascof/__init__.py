"""The national social care measures ASCOF 2A, 2B, 2C and 2D, and the old 2B, counted from dated events.

Everything here is pure: events, stays and dates in, clusters and figures out. How they are counted, in plain English:
`docs/understand/ascof.md`.
"""
