"""Reading code lists and assessment tools from their TOML files."""
