"""Receipts (protocol §2): our cosignature on what we have stored, and the neighbour's on our log."""

from django.conf import settings

from hamsaya.core.checkpoint import Checkpoint
from hamsaya.core.ed25519 import COSIGNATURE, VerifyKey
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.note import parse_note
from hamsaya.exchange.peer import keep, shelf
from hamsaya.node.head import Head
from hamsaya.node.keyring import renamed, signer
from hamsaya.node.trust import key_history


def give_receipt(compact: str, now: int) -> bytes:
    """Return our cosignature line on the neighbour's newest checkpoint, whose entries are durable here.

    Raises Refused: `receipt.nothing` before the first checkpoint, `log.reconcile-first` on a node restored from a
    backup, which may have given receipts for more than it holds.
    """
    ours, theirs = shelf.shared_heads(compact)
    if not theirs.note:
        raise Refused("receipt.nothing")
    if ours.reconcile:
        raise Refused("log.reconcile-first", origin=ours.origin)
    key = signer(settings.HAMSAYA_NODE.keys, compact, ours.key_entries)
    return keep.cosign_stored(theirs, renamed(key, ours.origin), now)


def take_receipt(compact: str, note: bytes, lines: bytes, now: int) -> int:
    """Keep the neighbour's cosignature on a checkpoint of our own log; return the size it covers.

    Lines by unknown keys are passed over. Raises Untrusted: `receipt.not-ours` for a checkpoint that we did not sign,
    `receipt.unknown-key` while the neighbour's own log, which names its keys, is not here yet, `cosignature.*`.
    """
    ours, theirs = shelf.shared_heads(compact)
    stated = shelf.state_of(note)
    if not _is_own(ours, stated):
        raise Untrusted("receipt.not-ours", size=stated.size)
    history = key_history(theirs)
    if not history.cosigners:
        raise Untrusted("receipt.unknown-key", origin=theirs.origin)
    signed = parse_note(note).text + b"\n" + lines
    at = shelf.cosigned_at(history, signed)
    keep.keep_receipt(ours, ours.neighbour, stated.size, _line_of(signed, history.cosigners), at, now)
    return stated.size


def _is_own(ours: Head, stated: Checkpoint) -> bool:
    if stated.origin != ours.origin or stated.size > ours.size:
        return False
    return any(shelf.state_of(note) == stated for note in shelf.seen_notes(ours, stated.size, stated.size))


def _line_of(signed: bytes, keys: tuple[VerifyKey, ...]) -> bytes:
    parsed = parse_note(signed)
    for key in keys:
        for each in parsed.of(key, COSIGNATURE):
            return each.line()
    raise Untrusted("cosignature.missing")
