"""What a new version of a matrix changes: what is declared and what is found, and what becomes of what was said."""
