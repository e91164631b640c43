"""What stands behind the neighbour's door (protocol §3): C2SP tlog-tiles to read, tlog-mirror's questions to write.

A question comes from the holder of a pinned key. Of a compact that is not his he learns nothing, not even that it is.
"""

import logging
import re
import threading
import time
from dataclasses import dataclass
from urllib.parse import quote

from django.db import DatabaseError, close_old_connections

from hamsaya.core import tile
from hamsaya.core.errors import HamsayaError, Refused, Untrusted
from hamsaya.exchange.peer import limit, shelf, wire
from hamsaya.exchange.peer.ask import BYTES, Answer, Ask, refusal
from hamsaya.exchange.peer.intake import Intake
from hamsaya.node import blob
from hamsaya.node.change import wait_for_change
from hamsaya.node.head import Head
from hamsaya.node.home import NodeHome

log = logging.getLogger("hamsaya.peer")

FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
FRESH = {"cache-control": "no-store"}
LOOK_SECONDS = 0.5

_RANGE = re.compile(r"bytes=([0-9]{1,12})-([0-9]{1,12})?")
_NEWER = re.compile(r"checkpoint\?newer=([0-9]{1,18})")
_BLOB = re.compile(r"blob/([0-9a-f]{64})")

STATUS = {
    "door.not-here": 404, "compact.not-here": 404, "file.not-named": 404, "tile.path": 404,
    "log.frozen": 403, "note.no-known-key": 403, "note.signature": 403, "trusted.origin": 403, "receipt.not-ours": 403,
    "trusted.older": 409, "trusted.fork": 409, "trusted.gap": 409, "log.gap": 409, "log.checkpoint": 409,
    "receipt.unknown-key": 409, "receipt.nothing": 409,
    "log.reconcile-first": 503, "key.no-root": 503, "key.unreadable": 503, "key.mode": 503, "file.lost": 503,
}  # fmt: skip
"""HTTP statuses by code; of the rest, what cannot be parsed is 400 and what does not verify is 422."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question goes: the compact, the log it names, and the path below that log's address."""

    compact: str
    head: Head
    rest: str


