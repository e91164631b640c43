"""Joint records: one answer from two logs, with no clock, in any order."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hamsaya.core.joint import Accept, JointState, Place, Status, Withdraw, joint_state, running_seen
from hamsaya.core.merkle import leaf_hash

A, B = "a.example", "b.example"
PROPOSAL = Place(A, 5, leaf_hash(b"text"))
ALL = {A: 100, B: 100}
ACCEPT = Accept(PROPOSAL, B, 3, seen=6)
WITHDRAW = Withdraw(PROPOSAL, A, 9)


def test_a_proposal_waits() -> None:
    assert joint_state(PROPOSAL, [], [], ALL) == JointState(Status.PROPOSED)


@pytest.mark.parametrize(
    ("covered", "status"),
    [
        ({}, Status.ACCEPTED),
        ({A: 5, B: 4}, Status.ACCEPTED),
        ({A: 6, B: 3}, Status.ACCEPTED),
        ({A: 6}, Status.ACCEPTED),
        ({A: 6, B: 4}, Status.IN_FORCE),
    ],
)
def test_in_force_once_both_entries_are_signed_and_cosigned(covered: dict[str, int], status: Status) -> None:
    assert joint_state(PROPOSAL, [ACCEPT], [], covered) == JointState(status, ACCEPT)


def test_withdrawn() -> None:
    assert joint_state(PROPOSAL, [], [WITHDRAW], ALL) == JointState(Status.WITHDRAWN, None, WITHDRAW)


@pytest.mark.parametrize(
    ("seen", "status"),
    [(6, Status.IN_FORCE), (9, Status.IN_FORCE), (10, Status.WITHDRAWN), (50, Status.WITHDRAWN)],
)
def test_crossing_in_transit_the_accept_prevails_unless_it_had_seen_the_withdrawal(seen: int, status: Status) -> None:
    accept = Accept(PROPOSAL, B, 3, seen)
    state = joint_state(PROPOSAL, [accept], [WITHDRAW], ALL)
    assert state == JointState(status, accept if status is Status.IN_FORCE else None, WITHDRAW)


def test_a_second_accept_or_withdrawal_changes_nothing() -> None:
    accepts = [Accept(PROPOSAL, B, 8, 9), ACCEPT]
    withdraws = [Withdraw(PROPOSAL, A, 20), WITHDRAW]
    expected = JointState(Status.IN_FORCE, ACCEPT, WITHDRAW)
    for order in permutations(accepts):
        for other in permutations(withdraws):
            assert joint_state(PROPOSAL, order, other, ALL) == expected


@pytest.mark.parametrize(
    "accept",
    [
        Accept(PROPOSAL, A, 7, 50),
        Accept(PROPOSAL, B, 3, 5),
        Accept(Place(A, 5, leaf_hash(b"another text")), B, 3, 6),
        Accept(Place(A, 6, PROPOSAL.leaf), B, 3, 7),
        Accept(Place(B, 5, PROPOSAL.leaf), B, 7, 6),
    ],
)
def test_an_accept_of_something_else_does_not_count(accept: Accept) -> None:
    assert joint_state(PROPOSAL, [accept], [], ALL) == JointState(Status.PROPOSED)


@pytest.mark.parametrize(
    "withdraw", [Withdraw(PROPOSAL, B, 9), Withdraw(PROPOSAL, A, 5), Withdraw(Place(A, 4, PROPOSAL.leaf), A, 9)]
)
def test_only_the_proposer_withdraws_and_only_later(withdraw: Withdraw) -> None:
    assert joint_state(PROPOSAL, [], [withdraw], ALL) == JointState(Status.PROPOSED)


def test_both_propose_the_same_and_each_proposal_has_its_own_answer() -> None:
    mirrored = Place(B, 2, PROPOSAL.leaf)
    answer = Accept(mirrored, A, 7, 3)
    assert joint_state(PROPOSAL, [answer], [], ALL).status is Status.PROPOSED
    assert joint_state(mirrored, [answer], [], ALL).status is Status.IN_FORCE


@given(st.lists(st.integers(0, 9)))
def test_nobody_can_unsee(seen: list[int]) -> None:
    running = list(running_seen(seen))
    assert running == sorted(running)
    assert running == [max(seen[: at + 1]) for at in range(len(seen))]
