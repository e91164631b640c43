"""Joint records: what two logs make of a proposal, computed the same way by anyone and with no clock.

A proposal stands in one log, the acceptance in the other (docs/protocol/joint.md). `covered` says how much of each
log stands under a checkpoint that its owner signed and the neighbour cosigned.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What a proposal has come to."""

    PROPOSED = "proposed"
    WITHDRAWN = "withdrawn"
    ACCEPTED = "accepted"
    IN_FORCE = "in-force"


@dataclass(frozen=True, slots=True)
class Place:
    """An entry's place: the origin of its log, its index there, its leaf hash."""

    origin: str
    index: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The proposer takes the proposal at `target` back, by the entry at `index` of the same log."""

    target: Place
    origin: str
    index: int


@dataclass(frozen=True, slots=True)
class Accept:
    """The other side accepts the entry at `target`, by the entry at `index` of its own log.

    `seen` is how much of the proposer's log it had then: the running maximum over its log (see `running_seen`), so
    that nobody can unsee a withdrawal.
    """

    target: Place
    origin: str
    index: int
    seen: int


@dataclass(frozen=True, slots=True)
class JointState:
    """The outcome, with the acceptance that counts and the first withdrawal."""

    status: Status
    accept: Accept | None = None
    withdraw: Withdraw | None = None


def running_seen(seen: Iterable[int]) -> Iterator[int]:
    """Yield for each entry of one log the largest size of the other log that it or an earlier entry had seen."""
    largest = 0
    for size in seen:
        largest = max(largest, size)
        yield largest


def joint_state(
    proposal: Place, accepts: Iterable[Accept], withdraws: Iterable[Withdraw], covered: Mapping[str, int]
) -> JointState:
    """Return the state of `proposal`; acts about other entries, or from the wrong side, change nothing.

    An accept counts if it names this very entry, had seen it, and had not seen the withdrawal: crossing in transit,
    the accept prevails. In force when both entries are covered. Any order of the acts gives the same answer.
    """
    withdraw = min((each for each in withdraws if _withdraws(each, proposal)), key=_index, default=None)
    accept = min((each for each in accepts if _accepts(each, proposal, withdraw)), key=_index, default=None)
    if accept:
        both = proposal.index < covered.get(proposal.origin, 0) and accept.index < covered.get(accept.origin, 0)
        return JointState(Status.IN_FORCE if both else Status.ACCEPTED, accept, withdraw)
    return JointState(Status.WITHDRAWN if withdraw else Status.PROPOSED, None, withdraw)


def _withdraws(act: Withdraw, proposal: Place) -> bool:
    return act.target == proposal and act.origin == proposal.origin and act.index > proposal.index


def _accepts(act: Accept, proposal: Place, withdraw: Withdraw | None) -> bool:
    if act.target != proposal or act.origin == proposal.origin or act.seen <= proposal.index:
        return False
    return withdraw is None or act.seen <= withdraw.index


def _index(act: Accept | Withdraw) -> int:
    return act.index
