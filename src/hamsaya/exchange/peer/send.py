"""Pushing our log to the neighbour's door in the shape of C2SP tlog-mirror (protocol §3), until the receipt is in hand.

A link that dies inside every package still gets it across: the door keeps what arrived, the next try goes on behind it,
and the pieces become smaller until they fit through.
"""

import time
from collections.abc import Callable
from functools import lru_cache
from urllib.parse import quote

from hamsaya.core import merkle
from hamsaya.core.errors import Refused
from hamsaya.core.package import package_path
from hamsaya.exchange.peer import receipt, shelf, wire
from hamsaya.exchange.peer.ask import BYTES, MIRROR_INFO, SIZE, TEXT, Answer, Ask, Fetcher, LinkDown
from hamsaya.exchange.peer.intake import HELD, OLD_ROOT, SKIP
from hamsaya.exchange.peer.resume import Reader, refused
from hamsaya.node import blob
from hamsaya.node.head import Head

LEAST = 512
FIRST = 256 * 1024
MOST = 16 * 1024 * 1024
SLOW_SECONDS = 8.0
QUICK_SECONDS = 1.0
TRIES = 6
"""Without progress; then the caller waits and tries again."""


class LostEntries(Refused):
    """The neighbour holds more of our log than we do: this node was restored from a backup, or runs twice."""

    def __init__(self, theirs: int, ours: int) -> None:
        """Keep both sizes."""
        super().__init__("link.lost-entries", theirs=theirs, ours=ours)


