"""The matrix library: read a matrix, print a blank copy, add one."""
