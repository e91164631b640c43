"""Three compacts on one node, and marks: what a viewer may not see appears in nothing that viewer can ask for."""

from dataclasses import fields, is_dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.node.world import NOW, Neighbour, join_compact, letter

from hamsaya.core.errors import Refused
from hamsaya.node import ledger, queries
from hamsaya.node.access import visible
from hamsaya.node.head import read_heads
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
COMPACTS = ("irpk", "ir-tm", "ir-af")
MARKS = ("OPEN", "GOV", "AREA", "DESK")
ROLES = {
    "public": ("OPEN",),
    "reader": ("OPEN", "GOV"),
    "area": ("OPEN", "GOV", "AREA"),
    "duty": ("OPEN", "GOV", "DESK"),
    "operator": MARKS,
}


def secret(compact: str, mark: str) -> str:
    """Return a word that stands in no other record."""
    return f"zanbaq{compact.replace('-', '')}{mark.lower()}"


def record_of(compact: str, mark: str) -> str:
    return f"IR/{compact}-{mark.lower()}"


@pytest.fixture
def three(home: Path) -> None:
    """One node in three compacts; in each a letter of each mark, answered by the neighbour, with a word of its own."""
    for compact in COMPACTS:
        join_compact(compact)
        drafts = []
        for mark in MARKS:
            draft = letter(compact, record_of(compact, mark), text={"lang": "en", "text": secret(compact, mark)})
            drafts.append(ledger.Draft(draft.kind, draft.act, draft.record, draft.body, audience=mark, confirmed=True))
        ledger.append(compact, drafts, post=f"post-{compact}", now=NOW)
        pk = Neighbour(compact)
        for mark in MARKS:
            answer = {"answer": "done", "text": {"lang": "en", "text": f"yes {secret(compact, mark)}"}}
            pk.write("incident/1", "answer", record_of(compact, mark), answer, audience=mark)
        ledger.receive(compact, pk.verified(), pk.note(), now=NOW)


def viewer(name: str, compact: str) -> Viewer:
    if name == "public":
        return Viewer.public(compact)
    if name == "operator":
        return Viewer.operator(compact)
    roles = {"reader": "reader", "area": "aide", "duty": "duty"}[name]
    areas = frozenset({"security"}) if name == "area" else frozenset({"markets"})
    return Viewer(compact, f"post-{name}", roles=frozenset({roles}), areas=areas)


