"""Record kinds: one class a kind, registered by name; a record's state is a fold over the acts about it.

The fold takes the owner's acts in the order of the owner's log, then the other party's in the order of theirs. It is
pure and total and needs no clock, so both nodes reach the same state whatever arrived first. An act that changes
nothing is flagged, the same way on both nodes. Agreement names a digest of the words agreed to.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, Generic, Self, TypeVar

import msgspec

from hamsaya.core.canonical import encode
from hamsaya.core.errors import Broken, Refused
from hamsaya.core.fields import Code, Field
from hamsaya.core.shape import holder, record

OWNER = "owner"
OTHER = "other"
EITHER = "either"

AUDIENCES = ("OPEN", "GOV", "AREA", "DESK", "OWN")
USES = ("U0", "U1", "U2", "U3")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all states: frozen, plain JSON values, so that storing and reading one back changes nothing."""

    def replace(self, **changes: Any) -> Self:
        """Return a copy with some values changed."""
        return msgspec.structs.replace(self, **changes)


S = TypeVar("S", bound=State)

Wordings = Mapping[str, Mapping[str, str]]
"""Digest to the words, by language, by which a person knows what it names."""
Named = Mapping[str, Wordings]
"""By field what an act may name now."""


class Position(msgspec.Struct, frozen=True, gc=False):
    """Where an act stands: whose log, at which index, how much of the neighbour's log was seen, claimed time."""

    party: str
    index: int
    leaf: str
    post: str
    at: str
    seen: int
    is_owner: bool


class Act:
    """One thing a party does to a record, named by an imperative verb; `body` is its wire form."""

    by: ClassVar[str] = OWNER
    opens: ClassVar[bool] = False
    roles: ClassVar[frozenset[str]] = frozenset({"duty", "desk"})
    two_persons: ClassVar[bool] = False
    hidden: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False
    """Whether its form takes files; they stand beside the body, in the entry."""
    fields: ClassVar[dict[str, Field[Any]]] = {}

    __slots__ = ("body",)

    def __init__(self, body: Mapping[str, Any]) -> None:
        """Wrap a body that `parse` has checked."""
        self.body = body

    def __init_subclass__(
        cls,
        *,
        by: str = OWNER,
        opens: bool = False,
        roles: Iterable[str] = ("duty", "desk"),
        two_persons: bool = False,
        hidden: bool = False,
    ) -> None:
        """`by`: whose act; `opens`: starts the record; `roles`: who at a node may; `hidden`: no form."""
        cls.by, cls.opens, cls.roles = by, opens, frozenset(roles)
        cls.two_persons, cls.hidden = two_persons, hidden
        cls.fields = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Field)
        }

    @classmethod
    def name(cls) -> str:
        """Return the act's name on the wire: `Report` is `report`, `AskMore` is `ask-more`."""
        return "".join(f"-{c.lower()}" if c.isupper() else c for c in cls.__name__).lstrip("-")

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> "Act":
        """Return the act with its body checked field by field; fields we do not know are kept as they are.

        Raises Refused with the first field that does not hold.
        """
        checked = dict(body)
        holds, beside = _plan(cls)
        for name, each in (beside if holds(body) else cls.fields).items():
            value = body.get(name)
            if value is not None:
                checked[name] = each.check(value)
            elif not each.optional:
                raise Refused("field.missing", field=name)
            elif name in checked:
                del checked[name]
        return cls(checked)


class Mark(Act, by=EITHER, roles=("desk", "head")):
    """Say for whom a record is from now on as far as this side goes, wider or closer. Every kind has it.

    The mark itself stands on the entry and is the same; the stricter of both sides' marks holds. Opening to the public
    is another matter: `records.release`.
    """

    audience = Code("audience", tuple(each.lower() for each in AUDIENCES[1:-1]))


Plan = tuple[Callable[[object], bool], dict[str, Field[Any]]]
_plans: dict[type[Act], Plan] = {}


