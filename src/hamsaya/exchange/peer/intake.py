"""The writing half of the neighbour's door: checkpoints, packages, keys, receipts and files that he pushes."""

import threading

from hamsaya.core import salted
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.exchange.peer import limit, receipt, shelf, wire
from hamsaya.exchange.peer.ask import MIRROR_INFO, SIZE, Answer, Ask
from hamsaya.exchange.peer.mirror import Mirror
from hamsaya.exchange.peer.spool import Spool
from hamsaya.node import blob
from hamsaya.node.head import Head

SKIP = "hamsaya-skip"
"""Of a question: its bytes begin so far into what is being sent."""
HELD = "hamsaya-held"
"""Of an answer: so many bytes of the next package, or of the file, are here already."""
OLD_ROOT = "hamsaya-old-root"


class Intake:
    """The neighbour's pushes into one compact. Questions about one log take their turns."""

    def __init__(self, compact: str, party: str, clock: shelf.Clock) -> None:
        """`party`: the neighbour, whose log it is."""
        self._compact, self._clock = compact, clock
        self._mirror = Mirror(compact, party, "push", clock)
        self._lock = threading.Lock()
        self._spool = Spool()

    def add_keys(self, ask: Ask) -> Answer:
        """Take entries about keys ahead of the checkpoint that one of those keys signs."""
        with self._lock:
            self._mirror.foresee(wire.parse_key_entries(ask.body))
        return Answer(200)

    def add_checkpoint(self, ask: Ask) -> Answer:
        """Take the checkpoint up to which packages will follow."""
        said = wire.parse_add_checkpoint(ask.body)
        with self._lock:
            head = self._mirror.head()
            stated, held = shelf.state_of(said.note), _mirrored(head)
            if said.old > stated.size:
                raise Untrusted("wire.range")
            prefix = _prefix(said, stated.size, ask) if said.old == held else None
            try:
                self._mirror.take_checkpoint(said.note, prefix)
            except Untrusted as error:
                if error.code != "trusted.older":
                    raise
                return _size_answer(self._mirror.next, error.code)
        return Answer(200) if said.old == held else _size_answer(held, "checkpoint.other-size")

    def add_entries(self, ask: Ask) -> Answer:
        """Take packages, as many as arrive whole; answer with a receipt once all are durable."""
        head, at = wire.parse_head(ask.body)
        with self._lock:
            stored = self._mirror.head()
            if head.origin != stored.origin:
                raise Refused("door.not-here")
            if stored.frozen:
                raise Refused("log.frozen", origin=stored.origin)
            if head.end == _mirrored(stored) and stored.note:
                return self._receipt()
            if head.end < _mirrored(stored) or not self._mirror.is_pending(head.end):
                return self._info(409, "upload.end")
            try:
                return self._add_packages(head, ask.body[at:], _skip(ask))
            except BaseException:
                self._mirror.reset()
                raise

    def _add_packages(self, head: wire.UploadHead, data: bytes, skip: int) -> Answer:
        key = (head.origin, str(head.start), str(head.end))
        joined = self._spool.join(key, skip, data) if skip or head.start == self._mirror.next else data
        if joined is None or head.start > self._mirror.next:
            return self._info(409, "upload.start")
        try:
            rest = self._take_whole(head, joined)
        finally:
            self._mirror.store()
        if self._mirror.next == head.end:
            self._mirror.finish()
            return self._receipt()
        if len(rest) < limit.PACKAGE_BYTES:
            self._spool.hold((head.origin, str(self._mirror.next), str(head.end)), rest)
        return self._info(202, "upload.go-on", head.end)

    def _take_whole(self, head: wire.UploadHead, data: bytes) -> bytes:
        """Verify the packages that are whole; return the bytes that are left over."""
        at = 0
        for span in wire.spans(head.start, head.end):
            try:
                entries, proof, ends = wire.parse_package(data, span.count, at)
            except Untrusted as error:
                if error.code != "wire.short":
                    raise
                return data[at:]
            self._mirror.take_package(span.start, entries, proof)
            at = ends
        if at < len(data):
            raise Untrusted("wire.trailing")
        return b""

    def _receipt(self) -> Answer:
        return Answer(200, body=receipt.give_receipt(self._compact, int(self._clock().timestamp())))

    def _info(self, status: int, code: str, size: int | None = None) -> Answer:
        head, following = self._mirror.head(), self._mirror.next
        awaited = self._mirror.awaited if size is None else size
        info = wire.MirrorInfo(max(awaited, _mirrored(head)), following)
        held = self._spool.length((head.origin, str(following), str(info.size)))
        return Answer(status, MIRROR_INFO, wire.encode_mirror_info(info), {HELD: str(held), "hamsaya-code": code})

    def add_cosignature(self, ask: Ask) -> Answer:
        """Take a receipt for our own log: the checkpoint with the neighbour's cosignature."""
        if len(ask.body) > limit.NOTE_BYTES:
            raise Untrusted("wire.note-size", limit=limit.NOTE_BYTES)
        lines = ask.body.rpartition(b"\n\n")[2]
        receipt.take_receipt(self._compact, ask.body, lines, int(self._clock().timestamp()))
        return Answer(200)

    def add_blob(self, ask: Ask, name: str) -> Answer:
        """Take a file that an entry names, whole or the next part of it: its salt, then its content."""
        with self._lock:
            head = self._mirror.head()
            wanted = shelf.find_file(head.compact_id, name)
            if wanted is None:
                raise Refused("file.not-named", hash=name)
            if shelf.has_file(head.compact_id, name):
                return Answer(200)
            key, total = ("blob", name), salted.SALT_SIZE + wanted.size
            data = self._spool.join(key, _skip(ask), ask.body) or b""
            if len(data) < total:
                self._spool.hold(key, data)
                return Answer(202, headers={HELD: str(len(data)), "hamsaya-code": "upload.go-on"})
            blob.take(head.compact_id, name, data[: salted.SALT_SIZE], data[salted.SALT_SIZE :], wanted.media)
        return Answer(200)


def _mirrored(head: Head) -> int:
    return shelf.size_of(head.note) if head.note else 0


def _size_answer(size: int, code: str) -> Answer:
    return Answer(409, SIZE, b"%d\n" % size, {"hamsaya-code": code})


def _prefix(said: wire.AddCheckpoint, size: int, ask: Ask) -> tuple[bytes, ...] | None:
    """Return the path that yields both roots; where the old tree is one subtree, its root is told beside the proof."""
    if said.old in {0, size}:
        if said.proof:
            raise Untrusted("merkle.path-length")
        return None
    if said.old & (said.old - 1):
        return said.proof
    told = ask.headers.get(OLD_ROOT)
    return (wire.parse_hash(told.encode()), *said.proof) if told else None


def _skip(ask: Ask) -> int:
    return wire.parse_number(ask.headers.get(SKIP, "0").encode())
