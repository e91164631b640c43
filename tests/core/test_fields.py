"""Fields: every form of a value that is taken, and the code of every one that is not."""

from datetime import UTC
from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given

from hamsaya.core import shape
from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    Code,
    Codes,
    Count,
    Day,
    Dial,
    Digest,
    Entity,
    Field,
    Flag,
    Instant,
    Items,
    Line,
    Link,
    Number,
    Parties,
    Party,
    Quote,
    Record,
    Row,
    Text,
    When,
    Where,
    Wording,
    format_instant,
    parse_instant,
)  # fmt: skip
from hamsaya.core.kinds import Act

HASH = "ab" * 32
NAMED = {"place": "turbat", "precision": "settlement"}
POINT = {"lat": 29_000_000, "lon": 61_500_000, "precision": "within_1km"}
BOX = {"south": 28_000_000, "west": 61_000_000, "north": 29_000_000, "east": 62_000_000, "precision": "within_1km"}
BAND = {"km": 30, "inside": "PK", "precision": "band_only"}
DAY = {"at": "2026-11-22", "precision": "day"}
RANGE = {"at": "2026-11-22", "until": "2026-11-24", "precision": "range"}
QUOTE = {"source": "IR/report-1", "start": 4, "end": 9, "text": "words"}
LONG_QUOTE = {
    "source": HASH,
    "file": HASH,
    "start": 0,
    "end": 900,
    "text": "a" * 600,
    "rule": "verb",
    "modality": "agreed",
}
CELLS = {"by": Line(), "day": Day(optional=True)}
MINUTE = {"at": "2026-11-22T02:10:00Z", "precision": "minute"}

TAKEN: list[tuple[Field[Any], Any, Any]] = [
    (Line(), "  C02 ", "C02"),
    (Wording(), {"fa": " نشست ", "en": ""}, {"fa": "نشست"}),
    (Text(), {"lang": "ur", "text": "دو\r\nسطریں"}, {"lang": "ur", "text": "دو\nسطریں"}),
    (Text(), {"lang": "fa", "file": HASH}, {"lang": "fa", "file": HASH}),
    (Code("answer", ("done", "cannot")), "done", "done"),
    (Codes("effect", ("noise", "smoke")), ["smoke", "noise"], ["noise", "smoke"]),
    (Codes("effect", ("noise",), optional=True), [], []),
    (Number(0, 3), 3, 3),
    (Count(), 0, 0),
    (Count(), "not-known", "not-known"),
    (Flag(), True, True),
    (Flag(), False, False),
    (Flag(), "not-known", "not-known"),
    (Instant(), "2026-11-22T02:10:00Z", "2026-11-22T02:10:00Z"),
    (Day(), "2026-11-22", "2026-11-22"),
    (Day(may_be_unstated=True), "not-stated", "not-stated"),
    (When(), MINUTE, MINUTE),
    (When(), DAY, DAY),
    (When(), RANGE, RANGE),
    (When(), {"precision": "not_stated"}, {"precision": "not_stated"}),
    (Where(), NAMED, NAMED),
    (Where(), POINT, POINT),
    (Where(), BAND, BAND),
    (Where(), BOX, BOX),
    (
        Where(),
        {**BOX, "south": -200_000, "precision": "within_10km"},
        {**BOX, "south": -200_000, "precision": "within_10km"},
    ),
    (Where(), {"precision": "not_stated"}, {"precision": "not_stated"}),
    (Party(), "IR", "IR"),
    (Parties(), ["PK", "IR", "PK"], ["IR", "PK"]),
    (Entity("area"), "energy", "energy"),
    (Entity("area", may_be_unstated=True), "not-stated", "not-stated"),
    (Record(), "IR/c02", "IR/c02"),
    (Digest(), HASH, HASH),
    (Link(), "https://example.org/a", "https://example.org/a"),
    (Items(Line()), ["a", " b "], ["a", "b"]),
    (Items(Line(), optional=True), [], []),
    (Quote(), QUOTE, QUOTE),
    (Quote(), LONG_QUOTE, LONG_QUOTE),
    (Row(CELLS), {"by": " a ", "day": "2026-11-22"}, {"by": "a", "day": "2026-11-22"}),
    (Row(CELLS), {"by": "a", "day": None}, {"by": "a"}),
    (Dial(), " +98 54  3322 0000", "+98 54 3322 0000"),
]

