"""A maturity self-assessment that the partners of a provider collaborative complete together, round after round."""