def _plan(act: type[Act]) -> Plan:
    """Return what tells whether all fields that have a shape hold as they stand, and the fields beside these."""
    if act not in _plans:
        _plans[act] = _make_plan(act)
    return _plans[act]


def _make_plan(act: type[Act]) -> Plan:
    shaped: list[tuple[str, Any] | tuple[str, Any, Any]] = []
    beside = {}
    for name, each in act.fields.items():
        if (found := each.shape()) is None:
            beside[name] = each
        else:
            shaped.append((name, found, None) if each.optional else (name, found))
    return holder(record("Body", shaped, kw_only=True)), beside


class Facets(msgspec.Struct, frozen=True):
    """What lists and boards need to know of a record: columns that every kind fills from its state."""

    title: dict[str, str]
    """The record's title by language."""
    status: str
    due: str | None = None
    when: str | None = None
    place: str | None = None
    area: str | None = None
    urgency: int | None = None
    needs: tuple[str, ...] = ()
    """Codes of the parties that must act next."""
    refs: tuple[str, ...] = ()
    text: str = ""
    """What full-text search should find beside the title."""

    def with_refs(self, refs: tuple[str, ...]) -> "Facets":
        """Return the same with these references."""
        return msgspec.structs.replace(self, refs=refs)


@dataclass(frozen=True)
class Step:
    """One act of an example: who acts (OWNER or OTHER), which act, with which body."""

    by: str
    act: type[Act]
    body: Mapping[str, Any] = field(default_factory=dict)


def open_state(state: type[S], act: Act) -> S:
    """Return the new state from the opening act's body; values that the state does not hold stay in the entry."""
    known = _known(state, type(act))  # type: ignore[arg-type]  # a class is hashable whatever its instances are
    if act.body.keys() <= known:
        return state(**act.body)
    return state(**{name: value for name, value in act.body.items() if name in known})


@cache
def _known(state: type[State], act: type[Act]) -> frozenset[str]:
    return frozenset(state.__struct_fields__) & frozenset(act.fields)


class Kind(Generic[S]):
    """A record kind: its acts, its state, its rules, its defaults and an example."""

    name: ClassVar[str]
    version: ClassVar[int] = 1
    state: ClassVar[type[State]]
    acts: ClassVar[tuple[type[Act], ...]]
    statuses: ClassVar[tuple[str, ...]]
    example: ClassVar[tuple[Step, ...]]
    audience: ClassVar[str] = "GOV"
    use: ClassVar[str] = "U1"
    section: ClassVar[str] = "council"
    """Where its lists stand in the navigation: desk, council, border, reports, directory; `exercise` apart from all."""
    own_ground: ClassVar[bool] = False
    """Its place lies on its own side: what one side does there, it does on its own territory."""

    def __init__(self) -> None:
        """Index the acts by their wire names."""
        self.acts_by_name: dict[str, type[Act]] = {act.name(): act for act in self.acts} | {Mark.name(): Mark}

    @property
    def wire(self) -> str:
        """Return the name on the wire: `letter/1`."""
        return f"{self.name}/{self.version}"

    def act(self, name: str) -> type[Act] | None:
        """Return the act of that wire name, or None."""
        return self.acts_by_name.get(name)

    def check(self, state: S | None, act: Act, at: Position) -> None:
        """Raise Refused where the rules say no. Runs only where an act is made, never on arrival."""

    def apply(self, state: S | None, act: Act, at: Position) -> S | None:
        """Return the state after the act; the same object where the act makes no sense. Pure and total."""
        raise NotImplementedError  # pragma: no cover

    def may_follow(self, state: S, act: type[Act], party: str) -> bool:  # noqa: ARG002 -- what a kind may look at
        """Tell whether a page should offer the act now; a kind says no where it could only be refused."""
        return True

    def named(self, state: S, act: type[Act], party: str) -> Named:  # noqa: ARG002 -- what a kind may look at
        """Return by field what the act may name now, digest to wording: a form offers it by its words."""
        return {}

    def facets(self, state: S, owner: str, other: str) -> Facets:
        """Return what lists show."""
        raise NotImplementedError  # pragma: no cover


