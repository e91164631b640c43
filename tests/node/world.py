"""Two parties for tests: their keys, a compact that they share, acts, and the neighbour's log made by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

from django.conf import settings

from hamsaya.core.checkpoint import Checkpoint, sign_checkpoint
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.keys import SigningKey, name_body
from hamsaya.core.merkle import EMPTY_ROOT, Frontier, leaf_hash
from hamsaya.core.trusted import Verified
from hamsaya.node import condition
from hamsaya.node.join import join, origin_of
from hamsaya.node.keyring import create_key, key_path
from hamsaya.node.ledger import Draft, Written, append, new_record

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
EXAMPLE = Path(__file__).parents[2] / "examples" / "iran-pakistan" / "compact.toml"
COMPACT = "irpk"
TEST = {"desk": "zahedan", "counter": 1, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}
LETTER = {
    "from_desk": "zahedan", "to_desk": "turbat", "channel": "security", "traffic": "actual", "urgency": "soon",
    "happened": {"at": "2026-11-22T02:10:00Z", "precision": "minute"}, "place": {"precision": "not_stated"},
    "basis": "own_observation", "certainty": "observed", "reply_wanted": True, "incident": "crossing_by_mistake",
    "affects": ["IR"], "dead": 0, "injured": 0, "missing": "not-known", "ongoing": True, "help_wanted": False,
    "joint_inquiry": False,
}  # fmt: skip


def source(name: str = COMPACT) -> bytes:
    """Return the example compact's file under another id."""
    return EXAMPLE.read_bytes().replace(f'id = "{COMPACT}"'.encode(), f'id = "{name}"'.encode(), 1)


def root_key(name: str, party: str) -> SigningKey:
    """Return a party's root key; the same for the same names."""
    return SigningKey(f"{origin_of(name, party)}/root", (name + party).encode().ljust(32, b"r")[:32])


def join_compact(name: str = COMPACT, party: str = "IR", other: str = "PK") -> str:
    """Let the node in `settings.HAMSAYA_HOME` take part in a compact; return its id."""
    key = create_key(key_path(settings.HAMSAYA_NODE.keys, name), origin_of(name, party))
    root = root_key(name, party)
    join(
        source(name),
        party,
        root=root.verify_key,
        name_body=name_body(root, key.verify_key),
        neighbour_root=root_key(name, other).verify_key,
        now=NOW,
    )
    return name


def letter(compact: str = COMPACT, record: str = "", **body: Any) -> Draft:
    """Return a new letter about an incident."""
    return Draft("incident", "report", record or new_record(compact), {**LETTER, **body})


def sign_unasked(compact: str, drafts: Sequence[Draft], **how: Any) -> Sequence[Written]:
    """Sign acts as a node would that asks nothing of its other records and no second officer."""
    with patch.dict(condition.CONDITIONS, clear=True):
        return append(compact, [replace(draft, confirmed=True) for draft in drafts], **how)


@dataclass
class Neighbour:
    """The neighbour's node, reduced to its log and its key."""

    name: str = COMPACT
    party: str = "PK"
    frontier: Frontier = field(default_factory=Frontier)
    entries: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = SigningKey(origin_of(self.name, self.party), (self.name + self.party).encode().ljust(32, b"k")[:32])
        body = name_body(root_key(self.name, self.party), self.key.verify_key)
        self.write("key/1", "name", f"{self.party}/key", body)

    def write(self, kind: str, act: str, record: str, body: Mapping[str, Any], **values: Any) -> bytes:
        """Append one entry to the log; return its bytes."""
        known: dict[str, Any] = {"post": "turbat-duty", "at": "2026-11-22T08:05:00Z", "audience": "GOV", "use": "U1"}
        seen = Seen(values.pop("saw", 0), EMPTY_ROOT.hex())
        entry = Entry(kind=kind, act=act, record=record, body=body, seen=seen, **{**known, **values})
        return self.add(encode_entry(entry))

    def add(self, data: bytes) -> bytes:
        """Append these bytes to the log."""
        self.entries.append(data)
        self.frontier = self.frontier.append(leaf_hash(data))
        return data

    def note(self) -> bytes:
        """Return the signed checkpoint over all entries."""
        return sign_checkpoint(Checkpoint(self.key.name, len(self.entries), self.frontier.root()), self.key)

    def verified(self, start: int = 0) -> Sequence[Verified]:
        """Return the entries from `start` on as the trusted set hands them over."""
        return [Verified(index, data, leaf_hash(data)) for index, data in enumerate(self.entries[start:], start)]
