"""Working time against a count of every minute, over a year: two calendars, two weekends, a change of time zone."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from persiantools.jdatetime import JalaliDate

from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.working import end_of_working_time

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
IRPK = load_compact((EXAMPLES / "iran-pakistan" / "compact.toml").read_bytes())
OTHER = load_compact((EXAMPLES / "other" / "compact.toml").read_bytes())
DAY_DESKS = load_compact(
    (EXAMPLES / "iran-pakistan" / "compact.toml")
    .read_bytes()
    .replace(b'hours = "00:00-24:00"', b'hours = "08:00-16:30"')
)
YEAR = st.integers(0, 396 * 1440).map(lambda minute: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minute))
PARTIES = [(IRPK, "IR"), (IRPK, "PK"), (DAY_DESKS, "IR"), (DAY_DESKS, "PK"), (OTHER, OTHER.parties[1].code)]


def is_open(compact: Compact, party: str, at: datetime) -> bool:
    """Tell, minute by minute and without any arithmetic of days, whether the desk works then."""
    local, hours = at.astimezone(compact.party(party).tz), compact.desk_hours(party)
    in_hours = hours.start <= local.hour * 60 + local.minute < hours.end
    return in_hours and compact.is_common_working_day(local.date())


def counted(compact: Compact, party: str, start: datetime, minutes: int) -> datetime:
    """Return the end by walking through the minutes."""
    at = start
    while minutes:
        minutes -= is_open(compact, party, at)
        at += timedelta(minutes=1)
    return at


@pytest.mark.parametrize(("compact", "party"), PARTIES)
@settings(max_examples=40, deadline=None)
@given(start=YEAR, minutes=st.integers(1, 300))
def test_hours_are_the_minutes_in_which_the_desk_works(
    compact: Compact, party: str, start: datetime, minutes: int
) -> None:
    assert end_of_working_time(compact, start, minutes, party) == counted(compact, party, start, minutes)


@pytest.mark.parametrize(("compact", "party"), PARTIES)
@settings(max_examples=60, deadline=None)
@given(start=YEAR, days=st.integers(1, 9))
def test_days_are_common_working_days_and_keep_the_hour(
    compact: Compact, party: str, start: datetime, days: int
) -> None:
    zone = compact.party(party).tz
    begun = start
    while not is_open(compact, party, begun):
        begun += timedelta(minutes=1)
    end = end_of_working_time(compact, start, 1440 * days, party)
    wall, was = end.astimezone(zone).replace(tzinfo=None), begun.astimezone(zone).replace(tzinfo=None)
    passed = [was.date() + timedelta(days=ahead) for ahead in range(1, (wall.date() - was.date()).days + 1)]
    working = [compact.is_common_working_day(day) for day in passed]
    if was.time() == datetime.min.time():
        assert sum([True, *working[:-1]]) == days
    else:
        assert (sum(working), working[-1]) == (days, True)
    wanted = datetime.combine(wall.date(), was.time(), zone)
    assert wanted.astimezone(UTC) == end, "the same hour on the clock, or the moment after one that a change leaves out"


@given(start=YEAR, later=st.integers(0, 5000), minutes=st.integers(0, 12_000), more=st.integers(0, 2000))
def test_who_receives_later_never_has_to_act_earlier(start: datetime, later: int, minutes: int, more: int) -> None:
    end = end_of_working_time(DAY_DESKS, start, minutes, "PK")
    assert end >= start + timedelta(minutes=minutes)
    assert end_of_working_time(DAY_DESKS, start + timedelta(minutes=later), minutes, "PK") >= end
    assert end_of_working_time(DAY_DESKS, start, minutes + more - more % 1440, "PK") >= end


def test_the_hour_of_the_day_survives_a_change_of_the_time_zone() -> None:
    """Chile set its clocks one hour back in the night to Sunday, 5 April 2026: three days are an hour longer."""
    party = OTHER.parties[1].code
    zone = OTHER.party(party).tz
    start = datetime(2026, 4, 2, 15, 0, tzinfo=UTC)
    end = end_of_working_time(OTHER, start, 4 * 1440, party)
    assert start.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset()
    assert end.astimezone(zone).time() == start.astimezone(zone).time()


def test_iran_keeps_one_time_all_year() -> None:
    zone = IRPK.party("IR").tz
    offsets = {datetime(2026, month, 22, 12, tzinfo=zone).utcoffset() for month in range(1, 13)}
    assert offsets == {timedelta(hours=3, minutes=30)}


def test_without_a_common_working_day_for_a_year_the_plain_sum_counts() -> None:
    text = (EXAMPLES / "iran-pakistan" / "compact.toml").read_text(encoding="utf-8")
    never = text.replace('"thursday", "friday"', '"monday", "tuesday", "wednesday", "thursday", "friday"')
    compact, start = load_compact(never.encode()), datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert end_of_working_time(compact, start, 4320, "PK") == start + timedelta(days=3)
    assert end_of_working_time(compact, start, 240, "PK") == start + timedelta(hours=4)
    assert end_of_working_time(IRPK, start, 1440 * 400, "PK") == start + timedelta(days=400)


def test_holidays_of_the_solar_year_fall_on_the_same_solar_day_each_year() -> None:
    iran, pakistan = IRPK.parties
    fixed = [each for each in iran.named_holidays if not each.expected]
    days = {(JalaliDate.to_jalali(day).month, JalaliDate.to_jalali(day).day) for each in fixed for day in each.days}
    assert days == {(1, 1), (1, 2), (1, 3), (1, 4), (1, 12), (1, 13), (3, 14), (3, 15), (11, 22), (12, 29)}
    theirs = {(day.month, day.day) for each in pakistan.named_holidays if not each.expected for day in each.days}
    assert theirs == {(2, 5), (3, 23), (5, 1), (5, 28), (8, 14), (11, 9), (12, 25)}


def test_a_day_tells_which_holiday_it_is_and_whether_it_waits_for_the_moon() -> None:
    iran, pakistan = IRPK.parties
    assert [each.name["en"] for each in iran.holidays_on(date(2027, 3, 21))] == ["Nowruz"]
    assert [each.expected for each in pakistan.holidays_on(date(2027, 3, 10))] == [True]
    assert pakistan.holidays_on(date(2027, 3, 15)) == ()
    assert {day.year for party in IRPK.parties for day in party.holidays} == {2026, 2027, 2028}


def test_a_desk_that_hardly_ever_works_counts_the_plain_sum() -> None:
    minute_a_day = load_compact(
        (EXAMPLES / "iran-pakistan" / "compact.toml")
        .read_bytes()
        .replace(b'hours = "00:00-24:00"', b'hours = "08:00-08:01"')
    )
    start = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
    assert end_of_working_time(minute_a_day, start, 1439, "IR") == start + timedelta(minutes=1439)
