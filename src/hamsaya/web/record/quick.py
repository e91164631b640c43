"""The coded answers, one tap and a code: what an officer with no language in common answers at night."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from hamsaya.core.fields import format_instant
from hamsaya.core.kinds import kind_of, may_act
from hamsaya.core.letter import ANSWERS, TIMED, Answer
from hamsaya.core.reader import Reader
from hamsaya.people.viewer import Viewer
from hamsaya.web.now.limit import span

SIX = ANSWERS[:6]
WITHIN = (30, 60, 120, 240, 480, 1440)
"""Minutes from now that an answer with a time may name by one choice; the form takes any other."""
STEP = 300


@dataclass(frozen=True)
class Quick:
    """What is offered: codes at once, codes with a time, and the times as (instant, words)."""

    plain: tuple[tuple[str, str], ...]
    timed: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]


def coded_answers(row: Any, viewer: Viewer, reader: Reader, now: datetime) -> Quick | None:
    """Return the coded answers that this post may give to a letter, or None where there are none to give."""
    kind = kind_of(row.kind)
    act = kind.act("answer") if kind else None
    if act is not Answer or not may_act(act, is_owner=row.owner == reader.party.code):
        return None
    if not viewer.has_role(*act.roles) or row.status == "closed":
        return None
    words = [(code, reader.word(f"answer_{code}")) for code in SIX]
    return Quick(
        tuple(each for each in words if each[0] not in TIMED),
        tuple(each for each in words if each[0] in TIMED),
        times(reader, now),
    )


def times(reader: Reader, now: datetime) -> tuple[tuple[str, str], ...]:
    """Return the times to choose from, each on a full five minutes: (instant, time of day and how long that is)."""
    found = []
    for minutes in WITHIN:
        late = now + timedelta(minutes=minutes)
        at = late.replace(microsecond=0) + timedelta(seconds=-int(late.timestamp()) % STEP)
        found.append((format_instant(at), f"{reader.clock(at)} · {span(minutes, reader)}"))
    return tuple(found)
