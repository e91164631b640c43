"""What the exchange writes beside entries: evidence, frozen logs, receipts, checkpoints seen (protocol §2 and §6)."""

import logging
from hashlib import sha256

from hamsaya.core.checkpoint import cosign
from hamsaya.core.ed25519 import COSIGNATURE, SigningKey
from hamsaya.core.errors import HamsayaError
from hamsaya.core.note import parse_signature
from hamsaya.core.trusted import Fork
from hamsaya.exchange.peer import limit, shelf
from hamsaya.node import sql
from hamsaya.node.head import Head, store_checkpoint
from hamsaya.node.models import Evidence

log = logging.getLogger("hamsaya.peer")

FORK, FROZEN = "log.fork", "fork"
"""Under what the proof of a fork is kept, and what a frozen log says of itself."""
EVIDENCE_BYTES = 256 * 1024
EVIDENCE_ROWS = 1000
"""Kept of one compact; what comes after is logged and not kept, so that a neighbour cannot fill the disk."""


def keep_evidence(head: Head, error: HamsayaError, data: bytes, via: str, now: int) -> None:
    """Keep what failed to verify, once, and say so in the log."""
    log.warning("%s: refused by %s: %s, %s bytes, sha256 %s", head.compact, via, error, len(data), _short(data))
    rows = Evidence.objects.filter(compact_id=head.compact_id)
    cut = data[:EVIDENCE_BYTES]
    if rows.count() < EVIDENCE_ROWS and not rows.filter(code=error.code, data=cut).exists():
        rows.create(compact_id=head.compact_id, code=error.code[:64], data=cut, via=via, at=now)


def freeze(head: Head, fork: Fork, via: str, now: int) -> None:
    """Keep the proof that a log has two histories, and take nothing more of that log."""
    log.error("%s: %s has signed two histories; frozen; proof sha256 %s", head.compact, head.origin, _short(fork.proof))
    with sql.writing():
        for note in (fork.first, fork.second):
            stated = shelf.state_of(note)
            store_checkpoint(head, note, stated.size, stated.root, via, now)
        rows = Evidence.objects.filter(compact_id=head.compact_id, code=FORK)
        if not rows.filter(data=fork.proof).exists():
            Evidence.objects.create(compact_id=head.compact_id, code=FORK, data=fork.proof, via=via, at=now)
        statement = "UPDATE node_log SET frozen = %s, changes = changes + 1 WHERE id = %s AND frozen IS NULL"
        sql.run(statement, (FROZEN, head.id))


def keep_checkpoint(head: Head, note: bytes, via: str, now: int) -> None:
    """Keep a checkpoint whose signature has been verified."""
    stated = shelf.state_of(note)
    with sql.writing():
        store_checkpoint(head, note, stated.size, stated.root, via, now)


def keep_receipt(head: Head, by: str, size: int, line: bytes, at: int, now: int) -> None:
    """Keep a cosignature of `head`'s log that has been verified; the same one again changes nothing."""
    with sql.writing():
        sql.run(
            'INSERT INTO node_receipt (compact_id, log_id, "by", size, line, at, stored)'
            " VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (head.compact_id, head.id, by, size, line, at, now),
        )
        sql.run("UPDATE node_log SET changes = changes + 1 WHERE id = %s", (head.id,))


def cosign_stored(head: Head, signer: SigningKey, now: int) -> bytes:
    """Return our cosignature on the copy that `head` says is stored.

    The last one while it is fresh and our key still the same, so that a question asked twice has one answer.
    """
    size = shelf.size_of(head.note)
    last = shelf.last_receipt(head, head.ours)
    is_fresh = last and last[0] == size and abs(now - last[1]) < limit.REFRESH_SECONDS // 2
    if last and is_fresh and parse_signature(last[3]).key_id == signer.verify_key.key_id(COSIGNATURE):
        return last[3]
    line = cosign(head.note, signer, now)
    keep_receipt(head, head.ours, size, line, now, now)
    return line


def _short(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]
