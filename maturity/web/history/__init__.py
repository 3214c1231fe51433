"""The record of what was done, for those who may read it."""
