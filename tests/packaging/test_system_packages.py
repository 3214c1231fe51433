import pytest

import system_packages
from system_packages import Need, NotInstalled


@pytest.fixture(autouse=True)
def no_real_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str]) -> None:
        pytest.fail(f"ran {command}")

    monkeypatch.setattr(system_packages, "quietly", refuse)


def test_nothing_is_installed_where_nothing_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert system_packages.provide([Need("libpango-1.0-0", lambda: True)]) == 0
    assert capsys.readouterr() == ("", "")


def test_without_rights_one_sentence_names_what_is_missing_only(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    status = system_packages.provide(
        [
            Need("python3.11-venv", lambda: False),
            Need("libpango-1.0-0", lambda: True),
            Need("libharfbuzz-subset0", lambda: False),
        ]
    )

    assert status == 1
    assert capsys.readouterr().err == (
        "Please have an administrator install python3.11-venv and libharfbuzz-subset0 "
        "(apt-get install python3.11-venv libharfbuzz-subset0).\n"
    )


def test_without_apt_one_sentence_names_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _name: None)

    with pytest.raises(NotInstalled, match=r"own means: libpango-1.0-0, libpangoft2-1.0-0 and libharfbuzz-subset0"):
        system_packages.install(["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"])


def test_a_library_that_is_not_there_is_noticed() -> None:
    assert not system_packages.has_library("no-such-library", "libno-such-library.so.0")
    assert all(need.is_there() for need in system_packages.needs_to_run())
