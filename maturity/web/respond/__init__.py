"""A person responds for a partner organisation."""
