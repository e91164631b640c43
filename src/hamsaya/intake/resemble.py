"""Which earlier items a new wording resembles, across languages: offered as it is written, never linked by itself."""

from collections.abc import Mapping

from hamsaya.intake import concepts, shelf
from hamsaya.node.access import visible
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

LEAST = 0.12
"""Less likeness than this is not offered."""
MOST = 4
LOOKED_AT = 40
KINDS = ("commitment", "principle")


def resembling(viewer: Viewer, wording: Mapping[str, str], but: str = "") -> list[tuple[Record, int]]:
    """Return earlier items with their likeness in percent, the likest first. `but`: the record being worded."""
    near: dict[str, float] = {}
    for text in wording.values():
        for question in (text, " ".join(concepts.others(text))):
            for name, score in shelf.ask(viewer.compact, question, LOOKED_AT) if question.strip() else ():
                near[name] = max(score, near.get(name, 0.0))
    wanted = [name for name, score in near.items() if score >= LEAST and name != but]
    rows = Record.objects.filter(visible(viewer), record__in=wanted, name__in=KINDS).exclude(status="")
    found = [(row, min(99, round(100 * near[row.record]))) for row in rows.defer("state", "owner_state")]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].record))[:MOST]
