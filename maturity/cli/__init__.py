"""The command line: `maturity`."""
