"""Coming back from a backup: our log may not be signed until it was compared with the neighbour's mirror of it."""

from datetime import datetime

from django.conf import settings
from msgspec.structs import replace

from hamsaya.core.checkpoint import open_checkpoint
from hamsaya.core.errors import Refused
from hamsaya.core.merkle import range_hash
from hamsaya.core.tile import read_hash_from_tiles
from hamsaya.node import sql
from hamsaya.node.head import store_checkpoint, tile_reader, write_head
from hamsaya.node.keyring import high_water
from hamsaya.node.ledger import read_our_head
from hamsaya.node.trust import key_history


def mark_restored(compact: str) -> None:
    """Forbid signing until `reconcile`: what restores a backup calls this before the node starts."""
    with sql.writing():
        head = read_our_head(compact, lock=True)
        sql.run("UPDATE node_log SET reconcile = %s, changes = changes + 1 WHERE id = %s", (True, head.id))


def reconcile(compact: str, note: bytes, *, now: datetime) -> None:
    """Allow signing again: `note` is the largest checkpoint of ours that the neighbour has ever seen.

    Refused(`log.behind`) while entries under it are missing here: receive them first. Untrusted where we never
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
