"""An exercise that has ended is only read: our side writes nothing more in it but what handling its records takes.

What the neighbour wrote before it knew of the end still arrives and is folded as ever.
"""

from collections.abc import Iterable

from hamsaya.core.exercise import MARK, exercise_of
from hamsaya.core.kinds import Act, Mark
from hamsaya.node.fold import ERASED
from hamsaya.node.models import Record

OVER = frozenset({"ended", ERASED})
HANDLING = frozenset({"withdrawal", "release"})
"""Kinds that handle records, of a running exercise or an ended one."""


def is_play(kind: str, act: type[Act]) -> bool:
    """Tell whether an act on a record of an exercise is part of it; `kind`: bare name."""
    return act is not Mark and kind not in HANDLING


def is_over(statuses: Iterable[str]) -> bool:
    """Tell whether an exercise has ended: the statuses are those of its records, "" for one that there is not.

    What nobody ever began, as the letters of a test, has no end.
    """
    known = {each for each in statuses if each}
    return bool(known) and known <= OVER


def records_of(exercise: str, parties: Iterable[str]) -> tuple[str, ...]:
    """Return under which ids an exercise of that name is begun: by either party."""
    return tuple(f"{party}{MARK}{exercise}" for party in parties)


def has_ended(compact: str, record: str) -> bool:
    """Tell whether a record belongs to an exercise that has ended."""
    exercise = exercise_of(record)
    if not exercise:
        return False
    begun = Record.objects.filter(compact__name=compact, name="exercise", record__endswith=f"{MARK}{exercise}")
    return is_over(begun.values_list("status", flat=True))
