"""The file format of a maturity matrix: from bytes to a `Matrix`, or to every mistake with its place, and back."""

from maturity.core.matrix_file.mistakes import MatrixFileError, MatrixFileErrors, Place
from maturity.core.matrix_file.overlay import Overlay, is_overlay, read_overlay
from maturity.core.matrix_file.overlay_changes import FindMatrix
from maturity.core.matrix_file.overlay_places import OverlayPlaces, places_in_overlay
from maturity.core.matrix_file.places import places_in
from maturity.core.matrix_file.reading import read_matrix
from maturity.core.matrix_file.writing import write_matrix

__all__ = [
    "FindMatrix",
    "MatrixFileError",
    "MatrixFileErrors",
    "Overlay",
    "OverlayPlaces",
    "Place",
    "is_overlay",
    "places_in",
    "places_in_overlay",
    "read_matrix",
    "read_overlay",
    "write_matrix",
]
