"""Store and forward: one thread a compact that pushes at once what changed, and keeps trying (protocol §2 and §3)."""

import logging
import threading
import time
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from hamsaya.core.errors import HamsayaError, Untrusted
from hamsaya.exchange.peer import limit, reconcile, shelf
from hamsaya.exchange.peer.ask import Fetcher, LinkDown
from hamsaya.exchange.peer.http import HttpFetcher
from hamsaya.exchange.peer.pull import Puller
from hamsaya.exchange.peer.send import LostEntries, Sender
from hamsaya.node import projector
from hamsaya.node.change import wait_for_change
from hamsaya.node.collector import collector_aside
from hamsaya.node.home import Membership
from hamsaya.node.restore import mark_restored

log = logging.getLogger("hamsaya.peer")

FIRST_WAIT = 0.5
MOST_WAIT = 60.0
LOOK_SECONDS = 0.5
"""How long a worker waits for a change before it looks at the clock and at `stop`."""
BOTH_WAYS_SECONDS = 0.3
"""How long news found by asking is left to arrive by the neighbour's own push."""


@dataclass
class Exchange:
    """The worker's side of one compact. `turn` is one round; `run` goes on until it is told to stop."""

    compact: str
    fetcher: Fetcher
    clock: shelf.Clock = shelf.utc_now
    refresh_seconds: float = limit.REFRESH_SECONDS
    threads: int = 4
    sender: Sender = field(init=False)
    puller: Puller = field(init=False)
    _pull_due: float = field(init=False, default=float("-inf"))
    _refresh_due: float = field(init=False, default=float("-inf"))
    _is_owing: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        """Make what pushes and what pulls."""
        _, theirs = shelf.shared_heads(self.compact)
        self.sender = Sender(self.compact, self.fetcher, self.clock)
        self.puller = Puller(self.compact, theirs.party, self.fetcher, self.clock, threads=self.threads)

    def turn(self) -> None:
        """Do what is due: reconcile, push, refresh the receipt, pull. Raises LinkDown and what the door refused."""
        if reconcile.needs_reconcile(self.compact):
            reconcile.reconcile(self.compact, self.fetcher, self.clock, threads=self.threads)
        if time.monotonic() >= self._pull_due:
            self.pull()
        if self.is_unsent() or time.monotonic() >= self._refresh_due:
            self.push()

    def push(self) -> None:
        """Push our log and the files that lack; where the receipt's key is not known yet, fetch their log first."""
        try:
            self.sender.send()
        except Untrusted as error:
            if error.code != "receipt.unknown-key":
                raise
            self.pull()
            self.sender.send()
        except LostEntries:
            mark_restored(self.compact)
            raise
        self._refresh_due = time.monotonic() + self.refresh_seconds
        self.sender.send_files()
        if self._is_owing:
            self._is_owing = not self.puller.give_receipt()

    def pull(self) -> bool:
        """Pull their log and the files that lack, and hand the receipt over."""
        news = self.puller.pull()
        self._pull_due = time.monotonic() + self.refresh_seconds
        if news:
            with collector_aside():
                projector.project_all(self.compact)
        self.puller.pull_files()
        if self.puller.mirror.head().note:
            self._is_owing = not self.puller.give_receipt()
        return news

    def is_unsent(self) -> bool:
        """Tell whether our log is longer than the neighbour's receipt says."""
        ours, _ = shelf.shared_heads(self.compact)
        receipt = shelf.last_receipt(ours, ours.neighbour)
        return (receipt[0] if receipt else 0) < ours.size

    def run(self, stop: threading.Event) -> None:
        """Work until `stop`: at once on a change, after a growing wait on a broken link, never giving up."""
        wait = FIRST_WAIT
        while not stop.is_set():
            try:
                self.turn()
                wait = FIRST_WAIT
                self._rest(stop)
            except (HamsayaError, DatabaseError, OSError) as error:
                level = logging.INFO if isinstance(error, LinkDown) else logging.WARNING
                log.log(level, "%s: exchange stands still: %s; again in %.1f s", self.compact, error, wait)
                wait = FIRST_WAIT if self._pause(stop, wait) else min(MOST_WAIT, wait * 2)
            finally:
                close_old_connections()

    def _pause(self, stop: threading.Event, seconds: float) -> bool:
        """Wait before the next try; return True early where a change says that the neighbour or an officer is there."""
        if stop.wait(FIRST_WAIT):
            return False
        until, counter = time.monotonic() + seconds - FIRST_WAIT, wait_for_change(-1, 0.0)
        while not stop.is_set() and time.monotonic() < until:
            if wait_for_change(counter, LOOK_SECONDS) > counter:
                return True
        return False

    def listen(self, stop: threading.Event) -> None:
        """Where the neighbour cannot reach us: leave a question open at his door and pull as soon as it is answered."""
        while not stop.is_set():
            try:
                _, theirs = shelf.shared_heads(self.compact)
                if not theirs.note or shelf.last_road(theirs) == "push":
                    stop.wait(limit.WAIT_SECONDS / 5)
                    continue
                self._await_news(theirs.size, stop)
            except (HamsayaError, DatabaseError, OSError) as error:
                log.info("%s: listening broke off: %s", self.compact, error)
                stop.wait(MOST_WAIT / 6)
            finally:
                close_old_connections()

    def _await_news(self, size: int, stop: threading.Event) -> None:
        puller = Puller(self.compact, self.puller.mirror.party, self.fetcher, self.clock)
        if puller.knock(size) and not stop.wait(BOTH_WAYS_SECONDS):
            _, theirs = shelf.shared_heads(self.compact)
            if theirs.size == size:
                self._pull_due = float("-inf")

    def _rest(self, stop: threading.Event) -> None:
        """Return when there is something to do."""
        counter = -1
        while not stop.is_set():
            if time.monotonic() >= min(self._pull_due, self._refresh_due) or self.is_unsent():
                return
            counter = wait_for_change(counter, LOOK_SECONDS)


def run_worker(stop: threading.Event) -> None:
    """Work for every compact whose neighbour's door is known, until `stop` is set; blocks. One worker a node."""
    home = settings.HAMSAYA_NODE
    threads = [
        threading.Thread(target=_run_one, args=(member, stop), name=f"exchange-{member.id}")
        for member in home.compacts
        if member.neighbour and member.neighbour_tls
    ]
    for thread in threads:
        thread.start()
    stop.wait()
    for thread in threads:
        thread.join()


def _run_one(member: Membership, stop: threading.Event) -> None:
    fetcher = HttpFetcher(member.neighbour, member.neighbour_tls.split()[0], settings.HAMSAYA_NODE.keys)
    exchange = Exchange(member.id, fetcher)
    listener = threading.Thread(target=exchange.listen, args=(stop,), name=f"listen-{member.id}", daemon=True)
    listener.start()
    exchange.run(stop)
    fetcher.close()
