"""The example's acts pass the kinds' own checks and say what the five reports say, no more."""

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import hamsaya.records  # noqa: F401 -- registers the kinds
from hamsaya.core.canonical import encode
from hamsaya.core.compact import Desk, Named, Office, Place, load_compact
from hamsaya.core.fields import Entity, Field, Items, Quote, Record, Where, Wording
from hamsaya.core.kinds import Facets, Position, State, check_act, kind_of
from hamsaya.core.text import LANGUAGES
from hamsaya.records.commitment import Commitment

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "iran-pakistan"
ACTS: list[dict[str, Any]] = tomllib.loads((EXAMPLE / "records.toml").read_text(encoding="utf-8"))["act"]
COMPACT = load_compact((EXAMPLE / "compact.toml").read_bytes())
UNITS = {"S0": 8, "S1": 9, "S2": 17, "S3": 23, "S4": 15}
HEADINGS = {"S2.04", "S2.08", "S2.12"}
NOW = "2026-11-22T08:00:00Z"

COMMITMENTS = """
C01 agreed IR,PK 2 | C02 agreed IR,PK 3 | C03 proposed IR,PK 1 | C04 agreed IR,PK 3 | C05 agreed IR,PK 0
C06 agreed IR,PK 0 | C07 agreed IR,PK 1 | C08 agreed IR,PK 2 | C09 called IR,PK 1 | C10 agreed IR,PK 1
C11 agreed IR,PK 1 | C12 agreed IR,PK 1 | C13 agreed IR,PK 1 | C14 agreed IR,PK 1 | C15 principle IR,PK 0
C16 agreed IR,PK 1 | C17 agreed IR,PK 1 | C18 pledged IR,PK 0 | C19 pledged IR 2 | C20 called IR,PK 1
C21 agreed IR,PK 0 | C22 called IR,PK 0 | C23 called IR,PK 2 | C24 event IR 3 | C25 agreed IR,PK 0
C26 event IR,PK 1
"""


def fold() -> dict[str, tuple[str, State]]:
    """Take every act through the check that stands before the ledger; return kind and state by record."""
    states: dict[str, tuple[str, State]] = {}
    sizes = {party.code: 0 for party in COMPACT.parties}
    for act in ACTS:
        kind = kind_of(act["kind"])
        assert kind is not None
        is_owner = act["record"].startswith(f"{act['by']}/")
        at = Position(act["by"], sizes[act["by"]], "0" * 64, act["post"], NOW, 0, is_owner)
        before = states.get(act["record"], (act["kind"], None))[1]
        after = kind.apply(before, check_act(kind, before, act["act"], act["body"], at), at)
        assert after is not None
        states[act["record"]] = (act["kind"], after)
        sizes[act["by"]] += 1
    return states


@pytest.fixture(scope="module")
def states() -> dict[str, tuple[str, State]]:
    return fold()


def facets(record: str, kind: str, state: State) -> Facets:
    made = kind_of(kind)
    assert made is not None
    owner = record.partition("/")[0]
    return made.facets(state, owner, COMPACT.other(owner).code)


def values(field: Field[Any], value: Any) -> Iterator[tuple[Field[Any], Any]]:
    if isinstance(field, Items):
        for item in value:
            yield from values(field.item, item)
    else:
        yield field, value


def report_bytes(record: str) -> bytes:
    return (EXAMPLE / "reports" / f"{record.partition('/')[2].upper()}.txt").read_bytes()


def report_text(record: str) -> str:
    return report_bytes(record).decode("utf-8")


def all_values() -> Iterator[tuple[str, Field[Any], Any]]:
    for act in ACTS:
        kind = kind_of(act["kind"])
        assert kind is not None
        act_type = kind.act(act["act"])
        assert act_type is not None
        for name, value in act["body"].items():
            yield from ((f"{act['record']} {name}", *pair) for pair in values(act_type.fields[name], value))


def test_each_side_writes_only_its_own_records() -> None:
    assert [act["record"] for act in ACTS if not act["record"].startswith(f"{act['by']}/")] == []
    assert {act["by"] for act in ACTS} == {party.code for party in COMPACT.parties}