class Sender:
    """Pushes one compact's log to one neighbour; keeps in mind between tries how far it came. One thread at a time."""

    def __init__(self, compact: str, fetcher: Fetcher, clock: shelf.Clock = shelf.utc_now) -> None:
        """`fetcher`: the neighbour's door."""
        self._compact, self._fetcher, self._clock = compact, fetcher, clock
        self._piece = FIRST
        self._offered = -1
        self._start, self._skip = 0, 0

    def send(self) -> int:
        """Push what the neighbour lacks; return the size that his receipt, now stored here, covers.

        Raises LinkDown (the next try goes on from there), LostEntries, Refused (`link.refused`: the neighbour's door
        said no), Untrusted for an answer or a receipt that does not hold.
        """
        head, _ = shelf.shared_heads(self._compact)
        if head.reconcile:
            raise Refused("log.reconcile-first", origin=head.origin)
        if not head.note:
            raise Refused("receipt.nothing")
        outgoing = _Outgoing(head)
        lines = self._persist(lambda: self._try_send(outgoing))
        return receipt.take_receipt(self._compact, head.note, lines, int(self._clock().timestamp()))

    def send_files(self) -> int:
        """Push the files that the neighbour lacks and we hold; return how many went."""
        head, _ = shelf.shared_heads(self._compact)
        base = f"/{quote(head.origin)}"
        wanted = Reader(self._fetcher).get(f"{base}/wanted").body.decode("ascii", "replace").split()
        return sum(self._send_file(head, f"{base}/blob/{name}", name) for name in wanted if len(name) == 64)

    def _persist(self, work: Callable[[], bytes | None]) -> bytes:
        """Repeat the work over broken links for as long as it gets further."""
        tries, before = 0, (self._offered, self._start, self._skip)
        while True:
            try:
                done = work()
                if done is not None:
                    return done
            except LinkDown:
                self._piece = max(LEAST, self._piece // 4)
                if tries == TRIES:
                    raise
            now = (self._offered, self._start, self._skip)
            tries, before = (0 if now != before else tries + 1), now
            if tries > TRIES:
                raise LinkDown("no-progress")

    def _try_send(self, outgoing: "_Outgoing") -> bytes | None:
        if self._offered != outgoing.size:
            self._offer(outgoing)
        while True:
            began = time.monotonic()
            answer = self._fetcher.fetch(self._package_ask(outgoing))
            self._pace(time.monotonic() - began)
            if answer.status == 200:
                return answer.body
            if answer.type != MIRROR_INFO:
                raise refused(answer)
            code = answer.headers.get("hamsaya-code")
            self._go_on(answer, outgoing)
            if code == "upload.end":
                self._offered = -1
            if answer.status != 202:
                return None

    def _offer(self, outgoing: "_Outgoing") -> None:
        """Hand over the checkpoint, and what the neighbour needs to believe it."""
        last = shelf.last_receipt(outgoing.head, outgoing.head.neighbour)
        old = last[0] if last and last[0] <= outgoing.size else 0
        if any(index >= old for index in outgoing.head.key_entries):
            self._fetcher.fetch(outgoing.keys_ask())
        for _ in range(4):
            answer = self._fetcher.fetch(outgoing.checkpoint_ask(old))
            if answer.status == 200:
                self._offered, self._start, self._skip = outgoing.size, old, 0
                return
            if answer.status == 403 and answer.headers.get("hamsaya-code") == "note.no-known-key":
                self._fetcher.fetch(outgoing.keys_ask())
            elif answer.status == 409 and answer.type == SIZE:
                old = wire.parse_number(answer.body.rstrip(b"\n"))
                if old > outgoing.size:
                    raise LostEntries(old, outgoing.size)
            else:
                raise refused(answer)
        raise refused(answer)

    def _package_ask(self, outgoing: "_Outgoing") -> Ask:
        data = outgoing.pieces(self._start, self._skip, self._piece)
        head = wire.encode_head(wire.UploadHead(outgoing.head.origin, self._start, outgoing.size))
        headers = {"content-type": BYTES} | ({SKIP: str(self._skip)} if self._skip else {})
        return Ask("POST", f"{outgoing.base}/add-entries", head + data, headers)

    def _go_on(self, answer: Answer, outgoing: "_Outgoing") -> None:
        info = wire.parse_mirror_info(answer.body)
        if info.next > outgoing.size:
            raise LostEntries(info.next, outgoing.size)
        self._start = info.next
        self._skip = wire.parse_number(answer.headers.get(HELD, "0").encode())

    def _pace(self, seconds: float) -> None:
        if seconds < QUICK_SECONDS:
            self._piece = min(MOST, self._piece * 2)
        elif seconds > SLOW_SECONDS:
            self._piece = max(LEAST, self._piece // 2)

    def _send_file(self, head: Head, path: str, name: str) -> bool:
        found = blob.read(head.compact_id, name)
        if found is None:
            return False
        data, at, tries = found.salt + found.data, 0, 0
        while True:
            ask = Ask("PUT", path, data[at : at + self._piece], {"content-type": BYTES, SKIP: str(at)})
            try:
                answer = self._fetcher.fetch(ask)
            except LinkDown:
                self._piece, tries = max(LEAST, self._piece // 4), tries + 1
                if tries > TRIES:
                    raise
                continue
            if answer.status != 202:
                return answer.status == 200
            held = wire.parse_number(answer.headers.get(HELD, "0").encode())
            tries = 0 if held > at else tries + 1
            if tries > TRIES:
                raise LinkDown("no-progress")
            at = min(held, len(data))


class _Outgoing:
    """Our log up to one checkpoint, in the forms in which it goes out."""

    def __init__(self, head: Head) -> None:
        self.head, self.size = head, shelf.size_of(head.note)
        self.base = f"/{quote(head.origin)}"
        self._reader = shelf.hash_reader(head)
        self._package = lru_cache(2)(self._make_package)

    def checkpoint_ask(self, old: int) -> Ask:
        proof = merkle.consistency_path(old, self.size, self._reader)
        body = wire.encode_add_checkpoint(wire.AddCheckpoint(old, proof, self.head.note))
        headers = {"content-type": TEXT}
        if old:
            headers[OLD_ROOT] = wire.encode_hash(merkle.range_hash(0, old, self._reader)).decode()
        return Ask("POST", f"{self.base}/add-checkpoint", body, headers)

    def keys_ask(self) -> Ask:
        body = wire.encode_key_entries(shelf.key_entries(self.head))
        return Ask("POST", f"{self.base}/add-keys", body, {"content-type": BYTES})

    def pieces(self, start: int, skip: int, most: int) -> bytes:
        """Return so many bytes of the packages from `start` on, behind the first `skip`; whole ones where one fits."""
        parts: list[bytes] = []
        length = 0
        for span in wire.spans(start, self.size):
            if length - skip >= most:
                break
            package = self._package(span)
            if parts and length + len(package) - skip > most:
                break
            parts.append(package)
            length += len(package)
        return b"".join(parts)[skip : skip + most]

    def _make_package(self, span: wire.Span) -> bytes:
        entries = shelf.read_entries(self.head, span.start, span.end)
        return wire.encode_package(entries, package_path(span.start, span.end, self.size, self._reader))
