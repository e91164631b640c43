"""A year on two nodes is counted one way; what is past its time goes on both, provably, and the figures stay."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.node.test_screen import statement
from tests.node.world import COMPACT, NOW, letter
from tests.simulator import POSTS, Pair, SimNode
from tests.twonode.test_clockwork import DUTY, at, turn
from tests.twonode.test_withdrawal import follow, whole, withdraw_by_two

from hamsaya.core.checkpoint import open_checkpoint
from hamsaya.core.husk import entry_leaf, is_husk
from hamsaya.core.kinds import digest_of, kind_named
from hamsaya.core.merkle import inclusion_path, verify_inclusion
from hamsaya.core.month import Month
from hamsaya.core.tile import read_hash_from_tiles
from hamsaya.exchange.peer import shelf
from hamsaya.exchange.publish.figures import FLOOR
from hamsaya.exchange.publish.figures import figures as public_figures
from hamsaya.node import ledger, let_pass, projector, queries, retain
from hamsaya.node.figures import figures
from hamsaya.node.fold import read_wire
from hamsaya.node.head import Head, tile_reader
from hamsaya.node.models import Entry, Record, Retention
from hamsaya.node.trust import key_history
from hamsaya.people import second
from hamsaya.people.models import Officer, Pending
from hamsaya.people.viewer import Viewer

pytestmark = pytest.mark.django_db
FIRST = Month("gregorian", 2026, 12)
MONTHS = tuple(FIRST.plus(each) for each in range(12))
SOLAR_MONTHS = tuple(Month("solar-hijri", 1405, 9).plus(each) for each in range(13))
OVER = datetime(2027, 12, 2, tzinfo=UTC)
ASKED, SEEN, CLAIMED = "axle loads of the dry road", "the herd of Gulnar", "a battle at the white well"
POSTED = {"IR": ("zahedan", "turbat"), "PK": ("turbat", "zahedan")}


def desks(party: str) -> dict[str, str]:
    return dict(zip(("from_desk", "to_desk"), POSTED[party], strict=True))


def sign(node: SimNode, *drafts: ledger.Draft) -> list[str]:
    """Append acts on a node; return their records."""
    with node:
        done = ledger.append(COMPACT, list(drafts), post=POSTS[node.party], now=node.now())
    return [each.record for each in done]


def example(kind: str, **body: Any) -> ledger.Draft:
    found = kind_named(kind)
    assert found is not None
    step = found.example[0]
    return ledger.Draft(kind, step.act.name(), ledger.new_record(COMPACT), {**step.body, **body})


def a_month(pair: Pair, first: datetime, *, away: bool) -> None:
    """Letters of both sides; where one is away, the link is down for three hours and nobody answers the test."""
    at(pair, first)
    with pair.a:
        drafts = [example("request", text={"lang": "en", "text": ASKED}, **desks("IR")) for _ in range(6)]
    asked = sign(pair.a, *drafts)
    with pair.a:
        urgent = letter(urgency="now", urgency_reason="misreading", text={"lang": "en", "text": SEEN})
    sign(pair.a, urgent)
    with pair.b:
        drafts = [letter(text={"lang": "ur", "text": SEEN}, **desks("PK")) for _ in range(6)]
        claim = example("claim", title={"en": CLAIMED})
    seen = sign(pair.b, *drafts, claim)[:6]
    at(pair, first + timedelta(hours=3 if away else 0))
    pair.sync()
    for minutes, each in enumerate(asked, 1):
        at(pair, first + timedelta(hours=3, minutes=10 * minutes))
        sign(pair.b, ledger.Draft("request", "give", each, {"extent": "whole"}))
    for each in seen[:5]:
        sign(pair.a, ledger.Draft("incident", "acknowledge", each, {}))
    at(pair, first + timedelta(hours=24, seconds=5))
    pair.sync()
    turn(pair.a)
    pair.sync()
    for minutes in (10, 60):
        at(pair, first + timedelta(hours=24, minutes=minutes))
        for node in (pair.a,) if away else (pair.b, pair.a):
            turn(node)
        pair.sync()


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    """Two neighbours after a year of letters."""
    made = Pair(tmp_path)
    made.sync()
    kept = {"title": {"en": "Respect"}, "wording": {"en": "Respect."}}
    sign(made.a, ledger.Draft("principle", "enter", "IR/respect", kept))
    for number, month in enumerate(MONTHS):
        a_month(made, datetime(month.year, month.month, 4, 5, tzinfo=UTC), away=number % 2 == 1)
    at(made, OVER)
    for party in ("IR", "PK"):
        made.push_files(party)
    return made


def counted(node: SimNode, now: datetime = OVER) -> tuple[Any, ...]:
    """Return what both sorts of figures say."""
    with node:
        months = [figures(DUTY, COMPACT, each, now) for each in (MONTHS, SOLAR_MONTHS)]
        return (*months, public_figures(COMPACT, now))


def test_a_year_is_counted_alike_on_both_nodes_and_for_the_public(pair: Pair) -> None:
    ours, solar, public = counted(pair.a)
    assert (ours, solar, public) == counted(pair.b)
    assert sum(each.total("IR") for each in ours) == sum(each.total("IR") for each in solar) == 12 * 7
    told = {(each.month, each.what, each.of): each.number for each in public}
    for number, month in enumerate(ours):
        code, away = month.month.code, number % 2 == 1
        assert month.letters == {"IR": {"request": 6, "incident": 1}, "PK": {"incident": 6}}
        assert month.claims == {"IR": 0, "PK": 1}
        assert month.silences == {"IR": 1, "PK": 0 if away else 6}, "signed where the sender's node was there"
        assert told[code, "count", "request"] == 6
        assert told[code, "count", "incident"] == 7
        assert told[code, "count", "claim"] is None
        waits = month.all_waits["IR"]
        assert told[code, "acknowledge", "IR"] == round(waits.median or 0)
        assert waits.count == 6
        assert (waits.median or 0) < 60 if away else (waits.median or 0) > 180, "from receipt, not from sending"
        tests = month.tests["IR"]
        assert (tests.late, tests.silent) == (int(away and number < 11), int(number == 11)), "answered a month later"
        assert ((code, "silent", "IR") in told) == (number == 11)
    shown = [each.number for each in public if each.what != "acknowledge" and each.number is not None]
    assert min(shown) >= FLOOR


def retained(pair: Pair, now: datetime) -> list[Retention]:
    """Run retention on both nodes."""
    at(pair, now)
    return [node.run(retain.run, COMPACT, now) for node in (pair.a, pair.b)]


def test_letters_and_claims_go_after_two_years_incidents_after_five_on_both_nodes(pair: Pair) -> None:
    nodes = (pair.a, pair.b)
    before = counted(pair.a)
    for node in nodes:
        assert [words for words in (ASKED, SEEN, CLAIMED) if words.encode() not in whole(node)] == []
    assert [each.counts["letters"] for each in retained(pair, OVER + timedelta(days=300))] == [0, 0]
    for done in retained(pair, OVER + timedelta(days=2 * 366)):
        assert (done.counts["claims"], done.counts["incidents"], done.counts["letters"] >= 72) == (12, 0, True)
    for node in nodes:
        assert [words for words in (ASKED, SEEN, CLAIMED) if words.encode() in whole(node)] == [SEEN]
        assert counted(node) == before
    for done in retained(pair, OVER + timedelta(days=5 * 366)):
        assert done.counts["incidents"] == 84
    for node in nodes:
        assert SEEN.encode() not in whole(node)
        assert counted(node) == before
        assert node.run(projector.rebuild, COMPACT)[0] == node.digest()
        assert counted(node) == before, "a rebuild changes nothing"
    assert pair.a.digest() == pair.b.digest()
    pair.a.append()
    pair.sync()
    assert pair.a.digest() == pair.b.digest()


def read_leaves(node: SimNode, head: Head) -> list[tuple[bytes, bool]]:
    """Return each entry's bytes of a log and whether its leaf stands under the root that the log's keys sign."""
    with node:
        checkpoint = open_checkpoint(head.note, key_history(head).all_keys)
        read_hash = read_hash_from_tiles(cache(tile_reader(head)))
        found = []
        for index, data in enumerate(shelf.read_entries(head, 0, head.size)):
            path = inclusion_path(index, checkpoint.size, read_hash)
            verify_inclusion(entry_leaf(data), index, checkpoint.size, path, checkpoint.root)
            found.append((data, is_husk(data)))
        return found


def test_what_is_left_is_id_hash_kind_and_times_and_every_leaf_still_stands_under_the_signed_root(pair: Pair) -> None:
    before = {(n.party, h.party): read_leaves(n, h) for n in (pair.a, pair.b) for h in n.heads()}
    retained(pair, OVER + timedelta(days=2 * 366))
    for node in (pair.a, pair.b):
        for head in node.heads():
            after = read_leaves(node, head)
            gone = [
                (old, new)
                for (old, _), (new, is_gone) in zip(before[node.party, head.party], after, strict=True)
                if is_gone
            ]
            assert len(gone) >= 72
            for old, new in gone:
                one, two = read_wire(old), read_wire(new)
                assert one is not None
                assert two is not None
                assert entry_leaf(old) == entry_leaf(new)
                assert (one.record, one.kind, one.act, one.at) == (two.record, two.kind, two.act, two.at)
                assert (two.body, two.files, two.post) == ({}, [], "")
        with node:
            rows = Record.objects.filter(name="request")
            assert {(each.status, each.opened[:4], bytes(each.owner_state)) for each in rows} <= {
                ("erased", "2026", b""), ("erased", "2027", b""),
            }  # fmt: skip
            kept = queries.proof(Viewer.operator(COMPACT), COMPACT, "IR", 1)
            assert b"extra " in kept
            run = Retention.objects.latest("pk")
            entry = Entry.objects.get(log__sort="audit", index=run.audit)
            gone_ids = sorted(Record.objects.filter(status="erased").values_list("record", flat=True))
            assert entry.value["body"]["target"] == digest_of(gone_ids), "what went is signed into the trail"


@pytest.mark.parametrize("party", ["IR", "PK"])
def test_overrides_and_the_access_log_go_after_five_years(tmp_path: Path, party: str) -> None:
    """The trail is written by the real clock, so the years are counted from now."""
    pair, now, reason = Pair(tmp_path), timezone.now(), "the doctor asked for it herself"
    node = pair.a if party == "IR" else pair.b
    with node:
        officers = [Officer.objects.create(username=name) for name in ("asks", "decides")]
        asks = Viewer(COMPACT, "desk", officer="asks", roles=frozenset({"desk"}))
        decides = Viewer(COMPACT, "head", officer="decides", roles=frozenset({"head"}))
        pending = let_pass.ask(asks, officers[0], statement("Write to a.b@example.org."), reason, now)
        second.confirm(decides, officers[1], pending.pk, pending.digest, now)
        ledger.note_audit(COMPACT, "view", "head/decides", "the board that was seen", now=now)
    assert reason.encode() in whole(node)
    counts = [node.run(retain.run, COMPACT, now + timedelta(days=days)).counts for days in (5 * 365 - 5, 5 * 366 + 5)]
    assert [(each["overrides"], each["access"]) for each in counts] == [(0, 0), (2, 1)]
    left = whole(node)
    assert [words for words in (reason, "the board that was seen") if words.encode() in left] == []
    with node:
        held = Pending.objects.get()
        assert (held.state, held.payload, held.reason, held.digest) == (Pending.DONE, {}, "", pending.digest)
        assert Record.objects.get(name="statement").status != "erased", "what was let pass stays with its record"


def test_an_acknowledgement_that_crossed_a_withdrawal_is_counted_on_both_nodes(tmp_path: Path) -> None:
    pair = Pair(tmp_path)
    (record,) = pair.a.append(urgency="soon")
    pair.sync()
    at(pair, NOW + timedelta(minutes=12))
    pair.b.act(record, "acknowledge")
    withdraw_by_two(pair.a, record)
    pair.sync()
    for node in (pair.a, pair.b):
        follow(node)
    months = [
        node.run(figures, DUTY, COMPACT, [Month("gregorian", 2026, 11)], pair.a.now()) for node in (pair.a, pair.b)
    ]
    assert months[0] == months[1]
    ((month,), _) = months
    waits = month.waits["IR"][2]
    assert (waits.count, round(waits.median or 0)) == (1, 12), "its level and its time are kept"
