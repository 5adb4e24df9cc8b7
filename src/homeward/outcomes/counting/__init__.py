"""Counting measures from facts: Ibis expressions, run by DuckDB or Spark. Knows no Django and decides nothing."""
