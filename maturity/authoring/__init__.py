"""Tools for people who write matrices: what to look at again in the words, and what a matrix can be read from."""
