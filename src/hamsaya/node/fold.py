"""Fold entries into records: the owner's acts first, then the other party's over them; pure, total, without a clock.

Two states are kept of a record: `owner_state`, the fold of the owner's acts alone, and `state`, which goes on with
the other's. The other's act applies to `state`; a new act of the owner applies to `owner_state`, after which the
other's are folded again. So both nodes reach the same state, whatever arrived first.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import asdict, replace

from hamsaya.core.entry import VERSION, encode_fields
from hamsaya.core.exercise import is_apart
from hamsaya.core.fields.reference import RECORD
from hamsaya.core.keys import KIND as KEY
from hamsaya.core.kinds import AUDIENCES, USES, Facets, Kind, Mark, Position, State, apply_act, kind_of
from hamsaya.core.text import has_word, in_all
from hamsaya.node.widen import Marking, asks, marking_at, read_markings, write_markings

MARKING = Mark.name()
UNKNOWN = "unknown"
ERASED = "erased"
"""The status of a record whose content was destroyed: withdrawn, or past its time."""
_encoder = msgspec.json.Encoder(order="sorted")


class Seen(msgspec.Struct):
    """How much of the neighbour's log the writer had, and under which root."""

    size: int
    root: str = ""


class FileRef(msgspec.Struct):
    """A file outside the tree."""

    hash: str
    size: int
    media: str


class Wire(msgspec.Struct):
    """What folding needs of an entry's bytes."""

    kind: str
    act: str
    record: str
    post: str
    at: str
    seen: Seen
    audience: str
    use: str
    body: dict[str, Any]
    files: list[FileRef] = []
    erased: str = msgspec.field(name="!", default="")
    """The leaf hash that a husk names; "" for a whole entry."""


_wire = msgspec.json.Decoder(Wire)


def read_wire(data: bytes) -> Wire | None:
    """Return what an entry says; None for a key entry, and for what has not the shape of an act."""
    try:
        wire = _wire.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return None if wire.kind == KEY else wire


def write_wire(wire: Wire) -> bytes:
    """Return the bytes of an act of our own; raises Refused(`entry.*`, `canonical.*`) as `core.entry` does."""
    return encode_fields(
        {
            "v": VERSION, "kind": wire.kind, "act": wire.act, "record": wire.record, "post": wire.post, "at": wire.at,
            "seen": {"size": wire.seen.size, "root": wire.seen.root}, "audience": wire.audience, "use": wire.use,
            "body": wire.body, "files": [asdict(each) for each in wire.files],
        }
    )  # fmt: skip


def owner_of(record: str) -> str:
    """Return the party that owns a record of that id, or "" where it is no id."""
    return record.partition("/")[0] if RECORD.fullmatch(record) else ""


def position(wire: Wire, party: str, index: int, leaf: bytes, owner: str) -> Position:
    """Return where an act stands."""
    return Position(party, index, leaf.hex(), wire.post, wire.at, wire.seen.size, party == owner)


def stricter(marks: Sequence[str], one: str, two: str) -> str:
    """Return the stricter of two marks; one that nobody knows is the strictest there is."""
    if one not in marks or two not in marks:
        return two if one in marks else one
    return one if marks.index(one) > marks.index(two) else two


def encode_state(state: State | None) -> bytes:
    """Return the state's bytes: canonical JSON, nothing for no state."""
    return b"" if state is None else _encoder.encode(state)


def decode_state(kind: Kind[Any] | None, data: bytes) -> Any:
    """Return the state in its bytes, or None."""
    return msgspec.json.decode(data, type=kind.state) if kind and data else None


def is_marking(wire: Wire) -> bool:
    """Tell whether an act sets its side's mark anew, wider too; one that says two things only narrows, as any act."""
    said = wire.body.get("audience") if wire.act == MARKING else None
    return isinstance(said, str) and said.upper() == wire.audience and wire.audience in AUDIENCES[1:-1]


OtherAct = tuple[Wire, Position]


class Tried(NamedTuple):
    """A state before and after one act, body as it stands in the entry."""

    before: Any
    after: Any


