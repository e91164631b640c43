"""Months of both calendars."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from hamsaya.core.compact import load_compact
from hamsaya.core.month import Month, clock_of, month_now
from hamsaya.core.reader import Reader

IRPK = load_compact((Path(__file__).resolve().parents[2] / "examples" / "iran-pakistan" / "compact.toml").read_bytes())


def test_months_follow_each_other_over_the_year() -> None:
    assert Month("gregorian", 2026, 12).plus(1) == Month("gregorian", 2027, 1)
    assert Month("solar-hijri", 1405, 1).plus(-1) == Month("solar-hijri", 1404, 12)
    assert Month("solar-hijri", 1405, 9).first == date(2026, 11, 22)
    assert Month.of(date(2026, 11, 27), "solar-hijri").code == "1405-09"


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-00", "0001-01", "2026-1", "٢٠٢٦-١١", "9999-01"])
def test_what_names_no_month_is_none(text: str) -> None:
    assert Month.read(text, "gregorian") is None


def test_a_month_is_read_and_said_in_the_readers_language() -> None:
    month = Month.read("1405-09", "solar-hijri")
    assert month is not None
    assert month.words(Reader.of(IRPK, "IR", "fa")) == "آذر ۱۴۰۵"
    assert Month("gregorian", 2026, 11).words(Reader.of(IRPK, "PK", "en")) == "November 2026"


def test_a_months_clock_is_that_of_whoever_reckons_so() -> None:
    assert [clock_of(IRPK, each).key for each in ("solar-hijri", "gregorian")] == ["Asia/Tehran", "Asia/Karachi"]
    late = datetime(2026, 11, 30, 19, 30, tzinfo=UTC)
    assert month_now(IRPK, "gregorian", late).code == "2026-12"


def test_a_month_is_a_stretch_on_the_clock_of_whoever_reckons_by_its_calendar() -> None:
    assert Month("gregorian", 2026, 12).first == date(2026, 12, 1)
    assert Month("gregorian", 2026, 11).stretch(IRPK) == (
        datetime(2026, 10, 31, 19, 0, tzinfo=UTC), datetime(2026, 11, 30, 19, 0, tzinfo=UTC),
    )  # fmt: skip
    assert Month("solar-hijri", 1405, 9).stretch(IRPK) == (
        datetime(2026, 11, 21, 20, 30, tzinfo=UTC), datetime(2026, 12, 21, 20, 30, tzinfo=UTC),
    )  # fmt: skip
