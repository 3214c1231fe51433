"""Every malformed matrix gets each of its mistakes with the right line, column and path, and nothing is built.

The folder `malformed_matrices` holds the files, and its `expected.toml` says where each is wrong.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Final

import pytest
import yaml
from sqlalchemy import select

from maturity.core import matrix_file
from maturity.core.matrix_file import MatrixFileError, MatrixFileErrors, read_matrix
from maturity.persistence.base import Base
from maturity.persistence.engine import Database
from maturity.usecases.author import add_matrix

FOLDER: Final = Path(__file__).parent / "malformed_matrices"
EXPECTED: Final[Mapping[str, Sequence[str]]] = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
FILES: Final = sorted(path.name for path in FOLDER.glob("*.yaml"))
FEWEST_FILES: Final = 150
SOUND: Final = Path(__file__).parents[1] / "core" / "matrices" / "every-key.yaml"
NOW: Final = datetime(2026, 3, 4, 10, 30, tzinfo=UTC)

# Words of the trade that mean nothing to someone who writes a matrix.
JARGON: Final = re.compile(
    r"\b(scalar|mapping|sequence|token|parser?|node|stream|boolean|integer|float|string|null|dict|tuple|regex|"
    r"exception|traceback|schema|validation|libyaml|byte order mark|codec)\b(?!”)",
    re.IGNORECASE,
)


def mistakes_of(data: bytes, name: str) -> tuple[MatrixFileError, ...]:
    """The mistakes that the reader finds; none when it accepts the file."""
    try:
        read_matrix(data, name=name)
    except MatrixFileErrors as errors:
        return errors.errors
    return ()


def places(errors: Sequence[MatrixFileError]) -> list[str]:
    """The places as the table writes them."""
    return [f"{each.line}:{each.column} {each.path}".rstrip() for each in errors]


def in_order(table: Sequence[str]) -> list[str]:
    """The rows of the table for one file, in the order of the file."""
    return sorted(table, key=lambda row: (*map(int, row.split(" ")[0].split(":")), row.partition(" ")[2]))


def wrong_rows(table: Mapping[str, Sequence[str]]) -> list[str]:
    """The files whose mistakes are not where the table says."""
    return [
        name
        for name, rows in table.items()
        if places(mistakes_of((FOLDER / name).read_bytes(), name)) != in_order(rows)
    ]


def test_the_table_and_the_folder_name_the_same_files() -> None:
    assert sorted(EXPECTED) == FILES
    assert len(FILES) >= FEWEST_FILES


@pytest.mark.parametrize("name", FILES)
def test_every_mistake_is_found_at_its_place(name: str) -> None:
    assert places(mistakes_of((FOLDER / name).read_bytes(), name)) == in_order(EXPECTED[name])


@pytest.mark.parametrize("name", FILES)
def test_every_mistake_says_in_plain_words_what_is_wrong_and_what_to_write(name: str) -> None:
    for error in mistakes_of((FOLDER / name).read_bytes(), name):
        assert error.file == name
        assert re.fullmatch(r"[A-Z“&0-9].{8,}\.", error.problem, re.DOTALL), error.problem
        assert re.match(r"[A-Z]\w+ ", error.remedy), error.remedy
        assert len(error.problem) + len(error.remedy) < 400
        assert JARGON.search(f"{error.problem} {error.remedy}") is None
        assert str(error).startswith(f"{name}:{error.line}:{error.column}: ")


def test_nothing_is_built_from_a_file_with_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []

    def build(**values: object) -> None:
        built.append(str(values["key"]))

    monkeypatch.setattr(matrix_file.reading, "Matrix", build)
    for name in FILES:
        mistakes_of((FOLDER / name).read_bytes(), name)
    assert built == []
    read_matrix(SOUND.read_bytes(), name=SOUND.name)
    assert built == ["every-key"], "the control: a sound file is built"


def content(database: Database) -> str:
    """The hash of every row of every table."""
    digest = sha256()
    with database.reading() as session:
        for name, table in sorted(Base.metadata.tables.items()):
            for row in session.execute(select(table)):
                digest.update(repr((name, *row)).encode())
    return digest.hexdigest()


def test_no_file_with_a_mistake_changes_the_library(database: Database) -> None:
    before = content(database)
    for name in FILES:
        data = (FOLDER / name).read_bytes()
        with pytest.raises(MatrixFileErrors), database.writing() as session:
            add_matrix(session, data=data, name=name, by=None, now=NOW)
    assert content(database) == before
    with database.writing() as session:
        add_matrix(session, data=SOUND.read_bytes(), name=SOUND.name, by=None, now=NOW)
    assert content(database) != before, "the control: a sound file changes it"


def test_the_check_notices_a_shifted_line_and_a_lost_row() -> None:
    shifted = {**EXPECTED, "same-key-twice.yaml": ["6:1 title"]}
    assert wrong_rows(shifted) == ["same-key-twice.yaml"]
    lost = {**EXPECTED, "latin-1.yaml": EXPECTED["latin-1.yaml"][:1]}
    assert wrong_rows(lost) == ["latin-1.yaml"]


@pytest.mark.parametrize(
    "name, loses",
    [
        ("same-key-twice.yaml", lambda matrix: matrix["title"] == "Another title"),
        ("same-level-described-twice.yaml", lambda m: m["domains"][0]["criteria"][1]["descriptors"][2] != "Plans are"),
        ("truth-yes.yaml", lambda matrix: matrix["agreement"]["split_decides"] is True),
        ("weight-octal.yaml", lambda matrix: matrix["domains"][1]["criteria"][0]["weight"] == int("10", 8)),
        ("weight-sexagesimal.yaml", lambda matrix: matrix["domains"][1]["criteria"][0]["weight"] == 90),
        ("version-with-two-numbers.yaml", lambda matrix: str(matrix["version"]) == "1.1"),
        ("language-NO.yaml", lambda matrix: matrix["language"] is False),
        ("nul-by-escape.yaml", lambda matrix: "\0" in matrix["title"]),
        ("merge-key.yaml", lambda matrix: matrix["domains"][1]["summary"] == "From elsewhere"),
        ("title-without-text.yaml", lambda matrix: matrix["title"] is None),
    ],
)
def test_a_plain_yaml_loader_takes_in_silently_what_the_reader_refuses(name: str, loses: object) -> None:
    data = (FOLDER / name).read_bytes()
    assert callable(loses)
    assert loses(yaml.safe_load(data))
    assert mistakes_of(data, name)


BOMBS: Final = """
import resource, sys
from maturity.core.matrix_file import MatrixFileErrors, read_matrix

