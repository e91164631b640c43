"""The two gold sets are what their sources say, quote their texts exactly and share nothing."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tools.build_gold import KINDS, MEETINGS, ROOT, SETS, build, read_source

SPANS = {
    "entities": {"type", "norm"},
    "commitments": {"trigger", "trigger_start", "trigger_end", "parties", "firm"},
    "calls": {"speaker"},
    "meetings": {"kind", "who", "place", "when"},
    "denials": {"speaker", "claim"},
    "incidents": {"status"},
    "statements": {"speaker", "cue"},
}


def load(name: str) -> list[dict[str, Any]]:
    docs: list[dict[str, Any]] = json.loads((ROOT / name / "gold.json").read_text(encoding="utf-8"))["docs"]
    return docs


def text_of(name: str, doc: dict[str, Any]) -> str:
    text: str = (ROOT / name / doc["file"]).read_text(encoding="utf-8")
    return text


@pytest.mark.parametrize("name", SETS)
def test_built_files_are_what_the_sources_say(name: str) -> None:
    gold, texts = build(name)
    assert json.loads((ROOT / name / "gold.json").read_text(encoding="utf-8")) == gold
    assert {p.name: p.read_text(encoding="utf-8") for p in (ROOT / name).glob("*.txt")} == texts


@pytest.mark.parametrize("name", SETS)
def test_every_record_has_its_fields_and_quotes_its_text(name: str) -> None:
    for doc in load(name):
        text = text_of(name, doc)
        assert len(text) == doc["chars"]
        for kind, fields in SPANS.items():
            for record in doc[kind]:
                quoted = record["cue"] if kind == "statements" else record["text"]
                assert fields - record.keys() == set(), record
                assert text[record["start"] : record["end"]] == quoted
                assert quoted == quoted.strip()
                assert quoted


@pytest.mark.parametrize("name", SETS)
def test_triggers_and_claims_quote_the_text(name: str) -> None:
    for doc in load(name):
        text = text_of(name, doc)
        for c in doc["commitments"]:
            assert text[c["trigger_start"] : c["trigger_end"]] == c["trigger"]
            assert c["trigger"]
            assert c["trigger_start"] < c["end"]
            assert c["firm"] in {"concrete", "general"}
        for d in doc["denials"]:
            assert d["claim"] in text


@pytest.mark.parametrize("name", SETS)
def test_actions_and_names_stop_before_the_full_stop(name: str) -> None:
    for doc in load(name):
        for kind in ("commitments", "calls", "meetings", "denials", "incidents"):
            assert [r["text"] for r in doc[kind] if re.search(r"(?<![ap]\.m)\.$|,$", r["text"])] == []
        assert [e["text"] for e in doc["entities"] if re.search(r"[,;:)’]$|'s$|’s$", e["text"])] == []


@pytest.mark.parametrize("name", SETS)
def test_sentences_tile_the_text_and_hold_every_trigger(name: str) -> None:
    for doc in load(name):
        text, spans = text_of(name, doc), doc["sentences"]
        kept = "".join(text[a:b] for a, b in spans)
        assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)
        assert all(a[1] <= b[0] for a, b in pairwise(spans))
        for c in doc["commitments"]:
            assert any(s[0] <= c["trigger_start"] < s[1] for s in spans)


@pytest.mark.parametrize("name", SETS)
def test_names_never_lie_inside_names(name: str) -> None:
    for doc in load(name):
        spans = sorted((e["start"], e["end"]) for e in doc["entities"])
        assert all(a[1] <= b[0] for a, b in pairwise(spans)), doc["file"]


@pytest.mark.parametrize("name", SETS)
def test_values_have_the_agreed_shapes(name: str) -> None:
    for doc in load(name):
        assert {m["kind"] for m in doc["meetings"]} - MEETINGS == set()
        for e in doc["entities"]:
            if e["type"] == "date" and re.match(r"\d", e["norm"] or ""):
                for part in e["norm"].split("/"):
                    date.fromisoformat((part + "-01-01")[:10])
        if doc["doc_date"]:
            date.fromisoformat(doc["doc_date"])


@pytest.mark.parametrize("name", SETS)
def test_set_is_broad_enough(name: str) -> None:
    docs = load(name)
    assert len(docs) >= 20
    assert sum(d["pair"] != "IR-PK" for d in docs) >= 15
    assert len({d["style"] for d in docs}) >= 15
    assert {kind for d in docs for kind in KINDS if d[kind] and kind != "statuses"} == set(SPANS) - {"entities"}


def test_dev_and_kept_share_no_text_sentence_or_person() -> None:
    dev, kept = ([(d, text_of(name, d)) for d in load(name)] for name in SETS)
    assert {d["file"] for d, _ in dev} & {d["file"] for d, _ in kept} == set()
    sentences = [{t[a:b] for d, t in docs for a, b in d["sentences"] if b - a > 40} for docs in (dev, kept)]
    assert sentences[0] & sentences[1] == set()
    people = [{e["text"] for d, _ in docs for e in d["entities"] if e["type"] == "person"} for docs in (dev, kept)]
    assert people[0] & people[1] == set()


def test_marks_nest_and_offsets_count_code_points(tmp_path: Path) -> None:
    source = tmp_path / "one.md"
    body = "{l|Ñandú} 𐎠 {t|will} {c con|open {l|Öst}}.\nYes.\n"
    source.write_text("doc_date: none\nsides: A\n---\n" + body, encoding="utf-8")
    got = read_source(source)
    assert got.text == "Ñandú 𐎠 will open Öst. Yes.\n"
    assert [(m.tag, got.text[m.start : m.end]) for m in got.marks] == [
        ("l", "Ñandú"),
        ("t", "will"),
        ("c", "open Öst"),
        ("l", "Öst"),
    ]
    assert [got.text[a:b] for a, b in got.sentences] == ["Ñandú 𐎠 will open Öst.", "Yes."]
