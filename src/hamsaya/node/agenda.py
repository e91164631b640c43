"""An agenda that fills itself: standing items, what is overdue, disputed, said delivered, or without an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hamsaya.core import timed
from hamsaya.core.undertaking import latest_answers
from hamsaya.node.council import Item

DONE = frozenset({"reported", "closed", "working"})
WIDE = 2


@dataclass(frozen=True, slots=True)
class Entered:
    """A commitment that entered the agenda by itself, with every reason why."""

    item: Item
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """An item that a side put on the agenda; under objection it stands with both titles."""

    digest: str
    by: str
    title: dict[str, str]
    other_titles: tuple[tuple[str, dict[str, str]], ...]
    about: str | None


def entered(found: Sequence[Item], today: date, held: Sequence[str] = ()) -> tuple[Entered, ...]:
    """Return the commitments that enter by themselves, the most pressing first; `held`: days of past sittings."""
    made = [Entered(item, reasons) for item in found if (reasons := _reasons(item, today, held))]
    return tuple(sorted(made, key=lambda each: (REASONS.index(each.reasons[0]), each.item.row.due or "9999")))


REASONS = (
    "overdue", "disputed", "wide_gap", "to_accept", "unanswered", "to_check", "lapsed", "to_sign", "blocked",
    "suspended",
)  # fmt: skip


def _reasons(item: Item, today: date, held: Sequence[str]) -> tuple[str, ...]:
    state = item.state
    unanswered = timed.unanswered(state, today)
    holds = {
        "overdue": item.is_overdue(today),
        "disputed": bool(state.disputes),
        "wide_gap": item.gap >= WIDE,
        "to_accept": bool(set(state.delivered) - set(state.accepted) - set(unanswered)),
        "unanswered": bool(unanswered),
        "to_check": (item.next_check or "9999") <= today.isoformat(),
        "lapsed": timed.lapsed(item.quiet_since, held),
        "to_sign": item.waits,
        "blocked": bool(state.blocked),
        "suspended": bool(state.suspended),
    }
    return tuple(code for code in REASONS if holds[code])


def written(state: Any) -> tuple[Written, ...]:
    """Return what the sides put on the agenda, in their order; what its writer dropped is left out."""
    found = []
    for digest, item in sorted(state.agenda.items(), key=lambda pair: (pair[1]["at"], pair[1]["place"], pair[0])):
        if digest not in state.dropped.get(item["by"], []):
            titles = tuple(
                (party, each["title"])
                for party, each in sorted(state.objections.get(digest, {}).items())
                if digest not in state.dropped.get(party, [])
            )
            found.append(Written(digest, item["by"], item["title"], titles, item.get("about")))
    return tuple(found)


def round_of(found: Sequence[Item], record: str) -> tuple[tuple[Item, dict[str, dict[str, Any]]], ...]:
    """Return each open adopted commitment with the answers that the sides gave for that sitting."""
    return tuple((item, latest_answers(item.state, record)) for item in found if item.row.status not in DONE)
