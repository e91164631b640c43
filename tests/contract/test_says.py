"""Every act of every kind is a whole sentence in each language, with no placeholder left and no word missing."""

import re
from pathlib import Path
from typing import Any

import pytest

from hamsaya.core.compact import load_compact
from hamsaya.core.kinds import OWNER, Kind, Position, all_kinds
from hamsaya.core.reader import Reader
from hamsaya.core.say import facts, say

COMPACT = load_compact((Path(__file__).parents[2] / "examples/iran-pakistan/compact.toml").read_bytes())
ENDS = {"en": ".”?!", "fa": ".»؟", "ur": "۔»؟.”"}


@pytest.mark.parametrize("lang", ["en", "fa", "ur"])
@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.wire)
def test_an_act_is_a_sentence(kind: Kind[Any], lang: str) -> None:
    reader = Reader.of(COMPACT, "IR" if lang == "fa" else "PK", lang)
    for index, step in enumerate(kind.example):
        mine = step.by == OWNER
        at = Position("IR" if mine else "PK", index, "0" * 64, "post", "2026-11-22T08:00:00Z", 0, mine)
        act = step.act.parse(step.body)
        sentence = say(kind, act, at, reader, "14")
        assert re.findall(r"\{[a-z_]+\}", sentence) == []
        assert sentence[-1] in ENDS[lang]
        assert ".." not in sentence
        assert all(label and value for label, value in facts(kind, act.body, type(act).fields, reader) if label)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.wire)
def test_without_free_text_the_sentence_is_the_same(kind: Kind[Any]) -> None:
    reader = Reader.of(COMPACT, "PK", "ur")
    at = Position("IR", 0, "0" * 64, "post", "2026-11-22T08:00:00Z", 0, is_owner=True)
    for step in kind.example:
        texts = {name for name, field in step.act.fields.items() if field.widget == "text"}
        bare = {name: value for name, value in step.body.items() if name not in texts}
        assert say(kind, step.act.parse(bare), at, reader, "1") == say(kind, step.act.parse(step.body), at, reader, "1")