class Folded(msgspec.Struct):
    """One record while acts are folded into it; what the projector reads and writes back."""

    record: str
    owner: str
    other: str
    id: int = 0
    wire: str = ""
    owner_state: Any = None
    state: Any = None
    audience: str = AUDIENCES[0]
    """The stricter of both sides' marks."""
    owner_mark: str = ""
    other_mark: str = ""
    """For whom the record is as far as that side goes; "" while it has not acted on it."""
    owner_marking: Marking | None = None
    other_marking: Marking | None = None
    """Where that side last marked it by the act `mark`."""
    use: str = USES[0]
    opened: str = ""
    changed: int = 0
    acts: int = 0
    others: int = 0
    idle_owner: int = 0
    idle_other: int = 0
    refs: frozenset[str] = frozenset()
    is_new: bool = True
    erased: bool = False
    """What its owner wrote are husks: the content was destroyed."""
    stale: bool = False
    """The owner acted after the other had: the other's acts are to be folded again."""
    touched: list[tuple[int, int]] = []
    files: list[str] = []

    @property
    def kind(self) -> Kind[Any] | None:
        """Return the record's kind, or None for one that this version does not know."""
        return kind_of(self.wire)

    def copy(self) -> "Folded":
        """Return a copy that further acts on this one do not change."""
        return replace(self, touched=[*self.touched], files=[*self.files])

    def add(self, log: int, wire: Wire, at: Position, stored: int, tried: Tried | None = None) -> bool:
        """Fold one act in; return whether it had effect, as far as is known before a stale state is folded again.

        `tried`: what checking the act a moment ago came to, which spares folding it a second time.
        """
        self.acts += 1
        self.touched.append((log, at.index))
        self.changed = max(self.changed, stored)
        if wire.audience != (self.owner_mark if at.is_owner else self.other_mark):
            self._mark(wire, at)
        if is_marking(wire):
            self._note_marking(at)
        if wire.use != self.use:
            self.use = stricter(USES, self.use, wire.use)
        if wire.erased:
            return self._add_husk(wire, at)
        if wire.files:
            self.files += [f"file:{each.hash}" for each in wire.files]
        return self._add_owner(wire, at, tried) if at.is_owner else self._add_other(wire, at, tried)

    def mark_of(self, party: str) -> str:
        """Return the mark that a party's next act bears: its own, else the record's; "" for a new record."""
        own = self.owner_mark if party == self.owner else self.other_mark
        return own or (self.audience if self.acts else "")

    def _mark(self, wire: Wire, at: Position) -> None:
        """Move the acting side's mark: its first act sets it, a marking act sets it anew, any other only narrows it."""
        mark = self.owner_mark if at.is_owner else self.other_mark
        is_new = not mark or is_marking(wire)
        mark = wire.audience if is_new else stricter(AUDIENCES, mark, wire.audience)
        if at.is_owner:
            self.owner_mark = mark
        else:
            self.other_mark = mark
        one, two = self.owner_mark or mark, self.other_mark or mark
        self.audience = stricter(AUDIENCES, one, two)

    def _note_marking(self, at: Position) -> None:
        if at.is_owner:
            self.owner_marking = marking_at(at)
        else:
            self.other_marking = marking_at(at)

    @property
    def asked(self) -> str:
        """Return the party that is asked to widen the record and has not answered, or ""."""
        if not (self.owner_marking or self.other_marking) or self.erased:
            return ""
        owner, other = (self.owner_mark, self.owner_marking), (self.other_mark, self.other_marking)
        return self.other if asks(*owner, *other) else self.owner if asks(*other, *owner) else ""

    @property
    def markings(self) -> str:
        """Return where both sides marked it, as `read_marks` takes it."""
        return write_markings(self.owner_marking, self.other_marking)

    @property
    def marks(self) -> str:
        """Return both sides' marks where they differ from what holds: "GOV DESK", the owner's first, "." for none."""
        both = self.owner_mark or ".", self.other_mark or "."
        return "" if set(both) <= {self.audience, "."} else " ".join(mark[:5] for mark in both)

    def read_marks(self, marks: str, markings: str) -> None:
        """Set both sides' marks as `marks` and `markings` wrote them; counts and audience are read already."""
        if markings:
            self.owner_marking, self.other_marking = read_markings(markings)
        owner, other = marks.split(" ") if marks else (self.audience, self.audience)
        self.owner_mark = "" if owner == "." or (not marks and self.acts == self.others) else owner
        self.other_mark = "" if other == "." or (not marks and not self.others) else other

    def _add_husk(self, wire: Wire, at: Position) -> bool:
        """Count what is left of an act; it has no effect."""
        if at.is_owner:
            self.wire, self.opened = self.wire or wire.kind, self.opened or wire.at
            self.idle_owner += 1
            self.erased = True
        else:
            self.others += 1
            self.idle_other += 1
        return False

    def _add_owner(self, wire: Wire, at: Position, tried: Tried | None) -> bool:
        first = self.owner_state is None
        after, had_effect = self._apply(self.owner_state, wire, at, tried, opening=first)
        if first and (had_effect or not self.wire):
            self.wire = wire.kind
            self.opened = wire.at
        self.idle_owner += not had_effect
        self.owner_state = after
        if self.others:
            self.stale = True
        else:
            self.state = after
        return had_effect

    def _add_other(self, wire: Wire, at: Position, tried: Tried | None) -> bool:
        self.others += 1
        self.state, had_effect = self._apply(self.state, wire, at, tried)
        self.idle_other += not had_effect
        return had_effect

    def _apply(
        self, state: Any, wire: Wire, at: Position, tried: Tried | None = None, *, opening: bool = False
    ) -> tuple[Any, bool]:
        kind = kind_of(wire.kind)
        if kind is None or (wire.kind != self.wire and not opening):
            return state, False
        if tried is not None and tried.before is state:
            return tried.after, tried.after is not state
        if not is_apart(self.record, kind.act(wire.act), wire.body):
            return state, False
        return apply_act(kind, state, wire.act, wire.body, at)

    def refold(self, acts: Sequence[OtherAct]) -> tuple[bool, ...]:
        """Fold all acts of the other party over the owner's state; return which of them had effect."""
        state, effects = self.owner_state, []
        for wire, at in acts:
            state, had_effect = self._apply(state, wire, at)
            effects.append(had_effect)
        self.state, self.stale = state, False
        self.idle_other = len(effects) - sum(effects)
        return tuple(effects)

    def facets(self) -> Facets:
        """Return what lists show; a kind that we do not know shows as unknown."""
        if self.erased and self.state is None:
            name = f"kind.{self.wire.partition('/')[0]}".replace("-", "_")
            return Facets(title=in_all(name) if has_word(name) else {}, status=ERASED)
        if self.state is None or self.kind is None:
            known = kind_of(self.wire) is not None or not self.wire
            return Facets(title={}, status="" if known else UNKNOWN)
        found: Facets = self.kind.facets(self.state, self.owner, self.other)
        return found


def digest(state: bytes) -> bytes:
    """Return the digest of a state's bytes."""
    return hashlib.sha256(state).digest()


def values(data: bytes) -> dict[str, Any]:
    """Return the bytes of an entry or a state as plain values; nothing for no bytes."""
    return dict(msgspec.json.decode(data)) if data else {}
