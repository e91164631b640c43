"""What the drafts of a compact are worked out with: the compact's lists, whose node this is, the next number."""

import re

from hamsaya.intake.become import Desk
from hamsaya.intake.models import ACCEPTED, Draft
from hamsaya.node import queries
from hamsaya.people.viewer import Viewer

FEW = 2000
"""Up to so many commitments their numbers are looked at; beyond, the next number is by their count."""
NUMBER = re.compile(r"C(\d{1,6})")


def desk_of(viewer: Viewer) -> Desk:
    """Return what a proposal is made with, as the viewer's node has it."""
    row, agreed = queries.compact_of(viewer, viewer.compact)
    return Desk(agreed, row.party, next_number(viewer))


def next_number(viewer: Viewer) -> str:
    """Return the number behind the largest one that a commitment or an accepted draft has."""
    total = queries.records(viewer, viewer.compact, kind="commitment", size=1).total
    states = queries.states(viewer, viewer.compact, "commitment") if total <= FEW else ()
    taken = [str(state.number) for state in states] or [f"C{total}"]
    waiting = Draft.objects.filter(source__compact=viewer.compact, state=ACCEPTED, kind="commitment")
    taken += [str(fields.get("number", "")) for fields in waiting.values_list("fields", flat=True)]
    numbers = [int(found.group(1)) for each in taken if (found := NUMBER.fullmatch(each))]
    return f"C{max(numbers, default=0) + 1:02d}"
