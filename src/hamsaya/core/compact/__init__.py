"""The compact: what two parties agreed before the first entry."""

from hamsaya.core.compact.model import (
    Compact,
    Desk,
    Escalation,
    Holiday,
    LinkTest,
    Marks,
    Named,
    Office,
    Party,
    Place,
    Urgency,
)
from hamsaya.core.compact.read import load_compact
from hamsaya.core.compact.table import Hours

__all__ = [
    "Compact",
    "Desk",
    "Escalation",
    "Holiday",
    "Hours",
    "LinkTest",
    "Marks",
    "Named",
    "Office",
    "Party",
    "Place",
    "Urgency",
    "load_compact",
]
