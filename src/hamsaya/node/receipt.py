"""Receipts and evidence: cosignatures both ways, checkpoints seen by any road, forks, and coming back from a backup.

A cosignature says: verified and stored (protocol, checkpoints and receipts). So ours is made only from what the
database already holds, never before the entries are durable and never for what is not there.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from msgspec.structs import replace

from hamsaya.core.checkpoint import Checkpoint, cosign, open_checkpoint, parse_checkpoint
from hamsaya.core.checkpoint import verify_cosignature as verify_time
from hamsaya.core.equivocation import build_equivocation
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.core.merkle import prefix_path, range_hash
from hamsaya.core.note import Note, parse_note, parse_signature
from hamsaya.core.tile import read_hash_from_tiles
from hamsaya.core.trusted import Verified
from hamsaya.node import sql
from hamsaya.node.head import Head, grow, read_head, store_checkpoint, tile_reader, write_head
from hamsaya.node.join import key_history
from hamsaya.node.keyring import high_water, signer
from hamsaya.node.ledger import read_our_head
from hamsaya.node.models import SHARED
from hamsaya.node.projector import Stored, fold_entries

log = logging.getLogger("hamsaya.node")


def _theirs(compact: str, *, lock: bool = False) -> Head:
    return read_head(compact, read_our_head(compact).neighbour, SHARED, lock=lock)


def cosign_theirs(compact: str, *, now: datetime) -> tuple[bytes, bytes]:
    """Return the neighbour's latest finished checkpoint and our cosignature line under it, and keep the receipt.

    Refused(`receipt.nothing`) before the first one, Refused(`log.frozen`) after a fork.
    """
    with sql.writing():
        head, ours = _theirs(compact), read_our_head(compact)
        if head.frozen is not None:
            raise Refused("log.frozen", origin=head.origin, reason=head.frozen)
        if not head.note:
            raise Refused("receipt.nothing", origin=head.origin)
        key = signer(settings.HAMSAYA_NODE.keys, compact, ours.key_entries)
        at = int(now.timestamp())
        line = cosign(head.note, key, at)
        _store(head, ours.party, parse_checkpoint(parse_note(head.note).text).size, line, at, at)
        write_head(_theirs(compact, lock=True))
    return head.note, line


def note_receipt(compact: str, line: bytes, size: int, *, now: datetime) -> datetime:
    """Keep the neighbour's cosignature line of our checkpoint of that size; return the time that it states.

    Raises Untrusted where it does not verify, Refused(`receipt.unknown-size`) for a checkpoint we never signed.
    """
    with sql.writing():
        ours, theirs = read_our_head(compact, lock=True), _theirs(compact)
        row = sql.one(
            "SELECT note FROM node_checkpoint WHERE compact_id = %s AND log_id = %s AND size = %s AND seen_via = 'own'",
            (ours.compact_id, ours.id, size),
        )
        if row is None:
            raise Refused("receipt.unknown-size", size=size)
        note = Note(parse_note(bytes(row[0])).text, (parse_signature(line),)).to_bytes()
        at = _cosigned_at(theirs, note)
        _store(ours, ours.neighbour, size, line, at, int(now.timestamp()))
        write_head(ours)
    return datetime.fromtimestamp(at, now.tzinfo)


def _cosigned_at(theirs: Head, note: bytes) -> int:
    for key in key_history(theirs).cosigners:
        try:
            return verify_time(note, key)
        except Untrusted:
            continue
    raise Untrusted("cosignature.signature", name=theirs.origin)


def _store(head: Head, by: str, size: int, line: bytes, at: int, now: int) -> None:
    sql.run(
        'INSERT INTO node_receipt (compact_id, log_id, "by", size, line, at, stored)'
        " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (head.compact_id, head.id, by, size, line, at, now),
    )


def note_checkpoint(compact: str, note: bytes, via: str, *, now: datetime) -> bytes | None:
    """Keep a checkpoint of the neighbour's that was seen by any road; return the proof where it contradicts another.

    The log is frozen then, and the proof kept. Raises Untrusted where the note does not verify.
    """
    with sql.writing():
        head = _theirs(compact, lock=True)
        keys = key_history(head).all_keys
        checkpoint = open_checkpoint(note, keys)
        at = int(now.timestamp())
        rival = _rival(head, checkpoint)
        store_checkpoint(head, note, checkpoint.size, checkpoint.root, via, at)
        if rival is None:
            return None
        other, path = rival
        proof = build_equivocation(other, note, path, vkeys=keys)
        _freeze(head, proof, via, at)
    return proof


def _rival(head: Head, checkpoint: Checkpoint) -> tuple[bytes, Sequence[bytes]] | None:
    """Return a note that contradicts the checkpoint, and the path that shows it; None where all agree."""
    row = sql.one(
        "SELECT note FROM node_checkpoint WHERE compact_id = %s AND log_id = %s AND size = %s AND root <> %s",
        (head.compact_id, head.id, checkpoint.size, checkpoint.root),
    )
    if row is not None:
        return bytes(row[0]), ()
    held = parse_checkpoint(parse_note(head.note).text) if head.note else None
    if held is None or not 0 < checkpoint.size < held.size:
        return None
    read_hash = read_hash_from_tiles(tile_reader(head))
    if range_hash(0, checkpoint.size, read_hash) == checkpoint.root:
        return None
    return head.note, prefix_path(checkpoint.size, held.size, read_hash)


def freeze(compact: str, proof: bytes, via: str, *, now: datetime) -> None:
    """Freeze the neighbour's log on a proof that it signed two histories; our own log goes on."""
    with sql.writing():
        _freeze(_theirs(compact, lock=True), proof, via, int(now.timestamp()))


