"""The room in which levels are agreed: a screen for all eyes, and one on everybody's own phone."""
