"""Exercise mode: what is practice carries its mark in the record's own id, so that nothing of it mixes with the rest.

An exercise is the record `IR/x-<name>`; whatever belongs to it is `<party>/x-<name>-<slug>`, of any kind. The id stands
in every signed entry, so an act shows by itself, on both nodes and in any copy, that it is practice. A record of an
exercise names no record outside it, and none outside names one of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import RECORD, Code, Field, Items, Quote, Record, Row
from hamsaya.core.kinds import Act

MARK = "/x-"
"""What the id of every record of an exercise holds, and no other."""
TRAFFIC = "traffic"
ACTUAL, EXERCISE, TEST = "actual", "exercise", "test"
NAME = re.compile(r"[a-z0-9]{2,12}")
TEST_NAME = "test"
"""The exercise that letters of traffic `test` belong to; nobody begins or ends it."""

Names = tuple[str, ...]
Finder = Callable[[Any], Iterator[str]]


def exercise_of(record: str) -> str:
    """Return the name of the exercise that a record belongs to, or "" for an actual one."""
    slug = record.partition("/")[2]
    return slug[2:].partition("-")[0] if slug.startswith("x-") else ""


def slug_in(exercise: str, slug: str) -> str:
    """Return the slug of a record in an exercise, or the slug itself outside of any."""
    if not exercise:
        return slug
    if not NAME.fullmatch(exercise):
        raise Refused("exercise.name", name=exercise)
    return f"x-{exercise}-{slug}"


def check_apart(record: str, act: type[Act], body: Mapping[str, Any]) -> None:
    """Refuse what would mix practice with the rest: a mark other than the record's, or a record outside named."""
    name = exercise_of(record)
    if _traffic_differs(name, act, body):
        raise Refused("exercise.traffic", record=record)
    for other in named(act, body):
        if exercise_of(other) != name:
            raise Refused("exercise.mixed", record=record, other=other)


def is_apart(record: str, act: type[Act] | None, body: Mapping[str, Any]) -> bool:
    """Tell the same of an act that has arrived; total, whatever the body holds."""
    if act is None:
        return True
    name = exercise_of(record)
    return not _traffic_differs(name, act, body) and all(exercise_of(other) == name for other in named(act, body))


def _traffic_differs(name: str, act: type[Act], body: Mapping[str, Any]) -> bool:
    return is_marked(act) and (body.get(TRAFFIC) in {EXERCISE, TEST}) != bool(name)


def is_marked(act: type[Act]) -> bool:
    """Tell whether the act says itself if it is actual, exercise or test."""
    field = act.fields.get(TRAFFIC)
    return isinstance(field, Code) and field.codes == TRAFFIC


_finders: dict[type[Act], tuple[tuple[str, Finder], ...]] = {}


def named(act: type[Act], body: Mapping[str, Any]) -> Iterator[str]:
    """Yield every record that an act's body names."""
    if act not in _finders:
        found = ((name, _finder(field)) for name, field in act.fields.items())
        _finders[act] = tuple((name, find) for name, find in found if find is not None)
    for name, find in _finders[act]:
        if body.get(name) is not None:
            yield from find(body[name])


def _finder(field: Field[Any]) -> Finder | None:
    if isinstance(field, Record):
        return lambda value: iter((value,) if isinstance(value, str) else ())
    if isinstance(field, Quote):
        return _quoted
    if isinstance(field, Items):
        each = _finder(field.item)
        return each and (lambda value: _each(each, value))
    if isinstance(field, Row):
        cells = {name: find for name, cell in field.cells.items() if (find := _finder(cell))}
        return (lambda value: _cells(cells, value)) if cells else None
    return None


def _quoted(value: Any) -> Iterator[str]:
    source = value.get("source") if isinstance(value, dict) else None
    if isinstance(source, str) and RECORD.fullmatch(source):
        yield source


def _each(find: Finder, value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list) else ():
        yield from find(one)


def _cells(cells: Mapping[str, Finder], value: Any) -> Iterator[str]:
    for name, find in cells.items():
        if isinstance(value, dict) and value.get(name) is not None:
            yield from find(value[name])
