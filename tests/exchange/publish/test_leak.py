"""Nothing leaks: a node full of what is not released, under every mark, publishes not one byte of it."""

import base64
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.exchange.publish.test_public import ENTERED, TEXT, everything
from tests.node.world import NOW, Neighbour, join_compact

from hamsaya.core.kinds import all_kinds, digest_of
from hamsaya.exchange.publish.site import Site
from hamsaya.node import ledger

pytestmark = pytest.mark.django_db
TODAY = datetime(2027, 2, 1, tzinfo=UTC)
CANARY = "canary"


def commitment(name: str, **more: Any) -> dict[str, Any]:
    return {
        **ENTERED,
        "number": name,
        "title": {"en": f"{CANARY} {name}"},
        "wording": {"en": f"{CANARY} {name}"},
        **more,
    }


def release(about: str, **more: Any) -> dict[str, Any]:
    return {"title": {"en": f"{CANARY} asked for {about}"}, "what": "record", "about": about, **more}


MARKET = {"title": {"en": "Market at the bridge"}, "slot": "market-slot-1"}
LINE = {
    "en": "Both sides are looking into it.",
    "fa": "هر دو طرف در حال بررسی‌اند.",
    "ur": "دونوں فریق جائزہ لے رہے ہیں۔",
}
CLAIM = {
    "title": {"en": f"{CANARY} claim"},
    "parts": [{"en": f"{CANARY} part"}],
    "first_seen": "not-stated",
    "spread": "single",
}
SCORE = {"party": "IR", "score": "done", "direction": "up", "evidence": [CANARY]}
NOT_RELEASED = ("never-asked", "asked-alone", "refused", "ended", "taken-back", "later", "area", "desk")


@pytest.fixture
def site(home: Path, db: None) -> Site:
    """A node where one commitment, one market and one line are released, and very much else is not."""
    name = join_compact()
    drafts = [
        ledger.Draft("commitment", "enter", "IR/shown", ENTERED),
        ledger.Draft("commitment", "propose", "IR/shown", TEXT),
    ]
    marks = {"area": "AREA", "desk": "DESK"}
    drafts += [
        ledger.Draft("commitment", "enter", f"IR/{each}", commitment(each), audience=marks.get(each))
        for each in NOT_RELEASED
    ]
    shown = {"wording": {"en": f"{CANARY} later wording"}, **{k: v for k, v in TEXT.items() if k != "wording"}}
    drafts += [
        ledger.Draft("commitment", "propose", "IR/shown", shown),
        ledger.Draft("commitment", "block", "IR/shown", {"cause": "funds", "words": {"en": f"{CANARY} block"}}),
        ledger.Draft("commitment", "score", "IR/shown", SCORE),
        ledger.Draft("market", "announce", "IR/m1", MARKET),
        ledger.Draft("market", "tick", "IR/m1", {"ready": ["road"], "evidence": f"{CANARY} evidence"}),
        ledger.Draft("market", "status", "IR/m1", {"status": "open", "reason": "none", "stalls": 3, "visitors": 4}),
        ledger.Draft("market", "announce", "IR/m2", {**MARKET, "title": {"en": f"{CANARY} market"}}),
        ledger.Draft("claim", "enter", "IR/k1", CLAIM),
        ledger.Draft("claim", "propose", "IR/k1", {"words": LINE}),
        ledger.Draft("claim", "enter", "IR/k2", CLAIM),
        ledger.Draft("claim", "propose", "IR/k2", {"words": dict.fromkeys(LINE, f"{CANARY} line")}),
        ledger.Draft("release", "ask", "IR/r-shown", release("IR/shown")),
        ledger.Draft("release", "ask", "IR/r-m1", release("IR/m1")),
        ledger.Draft("release", "ask", "IR/r-k2", release("IR/k2")),
        ledger.Draft("commitment", "enter", "IR/x-flood-c1", commitment("practice")),
        ledger.Draft("release", "ask", "IR/x-flood-r1", release("IR/x-flood-c1")),
        ledger.Draft("release", "ask", "IR/x-flood-r2", {"title": {"en": CANARY}, "what": "figures"}),
    ]  # fmt: skip
    for each in NOT_RELEASED[1:6]:
        later = {"not_before": "2027-06-01T00:00:00Z"} if each == "later" else {}
        drafts.append(ledger.Draft("release", "ask", f"IR/r-{each}", release(f"IR/{each}", **later)))
    for draft in drafts:
        ledger.append(name, [replace(draft, confirmed=True)], post="d", now=NOW)
    ledger.append(
        name, [ledger.Draft("release", "take-back", "IR/r-taken-back", {})], post="d", now=NOW + timedelta(hours=2)
    )
    line = digest_of({"words": LINE})
    ledger.receive(name, *neighbour(line), now=NOW + timedelta(hours=3))
    ledger.append(
        name, [ledger.Draft("claim", "consent", "IR/k1", {"digest": line}, confirmed=True)], post="d",
        now=NOW + timedelta(hours=4),
    )  # fmt: skip
    return Site(name, TODAY)


