"""How times and places are put for each reader, and sentences made of them."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from hamsaya.core.compact import load_compact
from hamsaya.core.fields import (
    Code,
    Day,
    Digest,
    Entity,
    Field,
    Flag,
    Instant,
    Items,
    Line,
    Number,
    Parties,
    Party,
    Record,
    Text,
    When,
    Where,
    Wording,
)  # fmt: skip
from hamsaya.core.kinds import Act, Position, kind_named
from hamsaya.core.reader import Reader, seconds_text, utc
from hamsaya.core.say import act_label, changes, facts, field_label, fill, say, value_words

COMPACT = load_compact((Path(__file__).parents[2] / "examples/iran-pakistan/compact.toml").read_bytes())
MOMENT = datetime(2026, 11, 21, 22, 40, tzinfo=UTC)
EN, FA, UR = Reader.of(COMPACT, "PK", "en"), Reader.of(COMPACT, "IR"), Reader.of(COMPACT, "PK")


def test_a_reader_follows_language_then_party() -> None:
    assert [(each.lang, each.numbering, each.calendar) for each in (EN, FA, UR)] == [
        ("en", "latn", "gregorian"), ("fa", "arabext", "solar-hijri"), ("ur", "latn", "gregorian"),
    ]  # fmt: skip
    chosen = Reader.of(COMPACT, "IR", "ur", "arabext", "solar-hijri")
    assert (chosen.lang, chosen.numbering, chosen.calendar, chosen.other_calendar) == (
        "ur", "arabext", "solar-hijri", "gregorian"
    )  # fmt: skip


def test_a_reader_sees_the_own_language_first() -> None:
    texts = {"en": "a market", "fa": "بازار", "ur": "بازار"}
    assert [list(each.own_first(texts)) for each in (EN, FA, UR)] == [
        ["en", "fa", "ur"], ["fa", "en", "ur"], ["ur", "en", "fa"],
    ]  # fmt: skip
    assert FA.own_first({"en": "a market"}) == {"en": "a market"}


@pytest.mark.parametrize(
    ("when", "english", "persian", "urdu"),
    [
        ({"at": "2026-11-21T22:40:00Z", "precision": "minute"}, "on 22 November 2026 at 03:40 Islamabad time",
         "در ۱ آذر ۱۴۰۵ ساعت ۰۲:۱۰ به وقت تهران", "22 نومبر 2026 کو 03:40 بجے (اسلام آباد کا وقت)"),
        ({"at": "2026-11-22", "precision": "day"}, "on 22 November 2026", "در ۱ آذر ۱۴۰۵", "22 نومبر 2026 کو"),
        ({"at": "2026-11-22", "until": "2026-11-24", "precision": "range"}, "from 22 November 2026 to 24 November 2026",
         "از ۱ آذر ۱۴۰۵ تا ۳ آذر ۱۴۰۵", "22 نومبر 2026 سے 24 نومبر 2026 تک"),
    ],
)  # fmt: skip
def test_one_instant_is_said_to_three_readers(when: dict[str, str], english: str, persian: str, urdu: str) -> None:
    assert (EN.when(when), FA.when(when), UR.when(when)) == (english, persian, urdu)


def test_vaguer_times_name_their_precision() -> None:
    assert EN.when({"at": "2026-11-21T22:40:00Z", "precision": "hour"}).startswith("on 22 November 2026 at about 03:40")
    assert EN.word("part_night") in EN.when({"at": "2026-11-21T22:40:00Z", "precision": "part_of_day"})
    assert EN.when({"precision": "not_stated"}) == EN.word("phrase.on_not_stated")


def test_places_in_each_form() -> None:
    assert EN.where({"place": "turbat", "precision": "settlement"}) == "in or near Turbat"
    assert EN.where({"place": "nowhere", "precision": "exact"}) == "at nowhere"
    assert EN.where({"km": 30, "inside": "PK", "precision": "band_only"}) == "30 km from the border, inside Pakistan"
    assert "29.02, 61.50" in EN.where({"lat": 29_015_000, "lon": 61_500_000, "precision": "within_1km"})
    assert EN.where({"precision": "not_stated"}) == EN.word("phrase.at_not_stated")
    assert EN.party_name("XX") == "XX"


def test_dates_in_both_calendars_and_clocks_of_both_capitals() -> None:
    assert FA.day_both(date(2026, 11, 22)) == "۱ آذر ۱۴۰۵ (۲۲ نوامبر ۲۰۲۶)"
    assert [EN.clock(MOMENT, party) for party in COMPACT.parties] == ["02:10", "03:40"]
    assert EN.bare("2026-11-22") == "22 November 2026"
    assert (seconds_text(3_725), seconds_text(-60)) == ("1:02", "-0:01")
    assert (utc("2026-11-22"), utc("2026-11-21T22:40:00Z")) == (datetime(2026, 11, 22, tzinfo=UTC), MOMENT)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (Line(), None, "Not stated"),
        (Day(), "not-stated", "Not stated"),
        (Number(), "not-known", "Not known"),
        (Line(), "12th", "12th"),
        (Record(), 12, "12"),
        (Code("answer", ("done",)), "done", "Done"),
        (Code("answer", ("odd",)), "odd", "odd"),
        (Flag(), True, "Yes"),
        (Flag(), False, "No"),
        (Wording(), {"en": "a", "fa": "ب"}, "a"),
        (Wording(), {"fa": "ب"}, "ب"),
        (Text(), {"lang": "en", "text": "free"}, "free"),
        (Instant(), "2026-11-21T22:40:00Z", "22 November 2026, 03:40 (Islamabad time)"),
        (When(), {"at": "2026-11-22", "precision": "day"}, "on 22 November 2026"),
        (Where(), {"place": "turbat", "precision": "settlement"}, "in or near Turbat"),
        (Party(), "IR", "Iran"),
        (Parties(), ["IR", "PK"], "Iran, Pakistan"),
        (Entity("place"), "turbat", "Turbat"),
        (Entity("area"), "no-such-area", "no-such-area"),
        (Digest(), "ab" * 32, "abababababab"),
        (Items(Line()), ["a", "b"], "a, b"),
        (Line(), "09:00-14:00", "09:00 to 14:00"),
        (Line(), "from 09:00-14:00", "from 09:00-14:00"),
        (Items(Wording()), [{"en": "One."}, {"en": "Two."}], "One; Two"),
    ],
)
def test_a_value_in_the_readers_words(field: Field[Any], value: Any, words: str) -> None:
    assert value_words(field, value, EN) == words


def test_hours_stand_in_words_in_the_readers_digits() -> None:
    assert [each.hours("08:30 – 16:00") for each in (FA, UR)] == ["۰۸:۳۰ تا ۱۶:۰۰", "08:30 سے 16:00 تک"]


def test_an_area_is_named_by_the_compact() -> None:
    area = COMPACT.areas[0]
    assert value_words(Entity("area"), area.id, EN) == area.name["en"]


@pytest.mark.parametrize(
    ("written", "persian", "english"),
    [
        ("آزمایش ارتباط 2", "آزمایش ارتباط ۲", "آزمایش ارتباط 2"),
        ("Round ۱۲ (3)", "Round ۱۲ (۳)", "Round 12 (3)"),
        ("24-26", "۲۴-۲۶", "24-26"),
        ("k3x7q2 MOU-2024/3", "k3x7q2 MOU-2024/3", "k3x7q2 MOU-2024/3"),
    ],
)
def test_numbers_follow_the_reader_and_codes_stay(written: str, persian: str, english: str) -> None:
    assert Reader.of(COMPACT, "IR").titled({"fa": written}) == persian
    assert EN.titled({"en": written}) == english


def test_labels_fall_back_from_the_kinds_own_to_shared_to_bare() -> None:
    commitment, incident = kind_named("commitment"), kind_named("incident")
    assert commitment is not None
    assert incident is not None
    assert field_label(commitment, "missing", EN) != field_label(incident, "missing", EN) == "Missing"
    assert field_label(incident, "no_such_field", EN) == "no_such_field"
    assert (act_label(incident, "acknowledge", EN), act_label(incident, "no-such", EN)) == ("Seen", "no-such")


def test_an_answer_has_the_sentence_of_its_code() -> None:
    incident = kind_named("incident")
    assert incident is not None
    answer = incident.act("answer")
    acknowledge = incident.act("acknowledge")
    assert answer is not None
    assert acknowledge is not None
    at = Position("PK", 3, "0" * 64, "post", "2026-11-21T22:40:00Z", 0, is_owner=False)
    given = answer.parse({"answer": "need_time", "until": "2026-11-22T02:00:00Z"})
    assert say(incident, given, at, EN, "14") == (
        "In answer to letter 14, Pakistan states that it needs time until 22 November 2026, 07:00 (Islamabad time)."
    )
    assert say(incident, acknowledge.parse({}), at, EN, "14").startswith("The duty officer of Pakistan acknowledged")


def test_changes_and_facts_name_each_value() -> None:
    incident = kind_named("incident")
    assert incident is not None
    update = incident.act("update")
    assert update is not None
    act: Act = update.parse({"missing": 0, "ongoing": False, "text": {"lang": "en", "text": "calm"}})
    assert changes(incident, act, EN) == "Missing: 0, Ongoing: No"
    assert facts(incident, {"missing": 0}, {"missing": update.fields["missing"]}, EN) == [("Missing", "0")]


def test_a_full_stop_is_not_doubled() -> None:
    assert fill("{a}. {b}, {a}", lambda name: f"{name}.") == "a. b., a."


def test_a_titles_numbers_stand_in_the_readers_digits_whichever_it_was_written_in() -> None:
    title = {"en": "Test 7", "fa": "آزمایش ۷", "ur": "جانچ 7"}
    assert [reader.titled(title) for reader in (EN, FA, UR)] == [
        EN.digits(f"Test {7}"),
        "آزمایش ۷",
        UR.digits("جانچ 7"),
    ]
    assert FA.titled({"en": "Post 12"}) == "Post ۱۲"


def test_lists_have_the_readers_marks_and_offices_their_names() -> None:
    assert [reader.listed(["a", "b"]) for reader in (EN, FA, UR)] == ["a, b", "a، b", "a، b"]
    assert (EN.listed(["a", "b"], "semicolon"), FA.listed([])) == ("a; b", "")
    assert (EN.office_name("pk-foreign-minister"), EN.office_name("nobody"), EN.office_name(None)) == (
        "Foreign minister of Pakistan", "", "",
    )  # fmt: skip
