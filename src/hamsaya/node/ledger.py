"""The two doors of the log: `append` for our own acts, `receive` for the neighbour's verified entries.

Both store and fold in one transaction: entries, tiles, head, checkpoint and records stand together or not at all.
A signed checkpoint leaves this module only after its entries are durable.
"""

import logging
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection
from msgspec.structs import replace

from hamsaya.core.checkpoint import Checkpoint, parse_checkpoint, sign_checkpoint
from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.exercise import check_apart, exercise_of, slug_in
from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import AUDIENCES, USES, Act, Kind, Mark, Position, kind_named, kind_of, try_act
from hamsaya.core.merkle import leaf_hash
from hamsaya.core.note import parse_note
from hamsaya.core.trusted import Verified
from hamsaya.node import blob, condition, fold, ground, practice, screen, sql
from hamsaya.node.fold import owner_of
from hamsaya.node.group import Group
from hamsaya.node.head import Head, grow, read_head, read_pair, store_checkpoint, write_head
from hamsaya.node.keyring import high_water, renamed, signer
from hamsaya.node.models import AUDIT, SHARED
from hamsaya.node.projector import TABLES, Records, Stored, fold_entries

log = logging.getLogger("hamsaya.node")

SMALL = 256
"""Up to so many received entries are folded in the transaction that stores them; the projector follows with more."""
SLUG_LETTERS = "234567abcdefghijklmnopqrstuvwxyz"
SLUG_TICKS = 32
"""How often in a second the first five letters of a new slug change; they come round again after twelve days."""
SLUG_CHANCE = 30
"""Bits of chance in a new slug: its other six letters."""


@dataclass(frozen=True)
class NewFile:
    """A file that goes with an act: its bytes, its media type, and its name here, which is never sent."""

    data: bytes
    media: str
    name: str = ""


@dataclass(frozen=True)
class Draft:
    """An act as it is asked for: marks left out are the record's own, or those the compact gives its kind."""

    kind: str
    act: str
    record: str
    body: Mapping[str, Any]
    audience: str | None = None
    use: str | None = None
    files: tuple[NewFile | blob.NewBlob, ...] = ()
    let_pass: bool = False
    """A second officer has let it pass the screening; it never passes into what is made public."""
    exercise: str = ""
    """The exercise that a new record is opened in."""
    confirmed: bool = False
    """A second officer has confirmed exactly this act."""


class Written(msgspec.Struct, frozen=True, gc=False):
    """Where an act now stands, and the size of the log whose checkpoint holds it."""

    record: str
    log: int
    index: int
    leaf: str
    size: int


def new_record(compact: str, slug: str | None = None, exercise: str = "") -> str:
    """Return the id of a new record of our own: `IR/k3x…`; the slug is drawn unless one is given.

    `exercise`: the name of the exercise that the record belongs to.
    """
    head = read_our_head(compact)
    record = f"{head.party}/{slug_in(exercise, slug or _draw_slug())}"
    if not owner_of(record):
        raise Refused("record.id", record=record)
    return record


def _draw_slug() -> str:
    """Return eleven letters. What is drawn about the same time stands together in the index of records.

    Letters of chance alone would touch as many pages of it as there are new records, in each commit anew.
    """
    number = int(time.time() * SLUG_TICKS) << SLUG_CHANCE | secrets.randbits(SLUG_CHANCE)
    return "".join([SLUG_LETTERS[number >> shift & 31] for shift in range(50, -1, -5)])


def read_our_head(compact: str, *, lock: bool = False, sort: str = SHARED) -> Head:
    """Return the head of our own log."""
    return read_head(compact, None, sort, lock=lock)


def append(compact: str, drafts: Sequence[Draft], *, post: str, now: datetime) -> tuple[Written, ...]:
    """Sign acts into our log: all of them under one checkpoint, or none; durable at return.

    What several threads append meanwhile is written together, unless the caller is inside a transaction of its own.
    Raises Refused with the first rule that says no; then nothing was stored.
    """
    if not connection.in_atomic_block:
        return _group(compact).hand_in((drafts, post), len(drafts), now)
    written = append_groups(compact, [(drafts, post)], now=now)[0]
    if isinstance(written, HamsayaError):
        raise written
    return written


