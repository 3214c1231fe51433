"""What is kept, and how it is asked for: rows, queries and migrations on SQLAlchemy, and nothing above it."""
