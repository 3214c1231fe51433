"""Setting up: collaboratives, their partners, their people and their rounds, and the accounts of an installation."""