REFUSED: list[tuple[Field[Any], Any, str]] = [
    (Line(), "", "empty"),
    (Line(), 7, "empty"),
    (Line(3), "four", "too-long"),
    (Line(), "a\x00b", "control-character"),
    (Wording(), "text", "wording"),
    (Wording(), {"de": "nein"}, "wording"),
    (Wording(), {"en": " "}, "language-missing"),
    (Wording(every=True), {"en": "a"}, "language-missing"),
    (Wording(), {"en": 7}, "empty"),
    (Wording(2), {"en": "abc"}, "too-long"),
    (Wording(), {"en": "a\x07"}, "control-character"),
    (Text(), "text", "text"),
    (Text(), {"lang": "de", "text": "a"}, "text"),
    (Text(), {"lang": "en", "text": "a", "more": 1}, "text"),
    (Text(), {"lang": "en", "file": "short"}, "text"),
    (Text(), {"lang": "en", "text": ""}, "empty"),
    (Code("answer", ("done",)), "nothing", "choice"),
    (Codes("effect", ("noise",)), "noise", "choice"),
    (Codes("effect", ("noise",)), ["light"], "choice"),
    (Codes("effect", ("noise",)), [], "empty"),
    (Number(0, 3), 4, "number"),
    (Number(0, 3), True, "number"),
    (Number(0, 3), "2", "number"),
    (Count(), -1, "number"),
    (Count(), False, "number"),
    (Count(5), 6, "number"),
    (Flag(), 1, "flag"),
    (Flag(), "yes", "flag"),
    (Instant(), "2026-11-22T02:10:00+00:00", "instant"),
    (Instant(), "2026-13-22T02:10:00Z", "instant"),
    (Instant(), 7, "instant"),
    (Day(), "2026-02-30", "day"),
    (Day(), "not-stated", "day"),
    (Day(), 7, "day"),
    (When(), "today", "when"),
    (When(), {"precision": "exactly"}, "when"),
    (When(), {"precision": "minute"}, "when"),
    (When(), {"at": 7, "precision": "minute"}, "when"),
    (When(), {"at": "2026-02-30", "precision": "day"}, "when"),
    (When(), {**RANGE, "until": "2026-11-20"}, "until-before"),
    (Where(), "here", "where"),
    (Where(), {"precision": "exactly"}, "where"),
    (Where(), {"precision": "settlement"}, "where"),
    (Where(), {"place": "Turbat!", "precision": "settlement"}, "where"),
    (Where(), {"place": "turbat", "precision": "within_1km"}, "where"),
    (Where(), {**POINT, "precision": "exact"}, "where"),
    (Where(), {**POINT, "lat": 91_000_000}, "where"),
    (Where(), {**POINT, "lon": 61.5}, "where"),
    (Where(), {**BAND, "km": -1}, "where"),
    (Where(), {**BAND, "inside": "pk"}, "where"),
    (Where(), {**BAND, "precision": "settlement"}, "where"),
    (Where(), {**NAMED, "km": 3}, "where"),
    (Where(), {**BOX, "south": 28_010_000}, "where"),
    (Where(), {**BOX, "south": 28_020_000, "precision": "within_10km"}, "where"),
    (Where(), {**BOX, "south": 29_000_000}, "where"),
    (Where(), {**BOX, "west": 62_000_000}, "where"),
    (Where(), {**BOX, "north": 90_020_000}, "where"),
    (Where(), {**BOX, "east": 62.0}, "where"),
    (Where(), {**BOX, "east": True}, "where"),
    (Where(), {**BOX, "precision": "exact"}, "where"),
    (Party(), "ir", "party"),
    (Party(), 7, "party"),
    (Parties(), [], "party"),
    (Parties(), "IR", "party"),
    (Parties(), ["ir"], "party"),
    (Entity("area"), "not-stated", "choice"),
    (Entity("area"), "No Such", "choice"),
    (Entity("area"), 7, "choice"),
    (Record(), "c02", "record"),
    (Record(), 7, "record"),
    (Digest(), HASH.upper(), "digest"),
    (Digest(), 7, "digest"),
    (Link(), "javascript:alert(1)", "link"),
    (Link(), 7, "link"),
    (Items(Line()), "a", "items"),
    (Items(Line()), [], "items"),
    (Items(Line(), most=1), ["a", "b"], "items"),
    (Items(Line()), [""], "empty"),
    (Quote(), "words", "quote"),
    (Quote(), {"source": "IR/report-1", "text": "words"}, "quote"),
    (Quote(), {**QUOTE, "page": 3}, "quote"),
    (Quote(), {**QUOTE, "source": "a newspaper"}, "quote"),
    (Quote(), {**QUOTE, "source": 7}, "quote"),
    (Quote(), {**QUOTE, "file": "short"}, "quote"),
    (Quote(), {**QUOTE, "rule": "Not A Rule"}, "quote"),
    (Quote(), {**QUOTE, "modality": "hoped"}, "quote"),
    (Quote(), {**QUOTE, "start": True}, "quote"),
    (Quote(), {**QUOTE, "end": "9"}, "quote"),
    (Quote(), {**QUOTE, "start": 9}, "quote"),
    (Quote(), {**QUOTE, "text": "word"}, "quote"),
    (Quote(), {**QUOTE, "text": "     "}, "quote"),
    (Quote(), {**QUOTE, "text": "wor\ud800s"}, "quote"),
    (Quote(), {**LONG_QUOTE, "text": "a" * 900}, "quote"),
    (Row(CELLS), "a", "row"),
    (Dial(), 7, "dial"),
    (Dial(), "ring me", "dial"),
    (Row(CELLS), {"by": "a", "more": 1}, "row"),
]


