"""What chances find where the rules are silent: the whole sentence, in the lowest band, and never what cannot be."""

import re
from pathlib import Path

import pytest

from hamsaya.reading import Reading, read
from hamsaya.reading import likely as chances_of
from hamsaya.reading.lexicon import DATA
from hamsaya.reading.likely import KINDS, RULE, Weights, packed, possible, unpacked, weights
from hamsaya.reading.page import make_page

GOLD = Path(__file__).parent / "gold"
READINGS = [read(p.read_text(encoding="utf-8"), p.name) for p in sorted((GOLD / "dev").glob("*.txt"))]


def found(reading: Reading, kind: str) -> list[tuple[str, str]]:
    return [(d.certainty, d.span.text) for d in getattr(reading, kind) if d.rule == RULE]


@pytest.mark.parametrize("kind", KINDS)
def test_what_chances_find_stands_in_the_lowest_band_and_inside_one_sentence(kind: str) -> None:
    drafts = [(r, band, text) for r in READINGS for band, text in found(r, kind)]
    assert drafts != []
    assert {band for _, band, _ in drafts} == {"low"}
    assert [text for r, _, text in drafts if not any(text in s.span.text for s in r.sentences)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_no_sentence_has_a_finding_of_a_rule_and_one_of_chances(kind: str) -> None:
    for reading in READINGS:
        for s in reading.sentences:
            here = [d for d in getattr(reading, kind) if s.span.start <= d.span.start < s.span.end]
            assert len({d.rule == RULE for d in here}) < 2, s.span.text


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Did the ministry deny the report of a raid?", "denials"),
        ("The ministry did not deny that shots were fired.", "denials"),
        ("According to the envoy, both countries are striving to build new roads to the coast.", "commitments"),
        ("Neither side disavowed the report.", "denials"),
        ("They want to prevent further attacks near Mirjaveh.", "incidents"),
        ("The purposes of the journey were security and an exchange of cadets.", "incidents"),
    ],
)
def test_what_cannot_be_is_not_weighed(sentence: str, kind: str) -> None:
    page = make_page("date 2024-03-12\n\n" + sentence)
    assert kind not in possible(page, 1)


def test_the_weights_name_what_they_come_from_and_are_no_heavier_than_needed() -> None:
    head, source, *rows = (DATA / "likely.txt").read_text(encoding="utf-8").splitlines()
    assert all(kind in head for kind in KINDS)
    assert re.search(r"\d+ texts, \d+ units; .*: [0-9a-f]{64}$", source)
    assert {len(row.split("\t")) for row in rows} == {2 + len(KINDS)}
    assert all(0 < limit < 1 for limit in weights().find)
    assert all(all(rows.values()) for rows in weights().rows)


def test_weights_packed_into_one_number_add_up_each_by_itself() -> None:
    total = packed([-5, 3, 0, 250]) + packed([2, -7, -1, -251])
    assert [unpacked(total, at) for at in range(len(KINDS))] == [-3, -4, -1, -1]


@pytest.mark.parametrize(
    "sentence",
    [
        "The two sides put the tariff to rest over tea in Busia on Monday, and each will tell its own drivers.",
        "The skipper received a blow to the head.",
        "Will the foreign secretaries meet in Kartarpur?",
    ],
)
def test_chances_give_no_sentence_its_modality(sentence: str) -> None:
    text = "date 2024-03-12\n\n" + sentence
    assert [s.modality for s in read(text).sentences] == [s.modality for s in read(text, chances=False).sentences]


def test_a_meeting_against_all_chances_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "date 2024-03-12\n\nThe two ministers met in Quito on Monday."
    monkeypatch.setattr(chances_of, "weights", lambda: Weights(({},) * 5, packed([0, 0, -900, 0]), (1.0,) * 4))
    assert read(text).meetings == ()
    assert [m.rule for m in read(text, chances=False).meetings] == ["meet-verb"]


def test_a_thing_that_will_act_against_all_chances_is_no_undertaking(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "date 2024-03-12\n\nThe gate will reopen on Monday."
    monkeypatch.setattr(chances_of, "weights", lambda: Weights(({},) * 5, packed([0, 0, 0, -900]), (1.0,) * 4))
    assert read(text).commitments == ()
    assert [c.rule for c in read(text, chances=False).commitments] == ["will-thing"]


def test_a_question_tells_no_meeting() -> None:
    assert read("date 2024-03-12\n\nAny talks on the Sutlej ferry?").meetings == ()


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("A shared control room is to open at Paloich in October.", True),
        ("The minister said that both armies should confront the smugglers.", False),
    ],
)
def test_an_undertaking_by_chance_never_stands_beside_an_ask(sentence: str, kept: bool) -> None:
    reading = read("date 2024-03-12\n\n" + sentence)
    assert bool(reading.commitments) is kept
    assert not (reading.calls and found(reading, "commitments"))