def _freeze(head: Head, proof: bytes, via: str, now: int) -> None:
    _keep(head.compact_id, "log.fork", proof, via, now)
    sql.run("UPDATE node_log SET frozen = %s, changes = changes + 1 WHERE id = %s", ("fork", head.id))
    log.error("log %s signed two histories; it is frozen", head.origin)


def keep_evidence(compact: str, error: HamsayaError, data: bytes, via: str, *, now: datetime) -> None:
    """Keep bytes from the neighbour that did not verify, at most a megabyte of them."""
    with sql.writing():
        _keep(_theirs(compact).compact_id, error.code, data[:1_000_000], via, int(now.timestamp()))


def _keep(compact_id: int, code: str, data: bytes, via: str, now: int) -> None:
    sql.run(
        "INSERT INTO node_evidence (compact_id, code, data, via, at) VALUES (%s, %s, %s, %s, %s)",
        (compact_id, code[:64], data, via[:16], now),
    )


def mark_restored(compact: str) -> None:
    """Forbid signing until `reconcile`: what restores a backup calls this before the node starts."""
    with sql.writing():
        head = read_our_head(compact, lock=True)
        sql.run("UPDATE node_log SET reconcile = %s, changes = changes + 1 WHERE id = %s", (True, head.id))


def recover(compact: str, verified: Sequence[Verified], *, now: datetime) -> int:
    """Take back our own lost entries, which the neighbour mirrored and the trusted set verified; return our size."""
    with sql.writing():
        head = read_our_head(compact, lock=True)
        new = [each for each in verified if each.index >= head.size]
        if new and new[0].index != head.size:
            raise Refused("log.gap", origin=head.origin, start=new[0].index, expected=head.size)
        at = int(now.timestamp())
        grown = grow(head, [(each.leaf, each.data) for each in new], at)
        fold_entries(head, [Stored(each.index, each.leaf, each.data, at) for each in new])
        write_head(replace(grown, projected=grown.size))
    return grown.size


def reconcile(compact: str, note: bytes, *, now: datetime) -> None:
    """Allow signing again: `note` is the largest checkpoint of ours that the neighbour has ever seen.

    Refused(`log.behind`) while entries under it are missing here: `recover` them first. Untrusted where we never
    signed it, Refused(`log.own-fork`) where our log has another past: this node must not sign again with this key.
    """
    with sql.writing():
        head = read_our_head(compact, lock=True)
        checkpoint = open_checkpoint(note, key_history(head).all_keys)
        if checkpoint.size > head.size:
            raise Refused("log.behind", origin=head.origin, size=checkpoint.size, stored=head.size)
        read_hash = read_hash_from_tiles(tile_reader(head))
        if checkpoint.size and range_hash(0, checkpoint.size, read_hash) != checkpoint.root:
            raise Refused("log.own-fork", origin=head.origin, size=checkpoint.size)
        at = int(now.timestamp())
        store_checkpoint(head, note, checkpoint.size, checkpoint.root, "own", at)
        if checkpoint.size == head.size:
            head = replace(head, note=note)
        sql.run("UPDATE node_log SET reconcile = %s WHERE id = %s", (False, head.id))
        write_head(head)
    high_water(settings.HAMSAYA_NODE.keys, compact).set(head.size)
