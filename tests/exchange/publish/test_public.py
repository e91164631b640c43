"""The public part: only what both released, nothing else anywhere, data and proofs that a stranger checks."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.node.world import NOW, Neighbour, join_compact

from hamsaya.core.errors import Refused
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import digest_of, kind_named
from hamsaya.core.note import decode_vkey
from hamsaya.core.proof import verify_proof
from hamsaya.core.text import LANGUAGES, word
from hamsaya.exchange.publish.figures import Monthly
from hamsaya.exchange.publish.folder import MARK, write
from hamsaya.exchange.publish.site import Site
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
NEXT_MONTH = datetime(2026, 12, 1, tzinfo=UTC)
SECRET = "canary-that-must-not-leave"
ENTERED: dict[str, Any] = {
    "number": "C02", "title": {"en": "Officers in two towns"}, "wording": {"en": "As reported."}, "modality": "agreed",
    "bound": ["IR", "PK"], "area": "security", "verifiability": 3, "due": "not-stated",
}  # fmt: skip
TEXT: dict[str, Any] = {
    "wording": {"en": "Officers are stationed.", "fa": "افسران مستقر می‌شوند."}, "authentic": "all_equal",
    "definition": {"en": "One officer of each side works in each town."},
    "guideline": {"en": "3: both work."}, "due": "2027-03-01",
    "character": "agreed_minutes", "binding": "no",
}  # fmt: skip


@pytest.fixture
def compact(home: Path, db: None) -> str:
    name = join_compact()
    own = [
        ("commitment", "enter", "IR/c02", ENTERED), ("commitment", "propose", "IR/c02", TEXT),
        ("commitment", "score", "IR/c02", {"party": "PK", "score": "done", "direction": "up", "evidence": [SECRET]}),
        ("commitment", "dispute", "IR/c02", {"ground": {"en": SECRET}}),
        ("commitment", "enter", "IR/c03", {**ENTERED, "number": "C03", "title": {"en": SECRET}}),
        ("release", "ask", "IR/r1", {"title": {"en": "Officers"}, "what": "record", "about": "IR/c02"}),
        ("release", "ask", "IR/r2", {"title": {"en": "Asked alone"}, "what": "record", "about": "IR/c03"}),
    ]  # fmt: skip
    drafts = [ledger.Draft(kind, act, record, body, confirmed=True) for kind, act, record, body in own]
    ledger.append(name, drafts, post="d", now=NOW)
    return name


def consent(compact: str, *more: tuple[str, str, str, dict[str, Any]]) -> Neighbour:
    """Let the neighbour sign the text and consent to the first release."""
    other = Neighbour()
    acts = [
        ("commitment/1", "adopt", "IR/c02", {"digest": digest_of(TEXT)}), ("release/1", "consent", "IR/r1", {}), *more
    ]  # fmt: skip
    for kind, act, record, body in acts:
        other.write(kind, act, record, body, saw=10)
    ledger.receive(compact, other.verified(), other.note(), now=NOW)
    return other


def everything(site: Site) -> dict[str, bytes]:
    return {path: site.page(path) or b"" for path in site.paths() if not path.startswith("assets/")}


def test_what_one_side_alone_released_is_nowhere(compact: str) -> None:
    site = Site(compact, TODAY)
    assert site.found.promises == ()
    assert [path for path, data in everything(site).items() if b"Officers" in data or SECRET.encode() in data] == []


def test_what_both_released_is_public_and_nothing_else_of_it_leaks(compact: str) -> None:
    consent(compact)
    site = Site(compact, TODAY)
    assert [(each.record, each.status, each.due) for each in site.found.promises] == [
        ("IR/c02", "disputed", "2027-03-01")
    ]
    files = everything(site)
    assert [path for path, data in files.items() if SECRET.encode() in data] == []
    assert b"Officers are stationed." in files["en/ir-c02.html"]
    assert "افسران مستقر می‌شوند.".encode() in files["fa/ir-c02.html"]
    assert [path for path, data in files.items() if not data] == []


def test_a_consent_taken_back_ends_the_publication(compact: str, tmp_path: Path) -> None:
    consent(compact, ("release/1", "end", "IR/r1", {}))
    assert Site(compact, TODAY).found.promises == ()


def test_a_release_waits_for_its_day(compact: str) -> None:
    later = {"title": {"en": "Later"}, "what": "record", "about": "IR/c03", "not_before": "2027-01-01T00:00:00Z"}
    ledger.append(compact, [ledger.Draft("release", "ask", "IR/r3", later, confirmed=True)], post="d", now=NOW)
    consent(compact, ("release/1", "consent", "IR/r3", {}))
    assert [each.record for each in Site(compact, TODAY).found.promises] == ["IR/c02"]
    assert len(Site(compact, datetime(2027, 1, 1, tzinfo=UTC)).found.promises) == 2


def test_a_stranger_checks_every_proof_with_the_published_keys(compact: str) -> None:
    consent(compact)
    files = everything(Site(compact, TODAY))
    keys = {party: decode_vkey(line) for party, line in json.loads(files["keys.json"]).items()}
    proofs = {path: data for path, data in files.items() if path.startswith("proof/")}
    checked = [verify_proof(data, [keys["PK" if "-pk-" in path else "IR"]])[0].entry for path, data in proofs.items()]
    assert sorted(json.loads(entry)["act"] for entry in checked) == ["adopt", "propose"]


def test_the_data_says_the_same_as_the_pages_and_has_a_codebook(compact: str) -> None:
    consent(compact)
    files = everything(Site(compact, TODAY))
    (row,) = csv.DictReader(StringIO(files["data/promises.csv"].decode("utf-8-sig")))
    (same,) = json.loads(files["data/promises.json"])["promises"]
    assert {name: str(value) for name, value in same.items()} == row
    assert (row["number"], row["digest"], row["scores"]) == ("C02", digest_of(TEXT), "")
    means = {each["column"]: each for each in csv.DictReader(StringIO(files["data/codebook.csv"].decode("utf-8-sig")))}
    columns = {
        name
        for path in files
        if path.endswith(".csv")
        for name in files[path].decode("utf-8-sig").split("\n")[0].split(",")
    }
    assert columns - {"column", *(f"meaning_{lang}" for lang in LANGUAGES)} <= set(means)
    assert all(each[f"meaning_{lang}"] for each in means.values() for lang in LANGUAGES)
    assert means["status=adopted"]["meaning_fa"] == word("status.adopted", "fa")


def test_figures_are_public_by_both_and_never_below_five(compact: str) -> None:
    ask = {"title": {"en": "Figures"}, "what": "figures"}
    test = {"desk": "zahedan", "counter": 1, "desk_state": "staffed", "sent": format_instant(NOW)}
    drafts = [ledger.Draft("release", "ask", "IR/r4", ask, confirmed=True)]
    drafts += [ledger.Draft("link-test", "test", ledger.new_record(compact), test) for _ in range(6)]
    hazard = kind_named("hazard")
    assert hazard is not None
    for name, traffic in (("h1", "actual"), ("x-flood-h2", "exercise"), ("x-test-h3", "test")):
        body = {**hazard.example[0].body, "traffic": traffic}
        drafts.append(
            ledger.Draft("hazard", hazard.example[0].act.name(), f"IR/{name}", body)
        )  # what is practice is marked in its id
    ledger.append(compact, drafts, post="d", now=NOW)
    assert Site(compact, TODAY).found.figures == ()
    consent(compact, ("release/1", "consent", "IR/r4", {}))
    assert Site(compact, TODAY).found.figures == ()
    assert Site(compact, NEXT_MONTH).found.figures == (
        Monthly("2026-11", "count", "hazard", None), Monthly("2026-11", "count", "link-test", 6),
        Monthly("2026-11", "silent", "IR", 6),
    )  # fmt: skip


def test_the_folder_is_put_in_place_whole_and_what_did_not_change_is_kept(compact: str, tmp_path: Path) -> None:
    consent(compact)
    folder = tmp_path / "www" / "public"
    assert write(Site(compact, TODAY), folder) == sum(1 for each in folder.rglob("*") if each.is_file()) - 1
    first, page = folder.resolve(), (folder / "en" / "ir-c02.html").stat().st_ino
    (folder / "mine.txt").write_text("mine")
    write(Site(compact, TODAY), folder)
    assert folder.resolve() != first
    assert not first.exists()
    assert (folder / "mine.txt").read_text() == "mine"
    assert (folder / "en" / "ir-c02.html").stat().st_ino == page
    assert sorted(each.name for each in folder.parent.iterdir()) == sorted([folder.resolve().name, "public"])


def test_what_is_half_written_is_never_in_place(compact: str, tmp_path: Path) -> None:
    consent(compact)
    folder = tmp_path / "public"
    write(Site(compact, TODAY), folder)
    before = {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()}

    def cut() -> Iterator[str]:
        yield "index.html"
        yield "en/ir-c02.html"
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space"):
        write(Site(compact, NEXT_MONTH), folder, cut())
    assert {each: each.read_bytes() for each in folder.rglob("*") if each.is_file()} == before
    write(Site(compact, NEXT_MONTH), folder)
    assert (folder / MARK).is_file()


def test_what_is_no_longer_released_is_taken_away(compact: str, tmp_path: Path) -> None:
    other = consent(compact)
    folder = tmp_path / "public"
    write(Site(compact, TODAY), folder)
    assert (folder / "ur" / "ir-c02.html").is_file()
    other.write("release/1", "end", "IR/r1", {}, saw=10)
    ledger.receive(compact, other.verified(3), other.note(), now=NOW)
    write(Site(compact, TODAY), folder)
    assert list(folder.rglob("*c02*")) == []


def test_no_other_folder_is_touched(compact: str, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "index.html").write_text("mine")
    with pytest.raises(Refused) as refused:
        write(Site(compact, TODAY), other)
    assert refused.value.code == "publish.not-ours"
    assert (other / "index.html").read_text() == "mine"


def test_the_same_pages_are_served_without_a_sign_in(compact: str, settings: Any) -> None:
    consent(compact)
    answer = Client().get(f"/public/{compact}/en/ir-c02.html")
    assert (answer.status_code, answer.cookies) == (200, {})
    assert "افسران" in Client().get(f"/public/{compact}/fa/ir-c02.html").content.decode()
    assert Client().get(f"/public/{compact}/en/ir-c03.html").status_code == 404