def neighbour(line: str) -> Any:
    other = Neighbour()
    acts: list[tuple[str, str, str, dict[str, Any]]] = [
        ("commitment/1", "adopt", "IR/shown", {"digest": digest_of(TEXT)}),
        ("commitment/1", "dispute", "IR/shown", {"ground": {"en": f"{CANARY} dispute"}}),
        ("market/1", "note", "IR/m1", {}),
        ("claim/1", "sign", "IR/k1", {"digest": line}), ("claim/1", "consent", "IR/k1", {"digest": line}),
        ("claim/1", "answer", "IR/k1", {"part": 1, "verdict": "false"}),
        ("release/1", "refuse", "IR/r-refused", {}), ("release/1", "end", "IR/r-ended", {}),
        ("release/1", "consent", "IR/x-flood-r1", {}), ("release/1", "consent", "IR/x-flood-r2", {}),
        *(("release/1", "consent", f"IR/r-{each}", {}) for each in ("shown", "m1", "k2", "taken-back", "later")),
        ("commitment/1", "enter", "PK/theirs", commitment("theirs")),
    ]  # fmt: skip
    for kind, act, record, body in acts:
        other.write(kind, act, record, body, saw=60)
    return other.verified(), other.note()


def opened(data: bytes) -> bytes:
    """Return a file with the entries that its proofs carry beside it: base64 hides nothing."""
    entries = re.findall(rb"extra ([A-Za-z0-9+/=]+)", data)
    return data + b"".join(base64.b64decode(each) for each in entries)


def test_what_is_released_is_there(site: Site) -> None:
    assert [each.record for each in site.found.promises] == ["IR/shown"]
    assert [(each.record, each.status, each.facts) for each in site.found.border] == [("IR/m1", "open", ())]
    assert [(each.words, each.party) for each in site.found.lines] == [(LINE, "")]
    files = everything(site)
    assert site.found.figures == ()
    assert b"Both sides are looking into it." in files["en/records.html"]
    assert b"Market at the bridge" in files["en/border.html"]
    assert sum(path.startswith("proof/") for path in files) == 5


def test_nothing_else_is_anywhere(site: Site) -> None:
    files = everything(site)
    assert [path for path, data in files.items() if CANARY.encode() in opened(data)] == []
    hidden = [*(f"IR/{each}" for each in (*NOT_RELEASED, "m2", "k2")), "PK/theirs"]
    named = [(path, each) for path, data in files.items() for each in hidden if f'{each}"'.encode() in opened(data)]
    assert named == []
    addresses = " ".join(files)
    assert [each for each in hidden if each.lower().replace("/", "-") in addresses] == []


def test_no_address_of_what_is_not_released_answers(site: Site) -> None:
    asked = [f"en/ir-{each}.html" for each in NOT_RELEASED] + [
        "proof/ir-desk-ir-3.tlog-proof",
        "assets/../../settings.py",
        "data/officers.csv",
    ]
    assert [path for path in asked if site.page(path) is not None] == []


def test_every_kind_is_either_told_with_chosen_facts_or_not_at_all() -> None:
    from hamsaya.exchange.publish.proofs import SAYS
    from hamsaya.exchange.publish.released import FACTS

    names = {kind.name: kind for kind in all_kinds()}
    assert set(FACTS) <= set(names)
    for kind, acts in SAYS.items():
        assert acts <= {act.name() for act in names[kind].acts}
