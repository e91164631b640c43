"""Offices that changed hands between the two signatures under one text: shown beside it, it stands all the same."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hamsaya.core.agreement import AT, POST, Agreeing
from hamsaya.core.fields import NOT_STATED


@dataclass(frozen=True, slots=True)
class Handover:
    """An office that passed from one holder to the next while the text waited for its second signature."""

    office: str
    title: dict[str, str]
    before: str
    after: str
    on: str
    """The day since which the next one holds it, or on which that was entered."""


def handovers(state: Agreeing, digest: str, offices: Iterable[Any]) -> tuple[Handover, ...]:
    """Return the hand-overs that fell between the first and the second signature under the digest.

    `offices`: states of office records. Those count that the text names and those whose post signed it. A change on
    the day of a signature counts: days do not tell which came first.
    """
    marks = state.signed.get(digest, {})
    if len(marks) < 2:
        return ()
    days = sorted(str(mark[AT])[:10] for mark in marks.values())
    named = {*state.texts.get(digest, {}).get("offices", ()), *(str(mark[POST]) for mark in marks.values())}
    found = [each for office in offices if office.office in named for each in _changes(office)]
    return tuple(each for each in found if days[0] <= each.on <= days[-1])


def _changes(office: Any) -> Iterator[Handover]:
    holders: Sequence[tuple[str, str, str]] = [
        *((each["holder"], each["since"], each.get("entered", "")) for each in office.earlier),
        (office.holder or "", office.since, office.entered),
    ]
    for (before, _, _), (after, since, entered) in pairwise(holders):
        on = entered[:10] if since == NOT_STATED else since
        yield Handover(office.office, office.title, before, after, on)