full = 256 * 1024
fills = ["[", "{", "- ", "? ", "[a,", "{a: ", "!a ", "- &a x\\n", "'", '"', "a: ", ": ", "%a\\n", "---\\n", "...\\n",
         "#\\n", "\\n", " ", "\\t", "*a ", "- *a\\n", "&a ", "k: v\\n", "\\u00e9", "\\U0001fa7a", "\\0", "\\x1b",
         "a\\n ", "? - ",         "- - ", "[]: ", "{}\\n", "|\\n ", "\\\\", ",", "<<: ", "- a\\n", '"a": ']
bombs = [(fill * full).encode()[:full] for fill in fills]
bombs += [b"a: " + bomb[:-8] for bomb in bombs] + [b"levels: [" + bomb[:-16] for bomb in bombs]
bombs += [b"format: 1\\ndomains:\\n- " + bomb[:-32] for bomb in bombs[:len(fills)]]
bombs += [("".join(f"k{i}: v\\n" for i in range(9_990))).encode(), ("titl" * 9 + ": v\\n").encode() * 5_000]
bombs += ["".join(f"titl{i}: v\\n" for i in range(9_990)).encode()]
bombs += [("[" * 1_000_000).encode(), b"x" * 10_000_000, b"\\xff" * full, b"\\x00a" * (full // 2)]
worst = 0.0
for bomb in bombs:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    try:
        read_matrix(bomb, name="bomb.yaml")
    except MatrixFileErrors as errors:
        assert errors.errors
    else:
        raise SystemExit("accepted: " + repr(bomb[:40]))
    worst = max(worst, resource.getrusage(resource.RUSAGE_SELF).ru_utime - before)
print(len(bombs), worst, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
ADDRESS_SPACE: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 60


def test_files_made_to_choke_a_reader_are_refused_within_limits_on_memory_and_processor() -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))

    done = subprocess.run(
        [sys.executable, "-c", BOMBS],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr
