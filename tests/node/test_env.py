"""Settings from the environment: typed, and a wrong value stops the start with its name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hamsaya import env
from hamsaya.core.errors import Refused


@pytest.mark.parametrize(
    ("value", "read", "code"),
    [
        ("maybe", lambda: env.read_flag("X"), "setting.flag"),
        ("ten", lambda: env.read_number("X", 1, 0, 9), "setting.number"),
        ("10", lambda: env.read_number("X", 1, 0, 9), "setting.number"),
        ("-", lambda: env.read_number("X", 1, 0, 9), "setting.number"),
        ("٣", lambda: env.read_number("X", 1, 0, 9), "setting.number"),
        ("c", lambda: env.read_choice("X", ("a", "b"), "a"), "setting.choice"),
        ("mysql://x/y", lambda: env.database(env.read_text("X"), Path("h")), "setting.database"),
        ("postgresql://host", lambda: env.database(env.read_text("X"), Path("h")), "setting.database"),
        ("postgresql://host:many/x", lambda: env.database(env.read_text("X"), Path("h")), "setting.database"),
    ],
)
def test_a_wrong_value_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, value: str, read: Callable[[], object], code: str
) -> None:
    monkeypatch.setenv("HAMSAYA_X", value)
    with pytest.raises(Refused) as refused:
        read()
    assert refused.value.code == code


def test_values_are_read_as_what_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HAMSAYA_X", " Yes ")
    assert env.read_flag("X") is True
    monkeypatch.setenv("HAMSAYA_X", "-3")
    assert env.read_number("X", 0, -5, 5) == -3
    monkeypatch.setenv("HAMSAYA_X", "a, b,,c ")
    assert env.read_list("X") == ["a", "b", "c"]
    monkeypatch.delenv("HAMSAYA_X")
    assert (env.read_list("X", ["d"]), env.read_flag("X", default=True), env.read_choice("X", ("a",), "a")) == (
        ["d"], True, "a",
    )  # fmt: skip


def test_a_secret_comes_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HAMSAYA_X", "open")
    assert env.read_secret("X") == "open"
    monkeypatch.setenv("HAMSAYA_X_FILE", str(tmp_path / "x"))
    with pytest.raises(Refused) as refused:
        env.read_secret("X")
    assert refused.value.code == "setting.file"
    (tmp_path / "x").write_text("kept\n")
    assert env.read_secret("X") == "kept"


def test_a_database_is_named_in_one_line() -> None:
    assert env.database("sqlite", Path("/h"))["NAME"] == "/h/node.sqlite3"
    assert env.database("sqlite:///a%20b.db", Path("/h"))["NAME"] == "/a b.db"
    found = env.database("postgresql://me:p%40ss@db.example:5433/hamsaya?sslmode=require", Path("/h"))
    assert {name: found[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")} == {
        "NAME": "hamsaya", "USER": "me", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433",
        "OPTIONS": {"sslmode": "require", "pool": {"min_size": 0, "max_size": env.POOL, "timeout": 10.0}},
    }  # fmt: skip
