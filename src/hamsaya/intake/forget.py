"""Forgetting here what a destroyed record held: its drafts, their steps, and its words in the index of likeness."""

from collections.abc import Sequence

from hamsaya.intake import shelf
from hamsaya.intake.models import Draft, Step


def forget(compact: str, records: Sequence[str]) -> None:
    """Empty the drafts that became these records, and drop the index; it is built again when it is next asked."""
    drafts = Draft.objects.filter(source__compact=compact, record__in=list(records))
    Step.objects.filter(draft__in=drafts).delete()
    drafts.update(fields={}, read={}, quote="", remark="")
    shelf.drop(compact)
