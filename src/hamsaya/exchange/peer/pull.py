"""Pulling a log from the neighbour's door by C2SP tlog-tiles (protocol §3): checkpoint, tiles, bundles."""

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import quote

from hamsaya.core import merkle, tile
from hamsaya.core.errors import Refused, Untrusted
from hamsaya.core.package import package_path
from hamsaya.core.trusted import Checked
from hamsaya.exchange.peer import limit, receipt, shelf, wire
from hamsaya.exchange.peer.ask import TEXT, Ask, Fetcher
from hamsaya.exchange.peer.behind import in_bulk
from hamsaya.exchange.peer.checker import Checker, checking
from hamsaya.exchange.peer.mirror import Mirror
from hamsaya.exchange.peer.resume import Reader, refused
from hamsaya.node import blob

Entries = Sequence[bytes] | Checked
AHEAD = 8
"""Bundles under way while one is verified."""


class Puller:
    """Reads one log from one neighbour's door into our copy of it."""

    def __init__(
        self, compact: str, party: str, fetcher: Fetcher, clock: shelf.Clock = shelf.utc_now, *, threads: int = 4
    ) -> None:
        """`party`: whose log; the neighbour's, or our own after a restore; `threads`: 0 reads one thing at a time."""
        self._compact, self._clock, self._fetcher, self._threads = compact, clock, fetcher, threads
        self._reader = Reader(fetcher)
        self._checker: Checker | None = None
        self.mirror = Mirror(compact, party, "pull", clock)
        self.note = b""
        """The last checkpoint that the door showed; unverified unless `pull` has returned."""

    def pull(self) -> bool:
        """Fetch what is new, verified and durable at return; tell whether there was anything.

        Raises LinkDown (what has come is kept), Refused, Untrusted (kept as evidence).
        """
        head = self.mirror.head()
        base = f"/{quote(head.origin)}"
        note = self._reader.get(f"{base}/checkpoint").body
        if len(note) > limit.NOTE_BYTES:
            raise Untrusted("wire.note-size", limit=limit.NOTE_BYTES)
        self.note = note
        size = shelf.state_of(note).size
        reader = self._remote_hashes(base, size)
        if not self._take_checkpoint(base, note, reader):
            return False
        following = self.mirror.next
        with self._bulk(), checking(size - following if self._threads else 0) as self._checker:
            try:
                for span, entries in self._bundles(base, following, size):
                    proof = package_path(span.start, span.end, size, reader)
                    self.mirror.take_package(span.base, entries, proof)
                self.mirror.finish()
            except BaseException:
                self._keep()
                raise
        return True

    def knock(self, size: int) -> bool:
        """Leave a question open until the door's log is longer than this, or half a minute; tell whether it is."""
        path = f"/{quote(self.mirror.head().origin)}/checkpoint?newer={size}"
        answer = self._fetcher.fetch(Ask("GET", path))
        return answer.status == 200 and shelf.size_of(answer.body) > size

    def give_receipt(self) -> bool:
        """Hand our cosignature on what is stored to the log's owner; False while he has not our log, nor so our key."""
        head = self.mirror.head()
        receipt.give_receipt(self._compact, int(self._clock().timestamp()))
        note = shelf.cosigned_note(head)
        answer = self._fetcher.fetch(
            Ask("POST", f"/{quote(head.origin)}/add-cosignature", note, {"content-type": TEXT})
        )
        if answer.status != 200 and answer.headers.get("hamsaya-code") != "receipt.unknown-key":
            raise refused(answer)
        return answer.status == 200

    def pull_files(self) -> int:
        """Fetch the files that entries name and that have not come; return how many came."""
        head, came = self.mirror.head(), 0
        for name in blob.missing(head.compact_id):
            wanted = shelf.find_file(head.compact_id, name)
            if wanted is None:
                continue
            try:
                body = self._reader.get(f"/{quote(head.origin)}/blob/{name}", 32 + wanted.size).body
            except Refused:
                continue  # not there yet, or withdrawn: the record says so
            blob.take(head.compact_id, name, body[:32], body[32:], wanted.media)
            came += 1
        return came

    def _take_checkpoint(self, base: str, note: bytes, reader: merkle.ReadHash) -> bool:
        """Take the checkpoint; False where it brings nothing new."""
        stored, stated = self.mirror.head().note, shelf.state_of(note)
        held = shelf.size_of(stored) if stored else 0
        if 0 < held == stated.size and self.mirror.holds(stated):
            return False
        prefix = merkle.prefix_path(held, stated.size, reader) if 0 < held < stated.size else None
        if not self.mirror.knows_signer(note):
            self.mirror.foresee(wire.parse_key_entries(self._reader.get(f"{base}/keys").body))
        try:
            self.mirror.take_checkpoint(note, prefix)
        except Untrusted as error:
            if error.code != "trusted.older":
                raise
            return False
        return True

    def _keep(self) -> None:
        """Make durable what was verified before something went wrong."""
        self.mirror.store()
        self.mirror.reset()

    @contextmanager
    def _bulk(self) -> Iterator[None]:
        """Store in a thread behind the one that verifies, unless everything is to be done in one."""
        with in_bulk(behind=self._threads > 0) as behind:
            self.mirror.behind = behind
            try:
                yield
            finally:
                self.mirror.behind = None

    def _remote_hashes(self, base: str, size: int) -> merkle.ReadHash:
        """Return the reader of the neighbour's tiles: unverified; whatever is proven with them is proven to a root."""

        def read_tile(level: int, index: int) -> bytes:
            width = tile.tile_width(level, index, size)
            if not width:
                raise Untrusted("tile.not-grown")
            body = self._reader.get(f"{base}/{tile.tile_path(level, index, width)}", limit.TILE_BYTES).body
            if len(body) != width * merkle.HASH_SIZE:
                raise Untrusted("tile.length")
            return body

        return lru_cache(shelf.KEPT_HASHES)(tile.read_hash_from_tiles(lru_cache(256)(read_tile)))

    def _bundles(self, base: str, start: int, size: int) -> Iterator[tuple[wire.Span, Entries]]:
        """Yield the packages from `start` on with the entries of their bundles, a few under way ahead."""
        wanted = wire.spans(start, size)
        if not self._threads:
            for span in wanted:
                yield span, self._bundle(base, span)
            return
        with ThreadPoolExecutor(self._threads, "pull") as pool:
            ahead: deque[tuple[wire.Span, Future[Entries]]] = deque()
            try:
                for span in wanted:
                    ahead.append((span, pool.submit(self._bundle, base, span)))
                    if len(ahead) == AHEAD:
                        first, future = ahead.popleft()
                        yield first, future.result()
                while ahead:
                    first, future = ahead.popleft()
                    yield first, future.result()
            finally:
                for _, future in ahead:
                    future.cancel()

    def _bundle(self, base: str, span: wire.Span) -> Entries:
        width = span.end - span.base
        path = tile.tile_path(None, span.base // limit.PACKAGE, width)
        entries = tile.decode_bundle(self._reader.get(f"{base}/{path}", limit.BUNDLE_BYTES).body, width)
        return entries if self._checker is None else self._checker.check(entries)
