"""Kinds and acts: who may act, what has effect, what is refused before it is written, and what registers."""

from collections.abc import Iterator

import pytest

from hamsaya.core.errors import Broken, Refused
from hamsaya.core.fields import Line, Number
from hamsaya.core.kinds import (
    EITHER,
    OTHER,
    OWNER,
    Act,
    Facets,
    Kind,
    Position,
    State,
    all_kinds,
    apply_act,
    check_act,
    digest_of,
    kind_named,
    kind_of,
    may_act,
    open_state,
    register,
    unregister,
)  # fmt: skip


class Open(Act, by=OWNER, opens=True):
    title = Line()


class Count(Act, by=EITHER):
    more = Number(1, 9)
    why = Line(optional=True)


class AskMore(Act, by=OTHER, hidden=True):
    """Asks."""


class Tally(State, frozen=True):
    title: str
    total: int = 0


class TallyKind(Kind[Tally]):
    name, state, acts, statuses = "tally", Tally, (Open, Count, AskMore), ("open",)
    example = ()

    def apply(self, state: Tally | None, act: Act, at: Position) -> Tally | None:
        match act:
            case Open() if state is None:
                return open_state(Tally, act)
            case Count() if state is not None:
                return state.replace(total=state.total + act.more)
        return state

    def facets(self, state: Tally, owner: str, other: str) -> Facets:
        return Facets(title={"en": state.title}, status="open")


@pytest.fixture
def kind() -> Iterator[Kind[Tally]]:
    register(TallyKind)
    found = kind_of("tally/1")
    assert found is not None
    yield found
    unregister("tally/1")


def at(*, is_owner: bool = True) -> Position:
    return Position("IR" if is_owner else "PK", 0, "0" * 64, "post", "2026-11-22T08:00:00Z", 0, is_owner)


def test_a_kind_is_found_by_wire_name_and_by_bare_name(kind: Kind[Tally]) -> None:
    assert kind.wire == "tally/1"
    assert kind_named("tally") is kind
    assert kind in all_kinds()
    assert kind.act("ask-more") is AskMore
    assert kind.act("nothing") is None
    assert (kind_of("nothing/1"), kind_named("nothing")) == (None, None)


def test_a_name_registers_once_and_something_must_open(kind: Kind[Tally]) -> None:
    with pytest.raises(Broken) as twice:
        register(TallyKind)

    class Closed(TallyKind):
        name = "closed"
        acts = (Count,)  # type: ignore[assignment]  # what is refused here

    with pytest.raises(Broken) as never:
        register(Closed)
    assert (twice.value.code, never.value.code) == ("kind.twice", "kind.never-opens")


@pytest.mark.parametrize(
    ("act", "is_owner", "may"),
    [
        (Open, True, True),
        (Open, False, False),
        (AskMore, True, False),
        (AskMore, False, True),
        (Count, True, True),
        (Count, False, True),
    ],
)
def test_who_may_act(act: type[Act], is_owner: bool, may: bool) -> None:
    assert may_act(act, is_owner=is_owner) is may


def test_what_makes_no_sense_changes_nothing(kind: Kind[Tally]) -> None:
    state = Tally(title="a", total=2)
    for name, body, place in (
        ("nothing", {}, at()),
        ("open", {"title": "b"}, at()),
        ("ask-more", {}, at()),
        ("count", {"more": 0}, at()),
        ("count", {}, at()),
        ("ask-more", {}, at(is_owner=False)),
    ):
        assert apply_act(kind, state, name, body, place) == (state, False)
    assert apply_act(kind, None, "count", {"more": 1}, at()) == (None, False)
    assert apply_act(kind, state, "count", {"more": 3, "new": "kept"}, at()) == (Tally(title="a", total=5), True)
    assert apply_act(kind, None, "open", {"title": "a"}, at()) == (Tally(title="a"), True)


@pytest.mark.parametrize(
    ("state", "name", "body", "is_owner", "code"),
    [
        (None, "nothing", {}, True, "act.unknown"),
        (None, "open", {"title": "a"}, False, "act.wrong-side"),
        (None, "count", {"more": 1}, True, "record.missing"),
        (Tally(title="a"), "open", {"title": "a"}, True, "record.exists"),
        (Tally(title="a"), "count", {}, True, "field.missing"),
        (Tally(title="a"), "count", {"more": 1, "new": 2}, True, "field.unknown"),
        (Tally(title="a"), "ask-more", {}, False, "act.no-effect"),
    ],
)
def test_what_may_not_be_written_is_refused(
    kind: Kind[Tally], state: Tally | None, name: str, body: dict[str, object], is_owner: bool, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        check_act(kind, state, name, body, at(is_owner=is_owner))
    assert refused.value.code == code


def test_an_act_that_may_be_written_comes_back_parsed(kind: Kind[Tally]) -> None:
    act = check_act(kind, Tally(title="a"), "count", {"more": 2, "why": None}, at(is_owner=False))
    assert (type(act), act.body) == (Count, {"more": 2})


def test_a_mark_is_an_act_of_every_kind_and_leaves_its_state_alone(kind: Kind[Tally]) -> None:
    state = Tally(title="a", total=2)
    for place in (at(), at(is_owner=False)):
        assert apply_act(kind, state, "mark", {"audience": "gov"}, place) == (state, True)
        assert check_act(kind, state, "mark", {"audience": "desk"}, place).body == {"audience": "desk"}
    assert apply_act(kind, state, "mark", {"audience": "open"}, at()) == (state, False)
    assert apply_act(kind, None, "mark", {"audience": "gov"}, at()) == (None, False)


def test_a_digest_names_the_value_not_its_spelling() -> None:
    assert digest_of({"b": 1, "a": 2}) == digest_of({"a": 2, "b": 1}) != digest_of({"a": 2, "b": 2})


def test_a_state_takes_of_the_opening_act_what_it_has_a_place_for() -> None:
    class OpenWithReason(Open, by=OWNER, opens=True):
        why = Line(optional=True)

    assert open_state(Tally, OpenWithReason({"title": "a", "why": "b"})) == Tally(title="a")


def test_facets_with_references_are_the_same_facets() -> None:
    plain = Facets(title={"en": "A"}, status="open", due="2027-01-01", needs=("IR",))
    pointing = plain.with_refs(("IR/a",))
    assert (plain.refs, pointing.refs) == ((), ("IR/a",))
    assert (pointing.title, pointing.status, pointing.due, pointing.needs) == (
        {"en": "A"},
        "open",
        "2027-01-01",
        ("IR",),
    )


def test_a_kind_whose_acts_name_nothing_offers_nothing_to_name() -> None:
    kind = kind_of("incident/1")
    assert kind is not None
    assert [kind.named(None, act, "IR") for act in kind.acts] == [{}] * len(kind.acts)
