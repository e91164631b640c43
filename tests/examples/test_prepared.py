"""The prepared sitting and the press set: every act passes its check, invented words say so, the result stands."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.examples.test_records import COMPACT, fold

import hamsaya.records  # noqa: F401 -- registers the kinds
from hamsaya.cli.prepared import FILES, _filled
from hamsaya.core import agreement, meeting, undertaking
from hamsaya.core.fields import Wording
from hamsaya.core.kinds import Position, apply_act, check_act, kind_of
from hamsaya.core.text import LANGUAGES

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "iran-pakistan"
ACTS: list[dict[str, Any]] = [
    act for name in FILES for act in tomllib.loads((EXAMPLE / name).read_text(encoding="utf-8"))["act"]
]
TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def states() -> dict[str, Any]:
    """Every act in the file's order, checked on what stood before it."""
    found: dict[str, Any] = {record: state for record, (_, state) in fold().items()}
    for index, act in enumerate(ACTS):
        kind = kind_of(act["kind"])
        assert kind is not None
        state, party = found.get(act["record"]), act["by"]
        owner = act["record"].partition("/")[0]
        at = Position(party, 500 + index, "0" * 64, act["post"], "2026-11-22T08:00:00Z", 500 + index, party == owner)
        check_act(kind, state, act["act"], body_of(act, state), at)
        found[act["record"]], had_effect = apply_act(kind, state, act["act"], body_of(act, state), at)
        assert had_effect, act
    return found


def body_of(act: dict[str, Any], state: Any) -> Any:
    """Return the body as the loader resolves it."""
    if "report" in act:
        return {"digest": meeting.seal_digest(act["report"]["scores"], act["report"]["salt"])}
    if act.get("open"):
        return next(each["report"] for each in ACTS if "report" in each and each["by"] == act["by"])
    if act["body"].get("digest") == "@text":
        (digest,) = [each for each, hands in agreement.open_texts(state).items() if act["by"] not in hands]
        return {"digest": digest}
    return _filled(act["body"], act, "", TODAY)


def test_both_adopt_c02_and_c04_with_definitions_and_days(states: dict[str, Any]) -> None:
    texts = {record: undertaking.text_in_force(states[record]) for record in ("PK/c02", "PK/c04")}
    assert {record: (text["due"], set(text["definition"])) for record, text in texts.items()} == {
        "PK/c02": ("2027-04-21", set(LANGUAGES)), "PK/c04": ("2027-09-18", set(LANGUAGES)),
    }  # fmt: skip


def test_one_score_is_disputed_and_one_left_unanswered(states: dict[str, Any]) -> None:
    assert {by: each["score"] for by, each in states["PK/c02"].scores["PK"].items()} == {"IR": "begun", "PK": "done"}
    assert list(states["PK/c02"].disputes) == ["IR"]
    assert list(states["PK/c04"].scores["IR"]) == ["IR"]
    assert undertaking.latest_answers(states["PK/c04"]) == {}


def test_the_sitting_has_a_day_and_reports_as_sealed(states: dict[str, Any]) -> None:
    state = states["IR/hcm-01"]
    assert (meeting.day_of(state), meeting.status(state), meeting.oddities(state)) == ("2027-01-06", "dated", ())


def test_invented_words_say_so_and_press_words_too() -> None:
    marks = {"en": ("example", "press"), "fa": ("نمونه", "مطبوعات"), "ur": ("نمونہ", "اخباری")}
    unmarked = []
    for act in ACTS:
        kind = kind_of(act["kind"])
        fields = kind.acts_by_name[act["act"]].fields if kind else {}
        for name, field in fields.items():
            value = act.get("body", {}).get(name)
            if isinstance(field, Wording) and value and name != "place":
                unmarked += [text for lang, text in value.items() if not any(mark in text for mark in marks[lang])]
    assert unmarked == []


def test_posts_are_offices_of_their_side() -> None:
    assert [act["post"] for act in ACTS if COMPACT.office(act["post"]).party != act["by"]] == []
