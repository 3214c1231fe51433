"""The second worked example: three rounds over two versions of a matrix, with a partner that merged into another."""
