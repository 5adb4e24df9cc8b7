"""The care itself, in the made-up borough: what was wanted, agreed, assessed and done with those helped lately.

Everything here is rows that are not saved yet, made by the rules the live actions ask. A test does the same through the
actions, from what is written, and compares.
"""
