"""The one modality of a sentence unit, so that agreement, wish, denial and background are never blurred."""

import re
from collections.abc import Sequence
from typing import Protocol

from hamsaya.reading.judge import is_principle
from hamsaya.reading.model import Span
from hamsaya.reading.scene import Scene

AIM = re.compile(r"\b(?:purpose|aims?|aimed|goals?|objectives?) (?:of|is|was|were|at)\b|\b(?:is|was|were|are) aimed at\b|\bmain goals\b|\bwill become\b|\bso that\b", re.I)
GLOSS = re.compile(r"\b(?:represent(?:ed|s)? a|apparent reference|significant step|analysts?|observers|highlighted the)\b", re.I)
THANKS = re.compile(r"\b(?:appreciated|thanked|welcomed|condemn(?:ed|ation)|agenda|attended by)\b", re.I)


class Spanned(Protocol):
    """Anything with a span."""

    @property
    def span(self) -> Span: ...


def _inside(records: Sequence[object], start: int, end: int) -> list[object]:
    return [r for r in records if start <= r.span.start < end]  # type: ignore[attr-defined]


def unit_modality(scene: Scene, number: int, made: Sequence[object], *records: Sequence[object]) -> str:
    """Return the modality of unit `number`: what binds before what is wished, what is denied before all."""
    unit = scene.page.units[number]
    calls, meetings, denials, incidents = (_inside(r, unit.start, unit.end) for r in records)
    text = scene.page.text[unit.start : unit.end]
    if unit.kind == "heading":
        return "CONTEXT"
    if denials:
        return "DENIED"
    if made:
        return _binding(text, made)
    if is_principle(text) and not incidents:
        return "PRINCIPLE"
    if incidents:
        return "EVENT"
    if calls:
        return str(calls[0].modality)  # type: ignore[attr-defined]
    if AIM.search(text):
        return "CALLED"
    if meetings:
        return "EVENT"
    if any(unit.start <= scene.page.tokens.start[c.first] < unit.end for c in scene.cues):
        return "ASSERTED"
    return "CONTEXT" if THANKS.search(text) or GLOSS.search(text) or not scene.by_unit else "ASSERTED"


def _binding(text: str, made: Sequence[object]) -> str:
    if is_principle(text) and len(made) == 1:
        return "PRINCIPLE"
    return str(made[0].modality)  # type: ignore[attr-defined]
