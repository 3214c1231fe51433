"""The subject itself in plain Python: matrices, answers, agreement, scores, movement. No web, no database, no clock."""
