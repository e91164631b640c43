"""Requests to widen a record: asked by the act `mark`, answered by the other side's next one that had seen it."""

from typing import NamedTuple

from hamsaya.core.kinds import AUDIENCES, Position


class Marking(NamedTuple):
    """Where a side last marked a record by the act `mark`: at which index, having seen how much of the other's log."""

    place: int
    seen: int


def marking_at(at: Position) -> Marking:
    """Return the marking that an act at that position is."""
    return Marking(at.index, at.seen)


def asks(mark: str, marking: Marking | None, their_mark: str, their_marking: Marking | None) -> bool:
    """Tell whether a side's request stands: it marked wider than the other, who has not marked since it saw that.

    A mark of the other that crossed the request on the way answers nothing.
    """
    if marking is None or not their_mark or mark not in AUDIENCES:
        return False
    is_wider = their_mark not in AUDIENCES or AUDIENCES.index(mark) < AUDIENCES.index(their_mark)
    return is_wider and (their_marking is None or their_marking.seen <= marking.place)


def write_markings(owner: Marking | None, other: Marking | None) -> str:
    """Return both sides' markings as one text: "12.40 .", the owner's first; "" where there is none."""
    if owner is None and other is None:
        return ""
    return " ".join("." if each is None else f"{each.place}.{each.seen}" for each in (owner, other))


def read_markings(text: str) -> tuple[Marking | None, Marking | None]:
    """Return both sides' markings from that text."""
    owner, other = (_read(each) for each in (text or ". .").split(" "))
    return owner, other


def _read(text: str) -> Marking | None:
    return None if text == "." else Marking(*map(int, text.split(".")))
