"""What figures need of a letter that its row does not tell; kept where the letter's content is destroyed.

One way of counting for a letter with its content and for one without: `outcome_of` reads the state while there is one,
and what `keep` put away afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hamsaya.node.fold import Wire
from hamsaya.node.models import Record, Tally

PART = 500
ACKNOWLEDGED, ANSWERED = "acknowledged", "answered"
SAYS = {"acknowledge": ACKNOWLEDGED, "answer": ANSWERED, "give": ANSWERED, "refuse": ANSWERED}
"""What an act of the other side comes to, where it arrived after the content was destroyed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A letter's urgency, and the instants at which the other side acknowledged and first answered it, or ""."""

    urgency: int = 0
    acknowledged: str = ""
    answered: str = ""


NOTHING = Outcome()


def outcome_of(row: Record, state: Any) -> Outcome:
    """Return the outcome of a record whose content is here."""
    answered = getattr(state, "first_answer", getattr(state, ANSWERED, None))
    return Outcome(row.urgency, getattr(state, "acknowledged_at", None) or "", answered or "")


def keep(row: Record, state: Any) -> None:
    """Put the outcome of a record away that is about to lose its content; None stands for a state already gone."""
    if state is not None:
        found = outcome_of(row, state)
        Tally.objects.update_or_create(
            compact_id=row.compact_id, record=row.record,
            defaults={"urgency": found.urgency, ACKNOWLEDGED: found.acknowledged, ANSWERED: found.answered},
        )  # fmt: skip


def keep_late(row: Record, acts: Iterable[Wire]) -> None:
    """Put away what acts of the other side say that crossed the withdrawal: the other node folded them in time."""
    held, _ = Tally.objects.get_or_create(compact_id=row.compact_id, record=row.record, defaults={"urgency": 0})
    for act in acts:
        if (name := SAYS.get(act.act)) and not getattr(held, name):
            setattr(held, name, act.at)
    held.save()


def kept(compact_id: int, records: Sequence[str]) -> Mapping[str, Outcome]:
    """Return by record what was put away of these."""
    found: dict[str, Outcome] = {}
    for at in range(0, len(records), PART):
        rows = Tally.objects.filter(compact_id=compact_id, record__in=records[at : at + PART])
        found |= {each.record: Outcome(each.urgency, each.acknowledged, each.answered) for each in rows}
    return found
