"""What a matrix looks like in use, for its author: the form, and the report with sample answers."""
