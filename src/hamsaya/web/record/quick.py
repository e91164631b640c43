"""The coded answers, one tap and a code: what an officer with no language in common answers at night."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import kind_of, may_act
from hamsaya.core.letter import ANSWERS, CANNOT, TIMED, Answer
from hamsaya.core.reader import Reader
from hamsaya.people.viewer import Viewer
from hamsaya.web.now.limit import span

SIX = ANSWERS[:6]
WITHIN = (30, 60, 120, 240, 480, 1440)
"""Minutes from now that an answer with a time may name by one choice; the form takes any other."""
STEP = 300


@dataclass(frozen=True)
class Naming:
    """An answer that says which: its code and words, the field, its label, and the choices by group."""

    code: str
    words: str
    field: str
    label: str
    groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@dataclass(frozen=True)
class Quick:
    """What is offered, the same on every letter: codes at once, with a time, and with a reason or another body."""

    plain: tuple[tuple[str, str], ...]
    timed: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    """(instant, words)."""
    naming: tuple[Naming, ...]
    reader: Reader

    @cached_property
    def drawn(self) -> SafeString:
        """Return the fields of the first form, drawn once for all the letters of a page."""
        return self._draw("web/part_choices.html", quick=self)

    @cached_property
    def drawn_naming(self) -> tuple[SafeString, ...]:
        """Return the fields of the form of each answer that says which."""
        return tuple(self._draw("web/part_naming.html", each=each) for each in self.naming)

    def _draw(self, template: str, **values: Any) -> SafeString:
        return SafeString(render_to_string(template, {"reader": self.reader, **values}))


def may_answer(row: Any, viewer: Viewer, reader: Reader) -> bool:
    """Tell whether this post may give one of the coded answers to a letter."""
    kind = kind_of(row.kind)
    act = kind.act("answer") if kind else None
    if act is not Answer or not may_act(act, is_owner=row.owner == reader.party.code):
        return False
    return viewer.has_role(*act.roles) and row.status != "closed"


def coded_answers(reader: Reader, now: datetime) -> Quick:
    """Return the coded answers, with times counted from now."""
    words = [(code, reader.word(f"answer_{code}")) for code in SIX]
    naming = _naming(reader)
    beside = {*TIMED, *(each.code for each in naming)}
    return Quick(
        tuple(each for each in words if each[0] not in beside),
        tuple(each for each in words if each[0] in TIMED),
        times(reader, now),
        naming,
        reader,
    )


def _naming(reader: Reader) -> tuple[Naming, ...]:
    reasons = tuple((code, reader.word(f"cannot_{code}")) for code in CANNOT)
    offices = tuple(
        (
            reader.name(party.name),
            tuple((each.id, reader.name(each.name)) for each in reader.compact.offices if each.party == party.code),
        )
        for party in reader.compact.parties
    )
    return (
        Naming("cannot", reader.word("answer_cannot"), "reason", reader.word("field.reason"), (("", reasons),)),
        Naming("not_ours", reader.word("answer_not_ours"), "office", reader.word("desk.whose"), offices),
    )


def times(reader: Reader, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the times to choose from, each on a full five minutes: (instant, time of day and how long that is)."""
    found = []
    for minutes in WITHIN:
        late = now + timedelta(minutes=minutes)
        at = late.replace(microsecond=0) + timedelta(seconds=-int(late.timestamp()) % STEP)
        found.append((format_instant(at), f"{reader.clock(at)} · {span(minutes, reader)}"))
    return tuple(found)