def plain(value: Any) -> str:
    """Return everything that an answer holds as one text."""
    if isinstance(value, Record):
        return str({name: each for name, each in vars(value).items() if name != "_state"})
    if is_dataclass(value):
        return " ".join(plain(getattr(value, each.name)) for each in fields(value))
    if isinstance(value, msgspec.Struct):
        return str(msgspec.to_builtins(value))
    if isinstance(value, dict):
        return " ".join(f"{key} {plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return " ".join(map(plain, value))
    return value.decode(errors="replace") if isinstance(value, bytes) else str(value)


def all_that_can_be_asked(who: Viewer, compact: str) -> str:
    """Ask everything there is to ask without knowing a record's id, in a compact; return all answers as one text."""
    answers: list[Any] = [queries.records(who, compact, order=order) for order in queries.ORDERS]
    answers += [queries.records(who, compact, needs=needs) for needs in (queries.US, queries.THEM)]
    answers += [queries.board(who, compact, NOW + timedelta(hours=1)), queries.logs(who, compact)]
    answers += [queries.link_state(who, compact, NOW), queries.states(who, compact, "incident")]
    answers += [queries.search(who, compact, word) for word in ("zanbaq", "incident", "IR")]
    for party in ("IR", "PK"):
        answers.append(queries.entries(who, compact, party, 0, 100))
    return plain(answers)


@pytest.mark.parametrize("name", ROLES)
def test_a_mark_holds_in_every_answer(three: None, name: str) -> None:
    who = viewer(name, "irpk")
    assert set(Record.objects.filter(visible(who)).values_list("record", flat=True)) == {
        record_of("irpk", mark) for mark in ROLES[name]
    }
    found = all_that_can_be_asked(who, "irpk")
    for compact in COMPACTS:
        for mark in MARKS:
            may = compact == "irpk" and mark in ROLES[name]
            assert (record_of(compact, mark) in found) == may, (compact, mark)
    for compact in COMPACTS[1:]:
        assert secret(compact, "OPEN") not in found
        assert f"post-{compact}" not in found


@pytest.mark.parametrize("name", ROLES)
def test_a_record_asked_for_by_name_keeps_its_mark(three: None, name: str) -> None:
    who = viewer(name, "irpk")
    for mark in MARKS:
        record = record_of("irpk", mark)
        if mark in ROLES[name]:
            assert queries.record(who, "irpk", record).state.text["text"] == secret("irpk", mark)
            assert [act.act for act in queries.history(who, "irpk", record)] == ["report", "answer"]
            continue
        for ask in (queries.record, queries.history, queries.coverage):
            with pytest.raises(Refused) as refused:
                ask(who, "irpk", record)
            assert refused.value.code == "record.missing"
        with pytest.raises(Refused) as refused:
            queries.deadline_of(who, "irpk", record, NOW)
        assert refused.value.code == "record.missing"
        with pytest.raises(Refused) as refused:
            queries.proof(who, "irpk", "IR", 1 + MARKS.index(mark))
        assert refused.value.code == "entry.missing"


@pytest.mark.parametrize("name", ROLES)
def test_search_finds_a_text_for_those_who_may_read_it(three: None, name: str) -> None:
    who = viewer(name, "irpk")
    for compact in COMPACTS:
        for mark in MARKS:
            rows = queries.search(who, "irpk", secret(compact, mark)).rows
            may = compact == "irpk" and mark in ROLES[name]
            assert [row.record for row in rows] == ([record_of(compact, mark)] if may else [])


def test_another_compact_is_refused_by_name(three: None) -> None:
    who = viewer("duty", "irpk")
    asks: list[Any] = [
        lambda: queries.records(who, "ir-tm"),
        lambda: queries.record(who, "ir-tm", record_of("ir-tm", "OPEN")),
        lambda: queries.history(who, "ir-tm", record_of("ir-tm", "OPEN")),
        lambda: queries.board(who, "ir-tm", NOW),
        lambda: queries.logs(who, "ir-tm"),
        lambda: queries.link_state(who, "ir-tm", NOW),
        lambda: queries.entries(who, "ir-tm", "IR", 0),
        lambda: queries.proof(who, "ir-tm", "IR", 0),
        lambda: queries.search(who, "ir-tm", "zanbaq"),
        lambda: queries.state_digest(who, "ir-tm"),
        lambda: queries.covered(who, "ir-tm"),
        lambda: queries.coverage(who, "ir-tm", record_of("ir-tm", "OPEN")),
        lambda: queries.states(who, "ir-tm", "incident"),
        lambda: queries.deadline_of(who, "ir-tm", record_of("ir-tm", "OPEN"), NOW),
    ]
    codes = []
    for ask in asks:
        with pytest.raises(Refused) as refused:
            ask()
        codes.append(refused.value.code)
    assert codes == ["compact.not-yours"] * len(asks)


def test_a_file_stays_in_its_compact_and_behind_its_mark(three: None) -> None:
    def text_hash(compact: str, mark: str) -> str:
        view = queries.record(Viewer.operator(compact), compact, record_of(compact, mark))
        return str(view.state.text["file"])

    who = viewer("reader", "irpk")
    own = queries.text_of(who, "irpk", record_of("irpk", "GOV"), text_hash("irpk", "GOV"))
    assert own is not None
    assert own.data.decode() == secret("irpk", "GOV")
    for compact, mark, code in (
        ("irpk", "DESK", "file.not-named"), ("ir-tm", "GOV", "file.not-named"), ("ir-tm", "OPEN", "file.not-named"),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            queries.text_of(who, "irpk", record_of("irpk", "GOV"), text_hash(compact, mark))
        assert refused.value.code == code


def test_nothing_of_one_compact_stands_in_the_log_of_another(three: None) -> None:
    for compact in COMPACTS:
        heads = read_heads(compact)
        assert {head.origin for head in heads} == {
            f"hamsaya/{compact}/IR", f"hamsaya/{compact}/PK", f"hamsaya/{compact}/IR/audit"
        }  # fmt: skip


def test_the_audit_trail_is_for_the_operator_alone(three: None) -> None:
    ledger.note_audit("irpk", "view", "post-duty", record_of("irpk", "DESK"), now=NOW)
    assert [log.sort for log in queries.logs(viewer("duty", "irpk"), "irpk")] == ["shared", "shared"]
    logs = queries.logs(viewer("operator", "irpk"), "irpk")
    assert [(log.sort, log.size) for log in logs] == [("shared", 5), ("shared", 5), ("audit", 1)]
