"""A home that is thrown away, and a database on which tests may do what the triggers forbid: start over."""

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test.signals import setting_changed
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from hamsaya.node.home import NodeHome

# Tests start many processes, each of which would compile all of the program anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
os.environ.setdefault("HAMSAYA_CACHE", str(Path(__file__).parents[1] / ".cache"))
hypothesis.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("untimed")
TRIGGERS = import_module("hamsaya.node.migrations.0002_triggers")


class _Statements(list[str]):
    """Stands in for a schema editor where only the statements are wanted."""

    connection = connection

    def execute(self, statement: str, _values: None = None) -> None:
        self.append(statement)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep the test database of SQLite in a file, as a node does: threads and processes share it."""
    if connection.vendor == "sqlite":
        path = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = path


@pytest.fixture(scope="session", autouse=True)
def _start_over() -> Iterator[None]:
    """Emptying the tables after a test with real transactions takes the triggers away and puts them back."""
    plain = connection.ops.sql_flush

    def sql_flush(style: Any, tables: Any, **options: Any) -> list[str]:
        before, after = _Statements(), _Statements()
        TRIGGERS.drop(None, before)
        TRIGGERS.create(None, after)
        return [*before, "DELETE FROM node_search", *plain(style, tables, **options), *after]

    connection.ops.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    connection.ops.sql_flush = plain  # type: ignore[method-assign]


@pytest.fixture(scope="session", autouse=True)
def _no_own_home(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the home of whoever runs it."""
    set_home(tmp_path_factory.mktemp("home"))


def set_home(path: Path) -> None:
    """Let the node live in this folder."""
    settings.HAMSAYA_HOME = path
    settings.HAMSAYA_NODE = NodeHome(path)
    options: Any = settings.STORAGES["default"]
    options["OPTIONS"]["location"] = str(path / "files")
    setting_changed.send(sender=None, setting="STORAGES", value=settings.STORAGES, enter=True)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A node's home for one test."""
    before = settings.HAMSAYA_HOME
    set_home(tmp_path)
    yield tmp_path
    set_home(before)


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> None:
    """Passwords are hashed by the node's own hasher at the least cost: what a hash costs is tried by one test alone."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 64
    Argon2PasswordHasher.parallelism = 1