@pytest.mark.parametrize(("field", "value", "kept"), TAKEN)
def test_a_value_is_taken_in_its_wire_form(field: Field[Any], value: Any, kept: Any) -> None:
    assert field.check(value) == kept
    assert field.check(field.check(value)) == kept


@pytest.mark.parametrize(("field", "value", "code"), REFUSED)
def test_a_value_that_does_not_hold_is_refused_by_name(field: Field[Any], value: Any, code: str) -> None:
    field.__set_name__(Act, "it")
    with pytest.raises(Refused) as refused:
        field.check(value)
    assert (refused.value.code, refused.value.params["field"]) == (f"field.{code}", "it")


def has_shape(field: Field[Any], value: Any) -> bool:
    return field.shape() is not None and shape.holder(field.shape())(value)


@pytest.mark.parametrize(("field", "value", "kept"), TAKEN)
def test_a_value_of_the_shape_is_kept_as_it_stands(field: Field[Any], value: Any, kept: Any) -> None:
    assert value == kept or not has_shape(field, value)


@pytest.mark.parametrize(("field", "value", "code"), REFUSED)
def test_a_value_that_is_refused_has_not_the_shape(field: Field[Any], value: Any, code: str) -> None:
    assert not has_shape(field, value), code


@given(
    st.from_regex(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
    | st.datetimes(timezones=st.just(UTC)).map(format_instant)
)
def test_every_moment_but_those_of_leap_days_has_the_shape(moment: str) -> None:
    try:
        Instant().check(moment)
    except Refused:
        assert not has_shape(Instant(), moment)
    else:
        assert has_shape(Instant(), moment) == (moment[5:10] != "02-29")


@pytest.mark.parametrize(
    ("field", "words"),
    [
        (Line(), ()),
        (Code("answer", ("not-ours",)), ("answer_not_ours",)),
        (Codes("effect", ("noise",)), ("effect_noise",)),
        (Count(), ("not_known",)),
        (Flag(), ("yes", "no", "not_known")),
        (Day(), ()),
        (Day(may_be_unstated=True), ("not_stated",)),
        (Entity("area"), ()),
        (Entity("area", may_be_unstated=True), ("not_stated",)),
        (Items(Count()), ("not_known",)),
        (Row({"dead": Count(), "by": Line()}), ("field.dead", "field.by", "not_known")),
        (
            Quote(),
            (
                "modality_agreed",
                "modality_pledged",
                "modality_proposed",
                "modality_called",
                "modality_asserted",
                "modality_denied",
                "modality_event",
                "modality_principle",
                "modality_context",
            ),
        ),
    ],
)
def test_a_field_names_the_words_its_values_need(field: Field[Any], words: tuple[str, ...]) -> None:
    assert field.words() == words


def test_times_and_places_need_a_word_for_each_precision() -> None:
    assert "precision_range" in When().words()
    assert "precision_band_only" in Where().words()


def test_a_field_is_read_from_the_act_and_described_by_its_class() -> None:
    class Say(Act):
        words = Line()
        rows = Items(Line(), optional=True)

    assert Say({"words": "a"}).words == "a"
    assert Say({"words": "a"}).rows is None
    assert (Say.words.name, Say.rows.item.name, Say.name()) == ("words", "rows", "say")


def test_a_row_names_the_cell_that_is_missing_or_does_not_hold() -> None:
    for row, code in (({"day": "2026-11-22"}, "field.missing"), ({"by": ""}, "field.empty")):
        with pytest.raises(Refused) as refused:
            Row(CELLS).check(row)
        assert (refused.value.code, refused.value.params["field"]) == (code, "by")


@pytest.mark.parametrize("text", ["2026-11-22", "2026-11-22T02:10:00+00:00", "2026-13-22T02:10:00Z", "22:10"])
def test_only_the_one_form_of_a_moment_is_read(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)
