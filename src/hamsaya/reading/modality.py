"""The one modality of a sentence unit, so that agreement, wish, denial and background are never blurred."""

import re
from collections.abc import Sequence

from hamsaya.reading.judge import is_principle
from hamsaya.reading.model import Call, Commitment, Denial, Incident, Meeting
from hamsaya.reading.scene import Scene

AIM = re.compile(r"\b(?:purpose|aims?|aimed|goals?|objectives?) (?:of|is|was|were|at)\b|\b(?:is|was|were|are) aimed at\b|\bmain goals\b|\bwill become\b|\bso that\b", re.I)
GLOSS = re.compile(r"\b(?:represent(?:ed|s)? a|apparent reference|significant step|analysts?|observers|highlighted the)\b", re.I)
THANKS = re.compile(r"\b(?:appreciated|thanked|welcomed|condemn(?:ed|ation)|agenda|attended by)\b", re.I)


def unit_modality(
    scene: Scene, number: int, made: Sequence[Commitment], calls: Sequence[Call], meetings: Sequence[Meeting],
    denials: Sequence[Denial], incidents: Sequence[Incident],
) -> str:
    """Return the modality of unit `number`: what is denied before what binds, what binds before what is wished."""
    unit = scene.page.units[number]
    text = scene.page.text[unit.start : unit.end]
    if unit.kind == "heading":
        return "CONTEXT"
    if denials:
        return "DENIED"
    if made:
        return "PRINCIPLE" if is_principle(text) and len(made) == 1 else made[0].modality
    if is_principle(text) and not incidents:
        return "PRINCIPLE"
    if incidents:
        return "EVENT"
    return _unbound(scene, number, text, calls, meetings)


def _unbound(scene: Scene, number: int, text: str, calls: Sequence[Call], meetings: Sequence[Meeting]) -> str:
    """Return the modality of a unit that holds no undertaking, denial or incident."""
    if calls:
        return calls[0].modality
    if AIM.search(text):
        return "CALLED"
    if meetings:
        return "EVENT"
    if number in scene.by_unit:
        return "ASSERTED"
    return "CONTEXT" if THANKS.search(text) or GLOSS.search(text) or not scene.by_unit else "ASSERTED"
