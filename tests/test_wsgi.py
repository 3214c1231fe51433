from __future__ import annotations

import shutil
import sys
from importlib import import_module
from pathlib import Path

import pytest
from flask import Flask

from maturity.persistence.engine import Database
from maturity.persistence.schema import DatabaseNotUsable
from maturity.usecases.sign_in import add_account
from maturity.usecases.worked_example import DEMO_ACCOUNTS, WorkedExampleNotDemo
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MATURITY_INSTANCE", str(tmp_path))
    monkeypatch.delitem(sys.modules, "maturity.wsgi", raising=False)
    return tmp_path


def test_another_server_finds_the_application_of_this_installation(instance: Path, fresh_database_file: Path) -> None:
    shutil.copyfile(fresh_database_file, instance / "maturity.sqlite3")
    application = import_module("maturity.wsgi").application
    assert isinstance(application, Flask)
    assert application.test_client().get("/sign-in").status_code == 200
    application.extensions["maturity-database"].close()


def test_the_worked_example_is_no_installation_for_another_server(instance: Path, fresh_database_file: Path) -> None:
    shutil.copyfile(fresh_database_file, instance / "maturity.sqlite3")
    database = Database(instance / "maturity.sqlite3")
    with database.writing() as session:
        add_account(session, name="Helen", email=DEMO_ACCOUNTS[0][0], by=None, now=NOW)
    database.close()
    with pytest.raises(WorkedExampleNotDemo):
        import_module("maturity.wsgi")


def test_without_a_database_there_is_no_application(instance: Path) -> None:
    with pytest.raises(DatabaseNotUsable, match="There is no database"):
        import_module("maturity.wsgi")
    assert not (instance / "maturity.sqlite3").exists()
