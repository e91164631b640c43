"""How far a letter of ours has come: on this device, on our node, stored by them, acknowledged.

The first step is the browser's own; what a page shows of it, the browser writes.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.kinds import kind_of
from hamsaya.core.letter import Acknowledge
from hamsaya.core.reader import Reader

NODE, STORED, ACKNOWLEDGED = "node", "stored", "acknowledged"
WORDS = {NODE: "web.state_ours", STORED: "web.stored_there", ACKNOWLEDGED: "status.acknowledged"}


@dataclass(frozen=True)
class Step:
    """One step: its code, its word, whether it is done, and since when where that is known."""

    code: str
    words: str
    done: bool
    at: datetime | None = None


def steps_of(row: Any, received: datetime | None, reader: Reader) -> tuple[Step, ...]:
    """Return the steps of a letter or a claim that we opened; nothing for what they opened or what is neither.

    `received`: when the other side's node stored it. Each side answers a claim for itself; nobody acknowledges one.
    """
    if row.owner != reader.party.code or not row.urgency or row.status not in STATUSES:
        return ()
    done = {NODE: True, STORED: received is not None, ACKNOWLEDGED: row.status in SEEN}
    kind = kind_of(row.kind)
    can_be_seen = kind is not None and kind.act(Acknowledge.name()) is not None
    return tuple(
        Step(code, reader.word(words), done[code], received if code == STORED else None)
        for code, words in WORDS.items()
        if can_be_seen or code != ACKNOWLEDGED
    )


SEEN = ("acknowledged", "answered")
STATUSES = ("open", *SEEN)
