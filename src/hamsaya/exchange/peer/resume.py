"""Reading over a link that breaks: what has come is kept, and the next question asks for the rest (HTTP Range)."""

import re
import threading

from hamsaya.core.errors import Refused, Untrusted
from hamsaya.exchange.peer import limit
from hamsaya.exchange.peer.ask import Answer, Ask, Fetcher, LinkDown

LEAST = 512
TRIES = 6
"""Without a single byte of progress; then the caller waits and tries again."""
_TOTAL = re.compile(r"bytes ([0-9]{1,12})-[0-9]{1,12}/([0-9]{1,12})")


class Reader:
    """Reads whole bodies from one neighbour's door. May be used from several threads."""

    def __init__(self, fetcher: Fetcher) -> None:
        """`fetcher`: the neighbour's door."""
        self._fetcher = fetcher
        self._piece: int | None = None
        self._came: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def get(self, path: str, most: int = limit.BODY_BYTES) -> Answer:
        """Return the whole body at a path; raises LinkDown, or Refused with the code of the neighbour's refusal."""
        got = self._came.pop(path, b"")
        tries = 0
        while True:
            try:
                answer = self._fetcher.fetch(Ask("GET", path, headers=self._range(len(got))))
            except LinkDown as down:
                tries = 0 if down.partial else tries + 1
                got += down.partial
                self._shrink()
                if tries == TRIES or len(got) > most:
                    self._came[path] = got
                    raise
                continue
            if answer.status == 200:
                return answer
            if answer.status == 416 and answer.headers.get("content-range") == f"bytes */{len(got)}":
                return Answer(200, answer.type, got)
            if answer.status != 206:
                raise refused(answer)
            got += answer.body
            if self._is_whole(answer, got, most):
                return Answer(200, answer.type, got, answer.headers)
            tries = 0

    def _range(self, start: int) -> dict[str, str]:
        if self._piece is None:
            return {"range": f"bytes={start}-"} if start else {}
        return {"range": f"bytes={start}-{start + self._piece - 1}"}

    def _shrink(self) -> None:
        with self._lock:
            self._piece = max(LEAST, (self._piece or 64 * 1024) // 4)

    def _is_whole(self, answer: Answer, got: bytes, most: int) -> bool:
        found = _TOTAL.fullmatch(answer.headers.get("content-range", ""))
        if not found or int(found[1]) + len(answer.body) != len(got) or int(found[2]) > most:
            raise Untrusted("link.range")
        with self._lock:
            if self._piece is not None:
                self._piece *= 2
                if self._piece > limit.BUNDLE_BYTES:
                    self._piece = None
        return len(got) == int(found[2])


def refused(answer: Answer) -> Refused:
    """Return the neighbour's refusal as an error of ours: `link.refused` with its code."""
    code = answer.headers.get("hamsaya-code", "")
    return Refused("link.refused", status=answer.status, reason=code[:64] if code.isprintable() else "")
