"""The hand-over of the exercise night: both officers of a desk sign for what stands open in the exercise, apart from
actual shifts. The script signs for officers only in a demonstration, whose officers are nobody; elsewhere people do it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hamsaya.core.exercise import slug_in


def hand_over(compact: str, exercise: str, step: Mapping[str, Any], began: datetime, now: datetime) -> bool:
    """Hand a desk's shift over as the step says; tell whether it was signed now: once, and only in a demonstration."""
    from hamsaya.people.factor import is_demo
    from hamsaya.people.hand_over import give, last_of

    desk = slug_in(exercise, step["hand_over"])
    if not is_demo() or last_of(compact, desk) is not None:
        return False
    (goes, giver), (comes, taker) = (_at_post(compact, step[name], now) for name in ("post", "to"))
    give(goes, giver, desk, _summary(goes, exercise, began, now), "", now, taker=(comes, taker))
    return True


def _at_post(compact: str, post: str, now: datetime) -> tuple[Any, Any]:
    from hamsaya.people.gate import viewer_from
    from hamsaya.people.models import Assignment

    held = Assignment.objects.current(now).select_related("officer", "post").get(post__compact=compact, post__code=post)
    return viewer_from(held), held.officer


def _summary(viewer: Any, exercise: str, began: datetime, now: datetime) -> dict[str, Any]:
    """Return what stands on the screen of a hand-over, of the exercise alone."""
    from hamsaya.node import queries
    from hamsaya.node.shift import handed

    shift = handed(queries.board(viewer, viewer.compact, now, None, exercise), began, now)
    tests = queries.every(viewer, viewer.compact, kind="link-test", exercise=exercise)
    return shift.summary([], [(each.record, each.status) for each in tests])
