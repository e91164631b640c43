"""The one modality of a sentence unit, so that agreement, wish, denial and background are never blurred."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hamsaya.reading.judge import is_principle
from hamsaya.reading.model import Assessment, Call, Commitment, Denial, Incident, Meeting
from hamsaya.reading.scene import Scene

AIM = re.compile(
    r"\b(?:purpose|aims?|aimed|goals?|objectives?) (?:of|is|was|were|at)\b|\b(?:is|was|were"
    r"|are) aimed at\b|\bmain goals\b"
    r"|\bwill become\b|\bso that\b",
    re.IGNORECASE,
)
GLOSS = re.compile(
    r"\b(?:represent(?:s|ed) a|apparent reference|(?:significant|important) step|analysts?"
    r"|observers|highlight(?:s|ed) the)\b",
    re.IGNORECASE,
)
THANKS = re.compile(r"\b(?:appreciated|appreciates|thanked|thanks|condemned|on the agenda)\b", re.IGNORECASE)
ATTENDED = re.compile(r"\b(?:attended by|were present|took part|in attendance)\b", re.IGNORECASE)
SHOW = re.compile(
    r"\b(?:upcoming|forthcoming) (?:\w+ )?(?:summit|exhibition|fair|festival)\b|\b(?:exhibition"
    r"|seminar|fair|festival|summit|expo|conference)\b.{0,60}\b(?:held|open|opens|take "
    r"place|takes place)\b",
    re.IGNORECASE | re.DOTALL,
)
SOLIDARITY = re.compile(
    r"\b(?:consider|regard|view|see|treat)s?\b.{1,60}\b(?:security|threat|attack|enemy|aggression"
    r"|terrorism|violence)\b.{0,40}\bas\b.{0,30}\b(?:own|us|our|security|threat)\b",
    re.IGNORECASE | re.DOTALL,
)
ACTED = frozenset(
    (
        "visit-verb",
        "meet-verb",
        "received-by",
        "received",
        "be-in",
        "called-on",
        "body-sits",
        "spoke-by-telephone",
        "summoned",
    )
)


@dataclass(frozen=True, slots=True)
class Drafts:
    """The drafts of one unit and the commitments of the unit before it."""

    commitments: Sequence[Commitment]
    calls: Sequence[Call]
    meetings: Sequence[Meeting]
    denials: Sequence[Denial]
    incidents: Sequence[Incident]
    assessments: Sequence[Assessment]
    before: Sequence[Commitment]


def unit_modality(scene: Scene, number: int, drafts: Drafts) -> str:
    """Return the modality of unit `number`.

    What is denied before what binds, what binds before what is wished.
    """
    unit = scene.page.units[number]
    text = scene.page.text[unit.start : unit.end]
    if unit.kind == "heading":
        return "CONTEXT"
    if drafts.denials:
        return "DENIED"
    if drafts.commitments:
        return _bound(text, drafts)
    if GLOSS.search(text) and number not in scene.by_unit:
        return "CONTEXT"
    if is_principle(text) and not drafts.incidents:
        return "PRINCIPLE"
    return "EVENT" if drafts.incidents else _unbound(scene, number, text, drafts)


def _bound(text: str, drafts: Drafts) -> str:
    """Return the modality of a unit with an undertaking."""
    made = drafts.commitments
    if is_principle(text) and len(made) == 1:
        return "CONTEXT" if GLOSS.search(text) else "PRINCIPLE"
    if drafts.assessments and all(c.rule == "determined" for c in made):
        return "ASSERTED"
    fresh = [c for c in made if not c.rule.endswith("restated")]
    if not fresh:
        return "ASSERTED"
    agreed = any(c.modality == "AGREED" for c in drafts.before)
    follows = fresh[0].rule.startswith("will") and text.lower().startswith(("these", "this", "the ", "they", "it "))
    return "AGREED" if follows and agreed else fresh[0].modality


def _unbound(scene: Scene, number: int, text: str, drafts: Drafts) -> str:
    """Return the modality of a unit that holds no undertaking, denial or incident."""
    if any(c.cue and c.cue.text.lower().startswith("agree") for c in drafts.calls):
        return "AGREED"
    if drafts.calls:
        return drafts.calls[0].modality
    if SHOW.search(text) or ATTENDED.search(text) or any(m.rule in ACTED for m in drafts.meetings):
        return "PLEDGED" if SOLIDARITY.search(text) else "EVENT"
    if AIM.search(text):
        return "CALLED"
    if SOLIDARITY.search(text):
        return "PLEDGED"
    if THANKS.search(text):
        return "CONTEXT"
    if number in scene.by_unit:
        return "ASSERTED"
    if drafts.meetings:
        return "EVENT"
    return "ASSERTED" if scene.by_unit and not GLOSS.search(text) else "CONTEXT"
