"""A kind that is one file and its words gets storage, exchange, pages, forms, exports and the shell's commands."""

import csv
import importlib
import json
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import node, shell
from tests.cli.shell import Shell
from tests.contract import test_fold, test_says
from tests.node.world import COMPACT
from tests.simulator import POSTS, Pair
from tests.web.conftest import SignIn, compact, sign_in

from hamsaya.core import text
from hamsaya.core.kinds import OWNER, Kind, kind_of, unregister
from hamsaya.node import ledger, queries
from hamsaya.people.viewer import Viewer

__all__ = ["compact", "node", "shell", "sign_in"]
WIRE = "footbridge/1"
WORDS = Path(__file__).parent / "footbridge" / "words.toml"


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind[Any]]:
    """Register the kind and its words for one test."""
    monkeypatch.setattr(text, "_added", dict(text._added))
    text.add_words(WORDS.read_text(encoding="utf-8"))
    sys.modules.pop("tests.contract.footbridge.kind", None)
    importlib.import_module("tests.contract.footbridge.kind")
    found = kind_of(WIRE)
    assert found is not None
    yield found
    unregister(WIRE)
    text._in_all.cache_clear()


def test_the_contract_of_every_kind_holds(kind: Kind[Any]) -> None:
    test_fold.test_acts_survive_the_wire(kind)
    test_fold.test_the_state_is_the_same_whatever_arrived_first(kind)
    test_fold.test_acts_of_the_example_have_effect(kind)
    test_fold.test_a_state_read_back_is_the_state(kind)
    test_fold.test_the_fold_never_raises(kind)
    test_fold.test_facets_name_a_status_and_parties_of_the_compact(kind)
    test_fold.test_every_word_is_there(kind)
    for lang in ("en", "fa", "ur"):
        test_says.test_an_act_is_a_sentence(kind, lang)


@pytest.mark.django_db
def test_it_is_stored_and_crosses_the_border(kind: Kind[Any], tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    record = ""
    for step in kind.example:
        side = pair.a if step.by == OWNER else pair.b
        with side:
            record = record or ledger.new_record(COMPACT)
            draft = ledger.Draft(WIRE, step.act.name(), record, dict(step.body))
            ledger.append(COMPACT, [draft], post=POSTS[side.party], now=side.now())
        pair.sync()
    viewer = Viewer.operator(COMPACT)
    views = [side.run(queries.record, viewer, COMPACT, record) for side in (pair.a, pair.b)]
    assert [(view.row.status, view.state.planks, view.state.crossed) for view in views] == [("agreed", 12, True)] * 2
    assert pair.a.digest() == pair.b.digest()


@pytest.mark.django_db
def test_it_has_forms_and_pages_in_each_language(kind: Kind[Any], compact: str, sign_in: SignIn) -> None:
    typed = {
        "f.title.fa": "پل نُه تخته", "f.bridge": "damaged", "f.planks": "۹", "f.surveyed": "۱۴۰۵/۰۹/۰۱",
        "f.marks": "white paint\nrope", "f.text": "Passable on foot.",
    }  # fmt: skip
    persian = sign_in("fa", "duty")
    assert persian.get(f"/{compact}/new/footbridge/find/").status_code == 200
    preview = persian.post(f"/{compact}/new/footbridge/find/preview/", typed).content.decode()
    assert "ایران نے ایک پیدل پُل پایا ہے: پل نُه تخته۔ حالت: ٹوٹا ہوا۔ تختے: 9۔" in preview
    page = persian.post(f"/{compact}/new/footbridge/find/", typed, follow=True).content.decode()
    assert "وضعیت: آسیب‌دیده. شمار تخته‌ها: ۹." in page
    assert "۱ آذر ۱۴۰۵" in page
    urdu = sign_in("ur", "duty")
    assert "پیدل پُل" in urdu.get(f"/{compact}/list/footbridge/").content.decode()
    english = sign_in("en", "duty")
    rows = list(
        csv.DictReader(StringIO(english.get(f"/{compact}/list/footbridge/?format=csv").content.decode("utf-8-sig")))
    )
    assert [(row["name"], row["title_fa"], row["status"]) for row in rows] == [("footbridge", "پل نُه تخته", "found")]
    found = english.get(f"/{compact}/list/footbridge/?format=json&q=rope").json()
    assert [row["record"] for row in found["records"]] == [rows[0]["record"]]
    mended = english.post(f"/{compact}/r/{rows[0]['record']}/mend/", {"f.planks": "10"}, follow=True)
    assert "Iran counts 10 planks on footbridge" in mended.content.decode()


@pytest.mark.django_db
def test_the_shell_lists_shows_and_makes_its_acts(kind: Kind[Any], node: Path, shell: Shell) -> None:
    body = node / "body.json"
    body.write_text(json.dumps(dict(kind.example[0].body)), encoding="utf-8")
    made = shell.data("act", "footbridge", "find", "--post", "ir-duty-officer", "--body", str(body))
    assert shell.code == 0, shell.err
    listed = shell.data("list", "footbridge")["records"]
    assert [(row["record"], row["title"]) for row in listed] == [(made["record"], "Bridge of nine planks")]
    shown = shell.data("show", made["record"])
    assert (shown["state"]["planks"], [act["act"] for act in shown["acts"]]) == (9, ["find"])
    shell("act", "footbridge", "mend", "--record", made["record"], "--set", "planks:=8", "--post", "ir-duty-officer")
    assert shell.data("show", made["record"])["state"]["planks"] == 8