def test_each_post_is_of_the_side_that_acts() -> None:
    assert [act["post"] for act in ACTS if COMPACT.office(act["post"]).party != act["by"]] == []


def test_every_wording_stands_in_three_languages() -> None:
    partial = [
        where for where, field, value in all_values() if isinstance(field, Wording) and set(value) != set(LANGUAGES)
    ]
    assert partial == []


def test_every_entry_of_the_compact_that_is_named_is_there() -> None:
    finders: dict[str, Callable[[str], Named | Office | Desk | Place]] = {
        "area": COMPACT.area,
        "office": COMPACT.office,
        "desk": COMPACT.desk,
        "place": COMPACT.place,
    }
    for _, field, value in all_values():
        if isinstance(field, Entity):
            assert finders[field.of](value).id == value
        if isinstance(field, Where) and "place" in value:
            assert COMPACT.place(value["place"]).id == value["place"]


def test_every_record_that_is_named_is_there(states: dict[str, tuple[str, State]]) -> None:
    named = {value for _, field, value in all_values() if isinstance(field, Record)}
    assert named - set(states) == set()


def test_every_quotation_stands_where_it_says() -> None:
    quotes = [value for _, field, value in all_values() if isinstance(field, Quote)]
    stands = {quote["text"]: report_text(quote["source"])[quote["start"] : quote["end"]] for quote in quotes}
    assert [text for text, found in stands.items() if text != found] == []


def test_every_passage_of_a_commitment_is_quoted_in_its_order() -> None:
    for act in ACTS:
        if act["kind"] == "commitment/1":
            named = [passage[:2].lower() for passage in act["body"]["places"]]
            assert [quote["source"].partition("/")[2] for quote in act["body"]["quotes"]] == named


def test_every_report_names_the_digest_of_its_text() -> None:
    reports = {act["record"]: act["body"]["file"] for act in ACTS if act["kind"] == "report/1"}
    assert reports == {record: hashlib.sha256(report_bytes(record)).hexdigest() for record in reports}


def test_every_passage_that_is_named_is_a_sentence_of_its_report() -> None:
    text = (EXAMPLE / "records.toml").read_text(encoding="utf-8")
    passages = set(re.findall(r"S\d\.\d\d", text.partition("[[act]]")[2]))
    real = {f"{name}.{unit:02}" for name, count in UNITS.items() for unit in range(1, count + 1)} - HEADINGS
    assert passages == real


def test_every_act_fits_into_an_entry() -> None:
    assert [act["record"] for act in ACTS if len(encode(act["body"])) > 60_000] == []


def test_twenty_six_commitments_with_modality_sides_and_verifiability(states: dict[str, tuple[str, State]]) -> None:
    found = sorted(
        (state.number, state.modality, ",".join(state.bound), str(state.verifiability))
        for _, state in states.values()
        if isinstance(state, Commitment)
    )
    assert found == [tuple(line.split()) for line in COMMITMENTS.replace("\n", "|").split("|") if line.strip()]


def test_no_commitment_counts_as_adopted_and_none_has_a_date(states: dict[str, tuple[str, State]]) -> None:
    found = {
        (facets(record, kind, state).status, state.due)
        for record, (kind, state) in states.items()
        if isinstance(state, Commitment)
    }
    assert found == {("reported", "not-stated")}


def test_what_stands_in_conflict_is_shown_so(states: dict[str, tuple[str, State]]) -> None:
    conflicts = {record for record, (kind, state) in states.items() if facets(record, kind, state).status == "conflict"}
    assert conflicts == {"IR/visit-defence-2024-11", "PK/exhibition-ideas"}


def test_how_many_of_each_kind() -> None:
    counts: dict[str, int] = {}
    for record, kind in {(act["record"], act["kind"]) for act in ACTS}:
        assert record
        counts[kind] = counts.get(kind, 0) + 1
    assert counts == {
        "report/1": 5,
        "office/1": 9,
        "desk/1": 2,
        "principle/1": 2,
        "commitment/1": 26,
        "assessment/1": 4,
        "claim/1": 1,
        "notice/1": 1,
        "visit/1": 9,
        "event/1": 3,
        "project/1": 1,
        "statement/1": 9,
    }
