"""A question to the neighbour's door and its answer: what HTTP and the simulator both carry."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from hamsaya.core.errors import HamsayaError

TEXT = "text/plain; charset=utf-8"
BYTES = "application/octet-stream"
SIZE = "text/x.tlog.size"
MIRROR_INFO = "text/x.tlog.mirror-info"


@dataclass(frozen=True, slots=True)
class Ask:
    """One question: method, path from the root, body, and headers by lower-case name."""

    method: str
    path: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, media type, body, and further headers by lower-case name."""

    status: int
    type: str = TEXT
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class LinkDown(HamsayaError):
    """The neighbour was not reached or the answer broke off; `partial` is what of its body arrived."""

    def __init__(self, reason: str, partial: bytes = b"") -> None:
        """Keep why, and what arrived."""
        super().__init__("link.down", reason=reason)
        self.partial = partial


class Fetcher(Protocol):
    """One neighbour's door, over HTTP or in memory; may be used from several threads at once."""

    def fetch(self, ask: Ask) -> Answer:
        """Put the question and return the answer, whatever its status; raises LinkDown."""
        ...


def refusal(status: int, code: str) -> Answer:
    """Return a refusal with its stable code, the same in body and header."""
    return Answer(status, TEXT, f"{code}\n".encode(), {"hamsaya-code": code})
