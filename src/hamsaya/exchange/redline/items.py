"""Which items of a sitting go out and come back: those before the chairs, or those that stand while nothing is."""

from typing import Any

from hamsaya.core import meeting


def items_of(state: meeting.Meeting) -> list[tuple[str, str, dict[str, Any]]]:
    """Return the items as (HCM-03/7, digest, item), those whose words are here."""
    before = meeting.presented(state)
    text = state.texts[before] if before else {"items": meeting.standing_items(state)}
    return [(number, digest, item) for number, digest, item in meeting.numbered(state, text) if item]
