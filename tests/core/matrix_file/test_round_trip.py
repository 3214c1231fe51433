"""Any matrix that is written reads back equal, and every text keeps its characters."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from maturity.core.matrix import Matrix
from maturity.core.matrix_file import read_matrix, write_matrix
from tests.factories.any_matrix import any_matrix

ROOT: Final = Path(__file__).parents[3]
FILES: Final = [
    *sorted((ROOT / "tests" / "core" / "matrices").glob("*.yaml")),
    *sorted((ROOT / "matrices").glob("*.yaml")),
]


def there_and_back(matrix: Matrix) -> Matrix:
    """The matrix that the written file holds."""
    return read_matrix(write_matrix(matrix).encode(), name="written.yaml")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(any_matrix())
def test_any_matrix_reads_back_equal(matrix: Matrix) -> None:
    written = write_matrix(matrix)
    hashed = replace(matrix, content_hash=sha256(written.encode()).hexdigest())
    assert read_matrix(written.encode(), name="written.yaml") == hashed
    assert write_matrix(hashed) == written


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_matrix_file_reads_back_equal_once_written(path: Path) -> None:
    matrix = read_matrix(path.read_bytes(), name=path.name)
    assert replace(there_and_back(matrix), content_hash=matrix.content_hash) == matrix


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_written_means_the_same_to_other_yaml_programs(path: Path) -> None:
    matrix = read_matrix(path.read_bytes(), name=path.name)
    loaded = yaml.safe_load(write_matrix(matrix))
    assert (loaded["title"], loaded["version"], loaded["purpose"]) == (matrix.title, matrix.version, matrix.purpose)
    for domain, other in zip(matrix.domains, loaded["domains"], strict=True):
        assert [each["title"] for each in other["criteria"]] == [each.title for each in domain.criteria]


def test_a_scalar_stays_text_until_a_number_is_asked_for() -> None:
    path = ROOT / "tests" / "core" / "matrices" / "nought-to-four.yaml"
    matrix = read_matrix(path.read_bytes(), name=path.name)
    assert (matrix.title, matrix.summary, matrix.version) == ("NO", "12:30", "1.10.0")
    assert matrix.provenance.attribution == "010"
    guessed = yaml.safe_load(path.read_bytes())
    assert (guessed["title"], guessed["summary"], guessed["provenance"]["attribution"]) == (False, 750, 8)


def test_the_hash_is_that_of_the_bytes_of_the_file() -> None:
    path = ROOT / "tests" / "core" / "matrices" / "nought-to-four.yaml"
    data = path.read_bytes()
    assert read_matrix(data, name="a.yaml").content_hash == sha256(data).hexdigest()
    assert read_matrix(data + b"# more\n", name="a.yaml").content_hash == sha256(data + b"# more\n").hexdigest()


def test_a_weight_that_no_decimal_holds_is_not_written_inexactly() -> None:
    path = ROOT / "tests" / "core" / "matrices" / "factor-means.yaml"
    matrix = read_matrix(path.read_bytes(), name=path.name)
    first, *others = matrix.domains
    with pytest.raises(ValueError, match="1/3 cannot be written"):
        write_matrix(replace(matrix, domains=(replace(first, weight=Fraction(1, 3)), *others)))


def test_a_writer_that_drops_a_space_would_be_noticed() -> None:
    path = ROOT / "tests" / "core" / "matrices" / "nought-to-four.yaml"
    matrix = replace(read_matrix(path.read_bytes(), name=path.name), purpose="two  spaces", content_hash="")
    careless = write_matrix(matrix).replace("two  spaces", "two spaces")
    assert replace(read_matrix(careless.encode(), name="a.yaml"), content_hash="") != matrix
