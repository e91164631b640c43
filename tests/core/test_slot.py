"""Fixed hours: one clock names them, the other side reads them on its own; a change of time zone moves them along."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.slot import slots

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
IRPK = load_compact((EXAMPLES / "iran-pakistan" / "compact.toml").read_bytes())
OTHER = load_compact((EXAMPLES / "other" / "compact.toml").read_bytes())
START = datetime(2026, 1, 1, tzinfo=UTC)


def clocks(compact: Compact, party: str) -> set[str]:
    """Return the hours that a year's tests have on a party's clock."""
    zone = compact.party(party).tz
    return {f"{slot.at.astimezone(zone):%H:%M}" for slot in slots(compact, START, START + timedelta(days=365))}


def test_half_past_eight_in_tehran_is_ten_in_islamabad_all_year() -> None:
    assert clocks(IRPK, "IR") == {"08:30", "20:30"}
    assert clocks(IRPK, "PK") == {"10:00", "22:00"}
    year = slots(IRPK, START, START + timedelta(days=365))
    assert len(year) == len({slot.slug for slot in year}) == 730


def test_a_clock_that_changes_keeps_the_hour_and_the_other_side_sees_it_move() -> None:
    test = OTHER.link_tests[0]
    other = next(party for party in OTHER.parties if party.code != test.party)
    year = slots(OTHER, START, START + timedelta(days=365))
    own = {f"{slot.at.astimezone(OTHER.party(test.party).tz):%H:%M}" for slot in year if slot.test is test}
    theirs = {f"{slot.at.astimezone(other.tz):%H:%M}" for slot in year if slot.test is test}
    assert own == {f"{test.minute // 60:02d}:{test.minute % 60:02d}"}
    assert len(theirs) == 1 + (len({slot.at.astimezone(OTHER.party(test.party).tz).utcoffset() for slot in year}) > 1)


def test_an_hour_belongs_to_one_stretch_alone() -> None:
    at = datetime(2026, 11, 22, 5, 0, tzinfo=UTC)
    assert [slot.at for slot in slots(IRPK, at, at + timedelta(minutes=1))] == [at]
    assert slots(IRPK, at - timedelta(minutes=1), at) == ()
    (slot,) = slots(IRPK, at, at + timedelta(minutes=1))
    assert (slot.slug, slot.due) == ("test-2026-11-22-morning", at + timedelta(minutes=30))
