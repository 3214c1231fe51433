"""The collaborative prepares the meeting in which it agrees levels."""