class Door:
    """The door of one node, for all its compacts."""

    def __init__(self, home: NodeHome, clock: shelf.Clock = shelf.utc_now) -> None:
        """`home`: which neighbour, by which pinned key, has which compact."""
        self._home, self._clock = home, clock
        self._intakes: dict[str, Intake] = {}
        self._lock = threading.Lock()
        self._closing = threading.Event()

    def close(self) -> None:
        """Answer what was left open."""
        self._closing.set()

    def answer(self, pin: str, ask: Ask) -> Answer:
        """Return the answer; whatever was asked, a refusal has a stable code and changed nothing."""
        try:
            return self._answer(pin, ask)
        except HamsayaError as error:
            log.info("refused %s %.120s: %s", ask.method, ask.path, error)
            return refusal(_status(error), error.code)
        except (DatabaseError, OSError) as error:
            log.exception("could not answer %s %.120s", ask.method, ask.path)
            return refusal(503, "node.storage" if isinstance(error, DatabaseError) else "node.disk")
        finally:
            close_old_connections()

    def wait(self, pin: str, ask: Ask) -> None:
        """Return once the log asked for is longer than the question says, or when the time is over."""
        until, counter = time.monotonic() + limit.WAIT_SECONDS, -1
        try:
            while time.monotonic() < until and not self._closing.is_set():
                place = self._place(pin, ask)
                newer = _NEWER.fullmatch(place.rest) if place else None
                if place is None or newer is None or place.head.size > int(newer[1]):
                    return
                counter = wait_for_change(counter, LOOK_SECONDS)
        except DatabaseError:
            return  # the answer will say so
        finally:
            close_old_connections()

    def _answer(self, pin: str, ask: Ask) -> Answer:
        place = self._place(pin, ask)
        if place is None:
            raise Refused("door.not-here")
        if ask.method in {"GET", "HEAD"}:
            return _cut(self._read(place), ask)
        return self._write(place, ask)

    def _place(self, pin: str, ask: Ask) -> Place | None:
        for member in self._home.compacts:
            if pin not in member.neighbour_tls.split():
                continue
            for head in shelf.shared_heads(member.id):
                prefix = f"/{quote(head.origin)}/"
                if ask.path.startswith(prefix):
                    return Place(member.id, head, ask.path[len(prefix) :])
        return None

    def _read(self, place: Place) -> Answer:
        head, rest = place.head, place.rest
        if rest == "checkpoint" or _NEWER.fullmatch(rest):
            note = shelf.cosigned_note(head)
            return Answer(200, body=note, headers=FRESH) if note else refusal(404, "log.empty")
        if rest == "keys":
            return Answer(200, BYTES, wire.encode_key_entries(shelf.key_entries(head)), FRESH)
        if rest == "wanted":
            names = blob.missing(head.compact_id)
            return Answer(200, body="".join(f"{name}\n" for name in names).encode(), headers=FRESH)
        if found := _BLOB.fullmatch(rest):
            return _read_blob(head, found[1])
        return _read_tile(head, rest)

    def _write(self, place: Place, ask: Ask) -> Answer:
        if place.head.is_ours:
            if (ask.method, place.rest) == ("POST", "add-cosignature"):
                return self._intake(place).add_cosignature(ask)
            raise Refused("door.not-here")
        found = _BLOB.fullmatch(place.rest)
        if found and ask.method == "PUT":
            return self._intake(place).add_blob(ask, found[1])
        match ask.method, place.rest:
            case "POST", "add-keys":
                return self._intake(place).add_keys(ask)
            case "POST", "add-checkpoint":
                return self._intake(place).add_checkpoint(ask)
            case "POST", "add-entries":
                return self._intake(place).add_entries(ask)
        raise Refused("door.not-here")

    def _intake(self, place: Place) -> Intake:
        with self._lock:
            made = self._intakes.get(place.compact)
            if made is None:
                made = self._intakes[place.compact] = Intake(place.compact, place.head.neighbour, self._clock)
            return made


def _read_tile(head: Head, rest: str) -> Answer:
    ref = tile.parse_tile_path(rest)
    if ref.level is None:
        entries = shelf.read_bundle(head, ref)
        body = None if entries is None else tile.encode_bundle(entries)
    else:
        body = shelf.read_tile(head, ref)
    return refusal(404, "tile.not-grown") if body is None else Answer(200, BYTES, body, FOREVER)


def _read_blob(head: Head, name: str) -> Answer:
    found = blob.read(head.compact_id, name)
    if found is not None:
        return Answer(200, BYTES, found.salt + found.data, FRESH)
    return refusal(410, "file.withdrawn") if shelf.has_file(head.compact_id, name) else refusal(404, "file.not-here")


def _cut(answer: Answer, ask: Ask) -> Answer:
    """Return the part of a body that the question asks for (RFC 9110 section 14, one range)."""
    asked = _RANGE.fullmatch(ask.headers.get("range", ""))
    if answer.status != 200 or asked is None:
        return answer
    total, first = len(answer.body), int(asked[1])
    last = min(int(asked[2]) if asked[2] else total - 1, total - 1)
    if first > last:
        return Answer(416, answer.type, b"", {"content-range": f"bytes */{total}", "hamsaya-code": "door.range"})
    headers = {**answer.headers, "content-range": f"bytes {first}-{last}/{total}"}
    return Answer(206, answer.type, answer.body[first : last + 1], headers)


def _status(error: HamsayaError) -> int:
    if error.code in STATUS:
        return STATUS[error.code]
    is_shape = error.code.partition(".")[0] in {"wire", "note", "checkpoint"}
    return 400 if is_shape or not isinstance(error, Untrusted) else 422
