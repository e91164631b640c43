"""The compact: both examples load and say what they should; a slip in the file is refused by its key."""

import json
import re
from dataclasses import FrozenInstanceError
from datetime import date
from pathlib import Path

import pytest

from hamsaya.core.compact import Compact, Hours, Marks, load_compact
from hamsaya.core.errors import Refused

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
IRPK = (EXAMPLES / "iran-pakistan" / "compact.toml").read_bytes()
OTHER = (EXAMPLES / "other" / "compact.toml").read_bytes()


@pytest.fixture(scope="module")
def irpk() -> Compact:
    return load_compact(IRPK)


@pytest.fixture(scope="module")
def other() -> Compact:
    return load_compact(OTHER)


def refusal(data: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(Refused) as caught:
        load_compact(data)
    return caught.value.code, caught.value.params


def changed(old: str, new: str, source: bytes = OTHER) -> bytes:
    text = source.decode("utf-8")
    assert old in text
    return text.replace(old, new, 1).encode("utf-8")


def test_parties_know_each_other(irpk: Compact) -> None:
    iran, pakistan = irpk.parties
    assert (iran.code, pakistan.code) == ("IR", "PK")
    assert irpk.party("IR") is iran
    assert irpk.other("IR") is pakistan
    assert irpk.other("PK") is iran


def test_party_carries_how_its_people_read(irpk: Compact, other: Compact) -> None:
    def reading(compact: Compact) -> list[tuple[str, str, str, str]]:
        return [(p.language, p.zone, p.calendar, p.numbering) for p in compact.parties]

    assert reading(irpk) == [
        ("fa", "Asia/Tehran", "solar-hijri", "arabext"),
        ("ur", "Asia/Karachi", "gregorian", "latn"),
    ]
    assert reading(other) == [
        ("ur", "Asia/Kathmandu", "gregorian", "latn"),
        ("fa", "America/Santiago", "solar-hijri", "arabext"),
    ]


def test_zone_of_a_party_can_be_used(irpk: Compact) -> None:
    assert irpk.party("IR").tz.key == "Asia/Tehran"


def test_common_working_days_leave_out_both_weekends_and_holidays(irpk: Compact) -> None:
    week = [date(2026, 11, day) for day in range(2, 10)]  # Monday to the Monday after, a holiday in Pakistan
    assert [irpk.is_common_working_day(day) for day in week] == [True] * 3 + [False] * 5


def test_every_listed_thing_is_found_by_its_id(irpk: Compact) -> None:
    assert irpk.area("markets").name["en"] == "Markets and trade"
    assert irpk.channel("civil_protection").name["fa"] == "مجرای مدیریت بحران"
    assert irpk.office("pk-foreign-minister").public is True
    assert irpk.desk("zahedan").hours == Hours(0, 1440)
    assert irpk.place("turbat").name["ur"] == "تربت"
    assert irpk.urgency(1).acknowledge_minutes == 10


@pytest.mark.parametrize(
    ("name", "value"),
    [("area", "x"), ("channel", "x"), ("office", "x"), ("desk", "x"), ("place", "x"), ("party", "XX"), ("other", "XX")],
)
def test_what_is_not_listed_is_refused(irpk: Compact, name: str, value: str) -> None:
    with pytest.raises(Refused, match=r"compact\.not-listed"):
        getattr(irpk, name)(value)


def test_urgency_beyond_the_levels_is_refused(irpk: Compact) -> None:
    with pytest.raises(Refused, match=r"compact\.not-listed"):
        irpk.urgency(5)


def test_four_levels_in_order_with_their_clocks(irpk: Compact) -> None:
    assert [(u.level, u.clock, u.acknowledge_minutes, u.answer_minutes) for u in irpk.urgencies] == [
        (1, "running", 10, 60),
        (2, "running", 30, 480),
        (3, "working-days", 240, 4320),
        (4, "working-days", 1440, 10080),
    ]
    assert [(step.after_minutes, step.to) for step in irpk.urgency(1).escalate] == [
        (5, "second-alarm"),
        (10, "duty-supervisor"),
        (30, "heads-of-desk"),
        (60, "directors"),
    ]


def test_one_kind_may_have_a_shorter_answer_time(irpk: Compact) -> None:
    assert irpk.urgency(2).answer_within("claim") == 60
    assert irpk.urgency(2).answer_within("incident") == 480


def test_link_tests_stand_on_one_party_s_clock(irpk: Compact) -> None:
    assert [(test.party, test.minute) for test in irpk.link_tests] == [("IR", 510), ("IR", 1230)]


def test_marks_by_kind_with_a_default(irpk: Compact, other: Compact) -> None:
    assert irpk.marks("incident") == Marks("DESK", "U1")
    assert irpk.marks("visit") == Marks("GOV", "U1")
    assert other.marks("incident") == Marks("AREA", "U2")


@pytest.mark.parametrize(("km", "edge"), [(0, 2), (2, 2), (3, 10), (30, 30), (31, 60), (61, None)])
def test_band_of_a_distance(irpk: Compact, km: int, edge: int | None) -> None:
    assert irpk.band(km) == edge


def test_five_markets_stay_unnamed_and_without_a_point(irpk: Compact) -> None:
    slots = [place for place in irpk.places if place.kind == "market-slot"]
    assert [(slot.id, slot.lat, slot.lon) for slot in slots] == [
        (f"market-slot-{number}", None, None) for number in range(1, 6)
    ]


def test_a_post_is_never_public(irpk: Compact) -> None:
    posts = {post for desk in irpk.desks for post in desk.posts}
    assert [irpk.office(post).public for post in posts] == [False] * 6


def test_compact_cannot_be_changed(irpk: Compact) -> None:
    with pytest.raises(FrozenInstanceError):
        irpk.id = "x"  # type: ignore[misc]


def test_digest_follows_the_content_and_not_the_layout() -> None:
    plain = load_compact(OTHER).digest
    assert load_compact(OTHER + b"\n# a remark\n").digest == plain
    assert load_compact(changed("bands = [5, 20]", "bands = [5, 21]")).digest != plain


def test_languages_may_be_fewer_and_then_the_file_holds_no_more() -> None:
    text = OTHER.decode("utf-8").replace('languages = ["en", "fa", "ur"]', 'languages = ["fa", "ur"]')
    assert refusal(text.encode()) == (
        "compact.unknown",
        {"key": "party[1].name.en", "known": "fa, ur"},
    )
    without = re.sub(r'\ben = "[^"]*", ', "", text)
    assert load_compact(without.encode()).party("AVN").name == {"fa": "آواران", "ur": "آواران"}


SLIPS = {
    "a language left out": ('name = { en = "Avaran", fa = "آواران", ', "name = { ", "missing", "party[1].name.en"),
    "a misspelt key": ("sitting_months", "siting_months", "missing", "compact.sitting_months"),
    "a key nobody knows": ('id = "avtm"', 'id = "avtm"\ncolour = "red"', "unknown", "compact.colour"),
    "a key nobody knows in a list": ('id = "water"', 'id = "water"\nx = 1', "unknown", "area[1].x"),
    "a table nobody knows": ("[compact]", "[extra]\nx = 1\n[compact]", "unknown", "extra"),
    "text for a number": ("sitting_months = 12", 'sitting_months = "12"', "type", "compact.sitting_months"),
    "yes for a number": ("sitting_months = 12", "sitting_months = true", "type", "compact.sitting_months"),
    "a number for yes or no": ("silence_approves = true", "silence_approves = 1", "type", "compact.silence_approves"),
    "a number out of bounds": ("sitting_months = 12", "sitting_months = 0", "value", "compact.sitting_months"),
    "an empty text": ('number = "AVTM-1"', 'number = "  "', "text", "compact.number"),
    "a text with a control": ('number = "AVTM-1"', 'number = "AV\\u0007"', "text", "compact.number"),
    "a text that turns unseen": ('number = "AVTM-1"', 'number = "AV\\u202e"', "text", "compact.number"),
    "an endless text": ('number = "AVTM-1"', f'number = "{"9" * 301}"', "text", "compact.number"),
    "an id with capitals": ('id = "water"', 'id = "Water"', "value", "area[1].id"),
    "an id twice": ('id = "fisheries"', 'id = "water"', "twice", "area[2].id"),
    "a small party code": ('code = "AVN"', 'code = "avn"', "value", "party[1].code"),
    "both parties with one hue": ('hue = "b"', 'hue = "a"', "twice", "party.hue"),
    "an unknown language": ('["en", "fa", "ur"]', '["en", "fa", "ps"]', "value", "compact.languages"),
    "a language twice": ('["en", "fa", "ur"]', '["en", "fa", "ur", "en"]', "twice", "compact.languages"),
    "no language": ('["en", "fa", "ur"]', "[]", "missing", "compact.languages"),
    "a list of the wrong things": ('["en", "fa", "ur"]', "[1]", "type", "compact.languages"),
    "bands that fall": ("[5, 20]", "[20, 5]", "value", "compact.bands"),
    "a band of nothing": ("[5, 20]", "[0, 20]", "value", "compact.bands"),
    "a zone that is not": ("Asia/Kathmandu", "Asia/Atlantis", "zone", "party[1].zone"),
    "a zone that is a path": ("Asia/Kathmandu", "../etc/passwd", "zone", "party[1].zone"),
    "a zone that is a folder": ("Asia/Kathmandu", "Asia", "zone", "party[1].zone"),
    "an unknown calendar": ('"gregorian"', '"julian"', "value", "party[1].calendar"),
    "an unknown day of rest": ('["saturday"]', '["caturday"]', "value", "party[1].weekend"),
    "hours that end before they start": ('work = "10:00-17:00"', 'work = "17:00-10:00"', "value", "party[1].work"),
    "hours in words": ('work = "10:00-17:00"', 'work = "mornings"', "value", "party[1].work"),
    "a holiday that is no day": ("2026-12-31", "2026-13-31", "value", "party[2].holidays"),
    "a link test after midnight": ('at = "12:00"', 'at = "24:00"', "value", "link_test[1].at"),
    "a desk of no party": ('party = "AVN"\nplace', 'party = "XXX"\nplace', "value", "desk[1].party"),
    "a desk at no place": ('place = "ford"', 'place = "moon"', "value", "desk[1].place"),
    "a desk with the other side's post": ('["avn-duty-officer"]', '["tmd-duty-officer"]', "value", "desk[1].posts"),
    "a desk with a public office": ('["avn-duty-officer"]', '["avn-water-minister"]', "value", "desk[1].posts"),
    "a desk with an unknown channel": (
        'channels = ["civil_protection"]',
        'channels = ["x"]',
        "value",
        "desk[1].channels",
    ),
    "an office of no party": ('party = "AVN"\npublic', 'party = "XX"\npublic', "value", "office[1].party"),
    "a level twice": ("level = 2", "level = 1", "twice", "urgency[2].level"),
    "a level beyond four": ("level = 4", "level = 5", "value", "urgency[4].level"),
    "an unknown clock": ('clock = "running"', 'clock = "slow"', "value", "urgency[1].clock"),
    "an escalation to nobody": ('"heads-of-desk"', '"everybody"', "value", "urgency[1].escalate[1].to"),
    "an escalation with an unknown key": (
        "after_minutes = 20,",
        "after_minutes = 20, x = 1,",
        "unknown",
        "urgency[1].escalate[1].x",
    ),
    "escalations out of order": (
        '[{ after_minutes = 20, to = "heads-of-desk" }]',
        '[{ after_minutes = 20, to = "heads-of-desk" }, { after_minutes = 10, to = "directors" }]',
        "order",
        "urgency[1].escalate",
    ),
    "a kind that is no name": (
        "answer_minutes = 90",
        'answer_minutes = 90\nanswer_minutes_for = { "A B" = 1 }',
        "value",
        "urgency[1].answer_minutes_for.A B",
    ),
    "an unknown audience": ('audience = "GOV"', 'audience = "ALL"', "value", "marks.default.audience"),
    "an unknown mark": (
        'default = { audience = "GOV", use = "U0" }',
        'default = { audience = "GOV", use = "U0", x = 1 }',
        "unknown",
        "marks.default.x",
    ),
    "a kind of mark that is no name": (
        "[marks.kind]\nincident",
        "[marks.kind]\nInCident",
        "value",
        "marks.kind.InCident",
    ),
    "an unknown table of marks": ("[marks.kind]", "[marks.kinds]", "missing", "marks.kind"),
    "a place without a point": ("lat = 27_700_000\n", "", "missing", "place[1].lat"),
    "a point that nobody agreed": (
        'precision = "not_stated"',
        'precision = "not_stated"\nlat = 1',
        "unknown",
        "place[2].lat",
    ),
    "a place of no kind": ('kind = "village"', 'kind = "castle"', "value", "place[1].kind"),
    "a place in no party": ('parties = ["AVN"]', 'parties = ["XX"]', "value", "place[1].parties"),
    "a misspelt list": ("[[link_test]]", "[[link-test]]", "missing", "link_test"),
}


@pytest.mark.parametrize(("old", "new", "reason", "key"), SLIPS.values(), ids=SLIPS)
def test_slip_is_refused_by_its_key(old: str, new: str, reason: str, key: str) -> None:
    code, params = refusal(changed(old, new))
    assert (code, params["key"]) == (f"compact.{reason}", key)


def test_one_party_is_refused() -> None:
    text = OTHER.decode("utf-8")
    start, end = text.index('[[party]]\ncode = "TMD"'), text.index("[[area]]")
    assert refusal((text[:start] + text[end:]).encode()) == ("compact.parties", {"key": "party", "count": 1})


def test_missing_level_is_refused() -> None:
    text = OTHER.decode("utf-8")
    start, end = text.index("[[urgency]]\nlevel = 4"), text.index("[[link_test]]")
    assert refusal((text[:start] + text[end:]).encode()) == (
        "compact.levels",
        {"key": "urgency", "levels": "1, 2, 3"},
    )


@pytest.mark.parametrize("data", [b"\xff\xfe", b"[compact", b"a = 1\na = 2\n", json.dumps({}).encode()])
def test_what_is_not_toml_is_refused(data: bytes) -> None:
    assert refusal(data)[0] == "compact.not-toml"


def test_oversize_is_refused_before_it_is_read() -> None:
    assert refusal(b"#" * 300_000) == ("compact.too-large", {"limit": 262_144, "length": 300_000})


def test_text_in_another_unicode_form_is_refused() -> None:
    assert refusal(changed("وزیرِ آب آواران", "سربرا\u06c1\u0654 آب"))[0] == "canonical.not-nfc"


def test_the_two_urgent_levels_run_by_day_and_night(irpk: Compact) -> None:
    assert [each.runs_always for each in irpk.urgencies] == [True, True, False, False]


def test_a_holiday_without_a_day_is_refused() -> None:
    code, params = refusal(re.sub(rb"(\[\[party\.holiday\]\][^\[]*?days *= *)\[[^\]]*\]", rb"\1[]", IRPK, count=1))
    assert (code, str(params["key"]).endswith("days")) == ("compact.missing", True)