Hand = tuple[Sequence[Draft], str]
_groups: dict[tuple[Path, str], Group[Hand, tuple[Written, ...]]] = {}


def _group(compact: str) -> Group[Hand, tuple[Written, ...]]:
    """Return those of this process who write our log in a compact."""
    place = (settings.HAMSAYA_NODE.keys, compact)
    if place not in _groups:
        _groups.setdefault(place, Group(lambda hands, now: append_groups(compact, hands, now=now)))
    return _groups[place]


def append_groups(compact: str, groups: Sequence[Hand], *, now: datetime) -> list[tuple[Written, ...] | HamsayaError]:
    """Sign several hands' acts, each as (drafts, post), under one checkpoint; a refused one leaves the others be."""
    with sql.writing():
        batch = Batch(compact, now)
        batch.records.load(draft.record for drafts, _ in groups for draft in drafts)
        results = [batch.add(drafts, post) for drafts, post in groups]
        batch.write()
    batch.committed()
    return [each if isinstance(each, HamsayaError) else batch.written(each) for each in results]


class Made(msgspec.Struct, gc=False):
    """One act that passed, ready to be stored."""

    record: str
    index: int
    leaf: bytes
    data: bytes


class Batch:
    """What one transaction appends to our log."""

    def __init__(self, compact: str, now: datetime) -> None:
        """Lock our log; the caller is inside the transaction. Refused while the log may not be signed."""
        self.head, theirs = read_pair(compact)
        check_may_sign(self.head)
        self.moment = now
        self.now = int(now.timestamp())
        self.at = format_instant(now)
        self.seen = fold.Seen(theirs.size, theirs.root.hex())
        self.agreed = read_agreed(compact)
        self.marks = read_marks(compact)
        self.records = Records(self.head)
        self.made: list[Made] = []
        self.blobs: list[blob.NewBlob] = []

    def add(self, drafts: Sequence[Draft], post: str) -> list[Made] | HamsayaError:
        """Check and fold one hand's acts; when one is refused, none of them counts."""
        self.records.load(draft.record for draft in drafts)
        before = self.records.save(draft.record for draft in drafts)
        kept = len(self.made), len(self.blobs)
        try:
            return [self._add(draft, post) for draft in drafts]
        except Refused as refused:
            self.records.restore(before)
            del self.made[kept[0] :], self.blobs[kept[1] :]
            return refused

    def _add(self, draft: Draft, post: str) -> Made:
        kind = _kind(draft.kind)
        folded = self.records.get(draft.record)
        if folded is None:
            raise Refused("record.id", record=draft.record)
        if folded.erased:
            raise Refused("record.erased", record=draft.record)
        if folded.wire and folded.state is not None and folded.wire != kind.wire:
            raise Refused("record.other-kind", record=draft.record, kind=folded.wire)
        index = self.head.size + len(self.made)
        at = Position(self.head.party, index, "", post, self.at, self.seen.size, self.head.party == folded.owner)
        before = folded.state
        if asked := kind.act(draft.act):
            check_apart(draft.record, asked, draft.body)
            self._check_runs(draft.record, kind, asked)
            ground.check(kind, asked, draft.body, self.agreed, self.head.party)
        act, after = try_act(kind, before, draft.act, draft.body, at)
        audience, use = self._marks(draft, kind, act, folded)
        if not draft.let_pass or audience == AUDIENCES[0] or type(act).two_persons:
            screen.check(type(act), act.body)
        if not draft.confirmed and (type(act).two_persons or self._opens_up(kind, folded, audience)):
            raise Refused("act.two-persons", act=draft.act)
        if ask := condition.CONDITIONS.get((kind.wire, draft.act)):
            ask(self._asked(kind, draft, act.body, audience))
        body, blobs = blob.set_aside(type(act), act.body, draft.files)
        files = [fold.FileRef(each.hash, each.size, each.media) for each in blobs]
        wire = fold.Wire(kind.wire, draft.act, draft.record, post, self.at, self.seen, audience, use, dict(body), files)
        data = fold.write_wire(wire)
        made = Made(draft.record, index, leaf_hash(data), data)
        tried = fold.Tried(before, after) if body is act.body else None
        self.records.add(self.head, wire, index, made.leaf, self.now, tried)
        self.made.append(made)
        self.blobs += blobs
        return made

    def _check_runs(self, record: str, kind: Kind[Any], act: type[Act]) -> None:
        """Refuse what would go on with an exercise that has ended."""
        exercise = exercise_of(record)
        if exercise and practice.is_play(kind.name, act):
            begun = practice.records_of(exercise, (self.head.ours, self.head.neighbour))
            self.records.load(begun)
            if practice.is_over(found.facets().status for each in begun if (found := self.records.get(each))):
                raise Refused("exercise.ended")

    def _opens_up(self, kind: Kind[Any], folded: fold.Folded, audience: str) -> bool:
        """Tell whether the act is signed for the public while its record, or a new one's kind, is kept closer."""
        return audience == AUDIENCES[0] != (folded.audience if folded.acts else self.marks(kind.name)[0])

    def _asked(self, kind: Kind[Any], draft: Draft, body: Mapping[str, Any], audience: str) -> condition.Asked:
        fresh = {each.record: each.state for each in self.records.dirty.values() if each.wire == kind.wire}
        return condition.Asked(self.head.compact, draft.record, body, audience, draft.confirmed, self.moment, fresh)

    def _marks(self, draft: Draft, kind: Kind[Any], act: Act, folded: fold.Folded) -> tuple[str, str]:
        default, before = self.marks(kind.name), folded.mark_of(self.head.party)
        standing = act.body["audience"].upper() if isinstance(act, Mark) else before
        audience = draft.audience or standing or default[0]
        use = draft.use or (folded.use if folded.use != USES[0] else default[1])
        if audience not in AUDIENCES or use not in USES:
            raise Refused("mark.unknown", audience=audience, use=use)
        if audience == AUDIENCES[-1]:
            raise Refused("mark.own-stays", audience=audience)
        if standing and audience != standing:
            raise Refused("mark.by-act", audience=standing)
        return audience, use

    def write(self) -> None:
        """Store what was added, and the checkpoint over it."""
        if not self.made:
            return
        blob.store(self.head.compact_id, self.blobs)
        entries = [(made.leaf, made.data) for made in self.made]
        self.head = sign_grown(self.head, entries, self.now)
        self.records.write()
        write_head(replace(self.head, projected=self.head.size))

    def committed(self) -> None:
        """Raise the high-water mark, now that all is durable; should that fail, what was stored is stored."""
        if self.made:
            sql.count_again(TABLES, self.made[0].index, self.head.size)
            try:
                high_water(settings.HAMSAYA_NODE.keys, self.head.compact).raise_to(self.head.size)
            except OSError:
                log.exception("the high-water mark of %s cannot be written", self.head.compact)

    def written(self, made: Sequence[Made]) -> tuple[Written, ...]:
        """Return where the acts stand."""
        return tuple(Written(each.record, self.head.id, each.index, each.leaf.hex(), self.head.size) for each in made)


