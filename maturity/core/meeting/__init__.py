"""The meeting where levels are agreed: what comes first, its time, the pre-read, votes, and what closing looks at."""
