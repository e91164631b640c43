"""The process that checks entries ahead: what it vouches for, and what is left to the trusted set."""

import multiprocessing
from collections.abc import Iterator

import pytest
from tests.core.writer import Log

from hamsaya.core.trusted import Checked
from hamsaya.exchange.peer.checker import LONG, Checker, checking


@pytest.fixture
def checker() -> Iterator[Checker]:
    made = Checker()
    yield made
    made.close()


def test_what_is_canonical_comes_back_as_checked_with_its_keys(checker: Checker) -> None:
    entries = Log().fill(40).entries
    found = checker.check(entries)
    assert isinstance(found, Checked)
    assert (found.entries, list(found.keys)) == (entries, [0])


def test_what_is_not_canonical_comes_back_as_it_came(checker: Checker) -> None:
    entries = [*Log().fill(3).entries, b'{"a": 1}']
    assert checker.check(entries) is entries


def test_without_its_process_entries_come_back_as_they_came(checker: Checker) -> None:
    entries = Log().fill(3).entries
    checker.check(entries)
    (process,) = multiprocessing.active_children()
    process.kill()
    assert checker.check(entries) is entries
    assert checker.check(entries) is entries


def test_a_short_log_gets_none() -> None:
    with checking(LONG - 1) as found:
        assert found is None
