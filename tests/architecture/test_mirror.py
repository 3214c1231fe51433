"""Tests lie where the code lies: whoever changes a module knows which test to open."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from tests.architecture.sources import PRODUCT, ROOT, python_files

TESTS: Final = ROOT / "tests"

# Modules without a test module of their own, and what tests them instead.
TESTED_ELSEWHERE: Final = {
    "authoring/lint/finding.py": "tests/authoring/lint/test_linting.py",
    "authoring/lint/idle_switches.py": "tests/authoring/lint/test_linting.py",
    "authoring/lint/passages.py": "tests/authoring/lint/test_linting.py",
    "authoring/lint/rule.py": "tests/authoring/lint/test_rules.py",
    "authoring/tables/*.py": "tests/authoring/tables",
    "cli/audit*.py": "tests/cli/test_audit_verify.py",
    "cli/archive_*.py": "tests/cli/test_archive.py",
    "cli/demo.py": "tests/cli/test_serve.py",
    "cli/lazy_group.py": "tests/cli/test_main.py",
    "cli/matrix.py": "tests/cli/test_matrix_check.py",
    "cli/matrix_s*.py": "tests/cli/test_matrix_check.py",
    "cli/exit_codes.py": "tests/cli",
    "cli/library.py": "tests/cli",
    "cli/sample_worker.py": "tests/web/preview/test_routes.py",
    "cli/refusal.py": "tests/cli",
    "core/matrix_change/crosswalk_step.py": "tests/core/matrix_change/test_crosswalk.py",
    "core/matrix_change/domain_crosswalk.py": "tests/core/movement/test_comparability.py",
    "core/matrix_change/[afsw]*.py": "tests/core/matrix_change/test_difference.py",
    "core/record/archive_figures.py": "tests/promises/test_archive_tampering.py",
    "core/matrix_rules.py": "tests/core/test_scoring.py",
    "core/movement/viewed.py": "tests/core/movement/test_views.py",
    "core/matrix_file/*.py": "tests/core/matrix_file",
    "core/record/state_record.py": "tests/promises/test_state_and_record.py",
    "core/matrix_change/same_words.py": "tests/core/matrix_change/test_crosswalk.py",
    "mail/mail_server.py": "tests/test_settings.py",
    "mail/outcome.py": "tests/mail/test_delivery.py",
    "persistence/base.py": "tests/persistence/test_schema.py",
    "persistence/migrations/*": "tests/persistence/test_schema.py",
    "persistence/plain.py": "tests/persistence/queries",
    "persistence/queries/audit.py": "tests/web/history/test_routes.py",
    "persistence/queries/audit_file.py": "tests/cli/test_audit_verify.py",
    "persistence/queries/signature_file.py": "tests/cli/test_audit_verify.py",
    "persistence/queries/ballots.py": "tests/usecases/room",
    "persistence/queries/dissents.py": "tests/usecases/room",
    "persistence/queries/hindsights.py": "tests/usecases/test_hindsight.py",
    "persistence/queries/people_in_room.py": "tests/usecases/room",
    "persistence/queries/role_of_seat.py": "tests/usecases/room",
    "persistence/queries/rooms.py": "tests/usecases/room",
    "persistence/queries/version_moves.py": "tests/usecases/test_version_move.py",
    "persistence/queries/sign_offs.py": "tests/usecases/test_sign_off.py",
    "persistence/rows/*.py": "tests/persistence/test_schema.py",
    "reports/*.py": "tests/reports",
    "reports/charts/*.py": "tests/reports/charts",
    "usecases/archive.py": "tests/usecases/test_archive_import.py",
    "usecases/room/*.py": "tests/usecases/room",
    "usecases/rounds/asking_anew.py": "tests/usecases/version_move/test_whose_words.py",
    "usecases/stale_form.py": "tests/usecases/set_up",
    "usecases/version_move/*.py": "tests/usecases/test_version_move.py",
    "usecases/worked_example/*.py": "tests/usecases/test_worked_example.py",
    "web/agree/*.py": "tests/web/agree/test_routes.py",
    "web/author/*.py": "tests/web/author/test_routes.py",
    "web/compare/*.py": "tests/web/compare",
    "web/conflict.py": "tests/web/respond/test_conflict_page.py",
    "web/delivery_words.py": "tests/web/set_up/test_post_routes.py",
    "web/design_system/*.py": "tests/web",
    "web/history/*.py": "tests/web/history/test_routes.py",
    "web/home/*.py": "tests/web/home/test_routes.py",
    "web/pdf.py": "tests/web/share/test_routes.py",
    "web/preview/*.py": "tests/web/preview/test_routes.py",
    "web/prepare/*.py": "tests/web/prepare/test_routes.py",
    "web/respond/*.py": "tests/web/respond",
    "web/room/*.py": "tests/web/room/test_routes.py",
    "web/set_up/*.py": "tests/web/set_up",
    "web/share/*.py": "tests/web/share/test_routes.py",
    "web/sign_in/*.py": "tests/web/sign_in/test_routes.py",
    "web/sign_off/*.py": "tests/web/sign_off/test_routes.py",
}
# Folders of tests that mirror no package: each is about the whole.
ABOUT_THE_WHOLE: Final = {"architecture", "benchmarks", "factories", "journeys", "packaging", "promises"}


def modules() -> list[str]:
    """Every module that does something, as it is named below the product."""
    return [path.relative_to(PRODUCT).as_posix() for path in python_files() if path.name != "__init__.py"]


def own_test(module: str) -> Path:
    """Where a module’s own test would be."""
    path = Path(module)
    return TESTS / path.with_name(f"test_{path.name}")


def test_every_module_has_its_test_or_a_place_where_it_is_tested() -> None:
    untested = [
        module
        for module in modules()
        if not own_test(module).is_file() and not any(fnmatch(module, pattern) for pattern in TESTED_ELSEWHERE)
    ]
    assert untested == []


def test_every_place_where_modules_are_tested_is_there_and_so_are_the_modules() -> None:
    for pattern, place in TESTED_ELSEWHERE.items():
        assert (ROOT / place).exists(), place
        assert any(fnmatch(module, pattern) for module in modules()), pattern


def test_every_folder_of_tests_mirrors_a_package() -> None:
    for folder in TESTS.rglob("*"):
        if folder.is_dir() and any(folder.glob("test_*.py")):
            name = folder.relative_to(TESTS)
            assert name.parts[0] in ABOUT_THE_WHOLE or (PRODUCT / name).is_dir(), name