def _kind(name: str) -> Kind[Any]:
    kind = kind_of(name) if "/" in name else kind_named(name)
    if kind is None:
        raise Refused("kind.unknown", kind=name)
    return kind


_agreed: dict[tuple[Path, str], Compact] = {}


def read_agreed(compact: str) -> Compact:
    """Return what a compact's file agrees; its text never changes and is read once."""
    place = (settings.HAMSAYA_NODE.keys, compact)
    if place not in _agreed:
        row = sql.one("SELECT source FROM node_compact WHERE name = %s", (compact,))
        _agreed[place] = load_compact(row[0].encode() if row else b"")
    return _agreed[place]


_marks: dict[tuple[Path, str], Callable[[str], tuple[str, str]]] = {}


def read_marks(compact: str) -> Callable[[str], tuple[str, str]]:
    """Return what gives a kind its first marks in this compact; its text never changes and is read once."""
    place = (settings.HAMSAYA_NODE.keys, compact)
    if place not in _marks:
        agreed = read_agreed(compact)

        def first_marks(kind: str) -> tuple[str, str]:
            marks = agreed.marks(kind)
            return marks.audience, marks.use

        _marks[place] = first_marks
    return _marks[place]


def check_may_sign(head: Head) -> None:
    """Raise Refused while the log is frozen, or while its database is older than its keys."""
    if head.frozen is not None:
        raise Refused("log.frozen", origin=head.origin, reason=head.frozen)
    signed = high_water(settings.HAMSAYA_NODE.keys, head.compact).read()
    if head.reconcile or signed > head.size:
        raise Refused("log.reconcile-first", origin=head.origin, signed=signed, stored=head.size)


