"""A node that came back from a backup (protocol §6): it may not sign until it has what it lost from the neighbour.

The neighbour's mirror of our log is the backup that is never old.
"""

import logging
from dataclasses import dataclass

from django.conf import settings

from hamsaya.core.errors import Refused
from hamsaya.exchange.peer import shelf
from hamsaya.exchange.peer.ask import Fetcher
from hamsaya.exchange.peer.pull import Puller
from hamsaya.node import projector, restore
from hamsaya.node.keyring import high_water

log = logging.getLogger("hamsaya.peer")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Entries of our log before and after, and the largest size that this node ever signed."""

    before: int
    after: int
    signed: int


def needs_reconcile(compact: str) -> bool:
    """Tell whether our log may not be signed until it is reconciled."""
    ours, _ = shelf.shared_heads(compact)
    return ours.reconcile or high_water(settings.HAMSAYA_NODE.keys, compact).read() > ours.size


def reconcile(
    compact: str, fetcher: Fetcher, clock: shelf.Clock = shelf.utc_now, *, accept_loss: bool = False, threads: int = 4
) -> Reconciled:
    """Fetch what of our own log and files only the neighbour still has, and let the node sign again.

    Raises LinkDown; Fork (the log is frozen by then) where what we hold and what the neighbour holds of our log
    cannot both be ours; Refused(`reconcile.lost`) where more was signed than either of us holds: entries that
    never left this node and were not in the backup. `accept_loss` (two persons decide) goes on without them.
    """
    before, _ = shelf.shared_heads(compact)
    puller = Puller(compact, before.party, fetcher, clock, threads=threads)
    puller.pull()
    puller.pull_files()
    projector.project_all(compact)
    ours, _ = shelf.shared_heads(compact)
    signed = high_water(settings.HAMSAYA_NODE.keys, compact).read()
    if signed > ours.size and not accept_loss:
        raise Refused("reconcile.lost", signed=signed, held=ours.size)
    restore.reconcile(compact, puller.note or ours.note, now=clock())
    log.warning("%s: reconciled: %s entries before, %s after, %s signed", compact, before.size, ours.size, signed)
    return Reconciled(before.size, ours.size, signed)
