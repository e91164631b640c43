"""What holds for the fold of every registered kind: wire, order of arrival, totality."""

from typing import Any

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from tests.contract.arrival import arrivals, fold_in_order, orders

from hamsaya.core.canonical import decode, encode
from hamsaya.core.kinds import Kind, Position, all_kinds, apply_act
from hamsaya.core.text import LANGUAGES, has_word
from hamsaya.node.fold import decode_state, encode_state

KINDS = all_kinds()
each_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.wire)

SCALARS = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@each_kind
def test_acts_survive_the_wire(kind: Kind[Any]) -> None:
    for step in kind.example:
        body = step.act.parse(step.body).body
        assert decode(encode(dict(body))) == body
        assert step.act.parse(body).body == body


@each_kind
def test_the_state_is_the_same_whatever_arrived_first(kind: Kind[Any]) -> None:
    ours, theirs = arrivals(kind)
    assert len({fold_in_order(order) for order in orders(ours, theirs)}) == 1


@each_kind
def test_acts_of_the_example_have_effect(kind: Kind[Any]) -> None:
    state = None
    ours, theirs = arrivals(kind)
    for each in (*ours, *theirs):
        at = Position(each.party, each.index, "0" * 64, "post", each.wire.at, each.wire.seen.size, each.party == "IR")
        state, had_effect = apply_act(kind, state, each.wire.act, each.wire.body, at)
        assert had_effect, each.wire.act


@each_kind
def test_a_state_read_back_is_the_state(kind: Kind[Any]) -> None:
    ours, theirs = arrivals(kind)
    data = fold_in_order([*ours, *theirs])
    assert encode_state(decode_state(kind, data)) == data


@each_kind
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_the_fold_never_raises(kind: Kind[Any], data: st.DataObject) -> None:
    opening = next(act for act in kind.acts if act.opens)
    first = next(step for step in kind.example if step.act is opening)
    at = Position("IR", 0, "0" * 64, "post", "2026-11-22T08:00:00Z", 0, is_owner=True)
    state, _ = apply_act(kind, None, opening.name(), first.act.parse(first.body).body, at)
    act = data.draw(st.sampled_from(kind.acts))
    body = {name: data.draw(VALUES, label=name) for name in act.fields}
    given_example = next((step.body for step in kind.example if step.act is act), {})
    body |= {name: value for name, value in given_example.items() if data.draw(st.booleans(), label=f"keep {name}")}
    side = data.draw(st.booleans())
    place = Position("IR" if side else "PK", 1, "1" * 64, "post", "2026-11-22T08:00:00Z", 1, is_owner=side)
    after, _ = apply_act(kind, state, act.name(), body, place)
    assert decode_state(kind, encode_state(after)) == after
    kind.facets(after, "IR", "PK")


@each_kind
def test_facets_name_a_status_and_parties_of_the_compact(kind: Kind[Any]) -> None:
    ours, theirs = arrivals(kind)
    for order in ([ours[0]], [*ours, *theirs]):
        facets = kind.facets(decode_state(kind, fold_in_order(order)), "IR", "PK")
        assert facets.status in kind.statuses
        assert set(facets.needs) <= {"IR", "PK"}
        assert set(facets.title) <= set(LANGUAGES)


@each_kind
def test_every_word_is_there(kind: Kind[Any]) -> None:
    name = kind.name.replace("-", "_")
    wanted = [f"kind.{name}", *(f"status.{status}" for status in kind.statuses)]
    for act in kind.acts:
        wanted.append(f"act.{name}.{act.name().replace('-', '_')}")
        for field_name, field in act.fields.items():
            wanted += [f"field.{field_name}", *field.words()]
    assert [key for key in wanted if not has_word(key)] == []