_kinds: dict[str, Kind[Any]] = {}

K = TypeVar("K", bound=type[Kind[Any]])


def register(kind: K) -> K:
    """Register a kind (class decorator). Its name and version must be new, and its first act must open."""
    made = kind()
    if made.wire in _kinds:
        raise Broken("kind.twice", kind=made.wire)
    if not any(act.opens for act in made.acts):
        raise Broken("kind.never-opens", kind=made.wire)
    _kinds[made.wire] = made
    _newest.cache_clear()
    return kind


def unregister(wire: str) -> None:
    """Take a kind out again; tests that bring their own kind call it."""
    _kinds.pop(wire, None)
    _newest.cache_clear()


def kind_of(wire: str) -> Kind[Any] | None:
    """Return the kind registered as `name/version`, or None for one we do not know."""
    return _kinds.get(wire)


def all_kinds() -> tuple[Kind[Any], ...]:
    """Return the registered kinds by name."""
    return tuple(_kinds[wire] for wire in sorted(_kinds))


def kind_named(name: str) -> Kind[Any] | None:
    """Return the newest version of a kind by its bare name."""
    return _newest().get(name)


@cache
def _newest() -> dict[str, Kind[Any]]:
    return {kind.name: kind for kind in sorted(_kinds.values(), key=lambda kind: kind.version)}


def may_act(act: type[Act], *, is_owner: bool) -> bool:
    """Tell whether that side may make that act."""
    return act.by in {EITHER, OWNER if is_owner else OTHER}


def apply_act(
    kind: Kind[S], state: S | None, name: str, body: Mapping[str, Any], at: Position
) -> tuple[S | None, bool]:
    """Fold one act in: (state, had effect). Total: whatever the body holds, it returns.

    Without effect: an act we do not know, of the wrong side, with a body that does not hold, before the record is
    opened, opened twice, or one that the kind's own rules make senseless.
    """
    act_type = kind.act(name)
    if act_type is None or not may_act(act_type, is_owner=at.is_owner) or (state is None) != act_type.opens:
        return state, False
    try:
        act = act_type.parse(body)
    except Refused:
        return state, False
    if act_type is Mark:
        return state, True
    after = kind.apply(state, act, at)
    return after, after is not state


def check_act(kind: Kind[S], state: S | None, name: str, body: Mapping[str, Any], at: Position) -> Act:
    """Return the parsed act if it may be made now, or raise Refused. Runs only where an act is made."""
    return try_act(kind, state, name, body, at)[0]


def try_act(kind: Kind[S], state: S | None, name: str, body: Mapping[str, Any], at: Position) -> tuple[Act, S | None]:
    """Return the parsed act and the state that it leads to, or raise Refused, as `check_act` does."""
    act_type = kind.act(name)
    if act_type is None:
        raise Refused("act.unknown", act=name, kind=kind.wire)
    if not may_act(act_type, is_owner=at.is_owner):
        raise Refused("act.wrong-side", act=name)
    if state is None and not act_type.opens:
        raise Refused("record.missing")
    if state is not None and act_type.opens:
        raise Refused("record.exists")
    act = act_type.parse(body)
    if not act.body.keys() <= act_type.fields.keys():
        raise Refused("field.unknown", field=min(act.body.keys() - act_type.fields.keys()))
    if act_type is Mark:
        return act, state
    kind.check(state, act, at)
    after = kind.apply(state, act, at)
    if after is state:
        raise Refused("act.no-effect", act=name)
    return act, after


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical form as hex: what an agreement names."""
    return hashlib.sha256(encode(value)).hexdigest()
