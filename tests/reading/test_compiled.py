"""Compiled word lists: made once, made anew when a list changes or the file is damaged, and never needed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from hamsaya.reading import lexicon
from hamsaya.reading.compiled import FILE, folder, kept

LISTS = Path(lexicon.__file__).parent / "data"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Point the cache at a new folder and forget what this process has compiled."""
    monkeypatch.setenv("HAMSAYA_CACHE", str(tmp_path / "cache"))
    lexicon.tables.cache_clear()
    yield tmp_path / "cache" / FILE
    lexicon.tables.cache_clear()


def again() -> lexicon.Tables:
    """Return the tables as a new process would have them."""
    lexicon.tables.cache_clear()
    return lexicon.tables()


def made(key: str) -> list[str]:
    """Return what `kept` gives, and whether it had to make it."""
    calls: list[str] = []

    def make() -> dict[str, int]:
        calls.append("made")
        return {"a": 1}

    found = kept(key, dict[str, int], make)
    return [*calls, *found]


def test_the_second_start_reads_what_the_first_one_made(cache: Path) -> None:
    assert (made("one"), made("one")) == (["made", "a"], ["a"])
    assert made("two") == ["made", "a"]
    assert list(cache.parent.iterdir()) == [cache]


def test_kept_tables_are_what_the_lists_compile_to(cache: Path) -> None:
    first = again()
    assert cache.exists()
    assert again() == first
    assert msgspec.msgpack.decode(cache.read_bytes())["tables"]["base"]["went"] == "go"


@pytest.mark.parametrize("damage", [b"", b"\xff" * 40, b"half"])
def test_a_damaged_file_is_made_anew(cache: Path, damage: bytes) -> None:
    first = again()
    cache.write_bytes(damage or cache.read_bytes()[:1000])
    assert again() == first
    assert len(cache.read_bytes()) > 100_000


def test_tables_of_another_shape_are_made_anew(cache: Path) -> None:
    made("one")
    assert kept("one", list[str], lambda: ["b"]) == ["b"]


def test_a_word_added_to_a_list_is_known_at_the_next_start(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    again()
    shutil.copytree(LISTS, tmp_path / "data")
    calls = tmp_path / "data" / "verbs.toml"
    calls.write_text(
        calls.read_text(encoding="utf-8").replace('deed = """', 'deed = """bulldozify ', 1), encoding="utf-8"
    )
    monkeypatch.setattr(lexicon, "DATA", tmp_path / "data")
    assert again().base["bulldozified"] == "bulldozify"
    monkeypatch.setattr(lexicon, "DATA", LISTS)
    assert "bulldozified" not in again().base


def test_a_folder_that_cannot_be_written_costs_nothing_but_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("HAMSAYA_CACHE", str(tmp_path / "file"))
    assert made("one") == ["made", "a"]
    assert (tmp_path / "file").read_text() == ""


def test_the_cache_lies_with_the_user_unless_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HAMSAYA_CACHE", raising=False)
    assert folder().name == "hamsaya"
    monkeypatch.setenv("HAMSAYA_CACHE", "/srv/cache")
    assert folder() == Path("/srv/cache")
