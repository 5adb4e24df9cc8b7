"""Settings, addresses, sign-in and the command line: wires the rooms together, and nothing imports it."""
