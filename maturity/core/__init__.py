"""The subject itself in plain Python: matrices, answers, agreement, scoring, movement. No web, no database, no clock."""