def sign_grown(head: Head, entries: Sequence[tuple[bytes, bytes]], now: int) -> Head:
    """Store entries of a log of our own and the checkpoint over them; the caller holds the lock and writes the head."""
    head = grow(head, entries, now)
    key = signer(settings.HAMSAYA_NODE.keys, head.compact, head.key_entries if head.sort == SHARED else ())
    note = sign_checkpoint(Checkpoint(head.origin, head.size, head.root), renamed(key, head.origin))
    store_checkpoint(head, note, head.size, head.root, "own", now)
    return replace(head, note=note)


def receive(
    compact: str, verified: Sequence[Verified], note: bytes | None, *, now: datetime, via: str = "peer", party: str = ""
) -> int:
    """Store the neighbour's verified entries, and with `note` the finished checkpoint over them; return the log's size.

    Entries that are stored already are passed over. Raises Refused(`log.gap`) where some before them are missing, and
    Refused(`log.frozen`) once the neighbour was proven to have signed two histories. `party`: whose log, where it is
    not the neighbour's but our own, of which a restored node fetches what it lost.
    """
    with sql.writing():
        ours = read_our_head(compact)
        head = read_head(compact, party or ours.neighbour, SHARED, lock=True)
        if head.frozen is not None:
            raise Refused("log.frozen", origin=head.origin, reason=head.frozen)
        head = _store_verified(head, verified, int(now.timestamp()))
        if note is not None:
            head = _finish(head, note, int(now.timestamp()), via)
        write_head(head)
    return head.size


def _store_verified(head: Head, verified: Sequence[Verified], now: int) -> Head:
    new = [each for each in verified if each.index >= head.size]
    if new and new[0].index != head.size:
        raise Refused("log.gap", origin=head.origin, start=new[0].index, expected=head.size)
    if not new:
        return head
    grown = grow(head, [(each.leaf, each.data) for each in new], now)
    if head.projected < head.size or len(new) > SMALL:
        return grown
    fold_entries(head, [Stored(each.index, each.leaf, each.data, now) for each in new])
    return replace(grown, projected=grown.size)


def _finish(head: Head, note: bytes, now: int, via: str) -> Head:
    checkpoint = parse_checkpoint(parse_note(note).text)
    if checkpoint.size != head.size or checkpoint.root != head.root:
        raise Refused("log.checkpoint", origin=head.origin, size=checkpoint.size, stored=head.size)
    store_checkpoint(head, note, checkpoint.size, checkpoint.root, via, now)
    return replace(head, note=note)


def note_audit(
    compact: str, event: str, post: str, target: str = "", reason: str = "", *, now: datetime | None = None
) -> int:
    """Append an event to our private audit trail, which has the form of the log and no mirror; return its index."""
    moment = now or datetime.now(UTC)
    with sql.writing():
        head = read_our_head(compact, lock=True, sort=AUDIT)
        seen = Seen(head.size, head.root.hex())
        body = {name: value for name, value in (("target", target), ("reason", reason)) if value}
        record = f"{head.party}/audit"
        at = format_instant(moment)
        data = encode_entry(Entry("audit/1", event, record, post or "node", at, seen, "OWN", "U0", body))
        head = sign_grown(head, [(leaf_hash(data), data)], int(moment.timestamp()))
        write_head(replace(head, projected=head.size))
    return head.size - 1
