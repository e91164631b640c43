"""The one modality of a sentence unit, so that agreement, wish, denial and background are never blurred."""

import re
from collections.abc import Sequence

import msgspec

from hamsaya.reading.judge import is_principle
from hamsaya.reading.model import Assessment, Call, Commitment, Denial, Incident, Meeting
from hamsaya.reading.scene import Scene

# All of these are searched in small letters, which is far faster than asking for either case.
AIM = re.compile(
    r"\b(?:purpose|aims?|aimed|goals?|objectives?) (?:of|is|was|were|at)\b|\b(?:is|was|were"
    r"|are) aimed at\b|\bmain goals\b"
    r"|\bwill become\b|\bso that\b"
)
GLOSS = re.compile(
    r"\b(?:represent(?:s|ed) a|apparent reference|(?:significant|important) step|analysts?"
    r"|observers|highlight(?:s|ed) the)\b"
)
THANKS = re.compile(r"\b(?:appreciated|appreciates|thanked|thanks|condemned|on the agenda)\b")
ATTENDED = re.compile(r"\b(?:attended by|were present|took part|in attendance)\b")
SHOW = re.compile(
    r"\b(?:upcoming|forthcoming) (?:\w+ )?(?:summit|exhibition|fair|festival)\b|\b(?:exhibition"
    r"|seminar|fair|festival|summit|expo|conference)\b.{0,60}\b(?:held|open|opens|take "
    r"place|takes place)\b",
    re.DOTALL,
)
SOLIDARITY = re.compile(
    r"\b(?:consider|regard|view|see|treat)s?\b.{1,60}\b(?:security|threat|attack|enemy|aggression"
    r"|terrorism|violence)\b.{0,40}\bas\b.{0,30}\b(?:own|us|our|security|threat)\b",
    re.DOTALL,
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


class Drafts(msgspec.Struct, frozen=True, gc=False):
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
    low = scene.page.text[unit.start : unit.end].lower()
    if unit.kind == "heading":
        return "CONTEXT"
    if drafts.denials:
        return "DENIED"
    if drafts.commitments:
        return _bound(low, drafts)
    if GLOSS.search(low) and number not in scene.by_unit:
        return "CONTEXT"
    if is_principle(low) and not drafts.incidents:
        return "PRINCIPLE"
    return "EVENT" if drafts.incidents else _unbound(scene, number, low, drafts)


def _bound(low: str, drafts: Drafts) -> str:
    """Return the modality of a unit with an undertaking."""
    made = drafts.commitments
    if len(made) == 1 and is_principle(low):
        return "CONTEXT" if GLOSS.search(low) else "PRINCIPLE"
    if drafts.assessments and all(c.rule == "determined" for c in made):
        return "ASSERTED"
    fresh = [c for c in made if not c.rule.endswith("restated")]
    if not fresh:
        return "ASSERTED"
    agreed = any(c.modality == "AGREED" for c in drafts.before)
    follows = fresh[0].rule.startswith("will") and low.startswith(("these", "this", "the ", "they", "it "))
    return "AGREED" if follows and agreed else fresh[0].modality


def _unbound(scene: Scene, number: int, low: str, drafts: Drafts) -> str:
    """Return the modality of a unit that holds no undertaking, denial or incident."""
    if any(c.cue and c.cue.text.lower().startswith("agree") for c in drafts.calls):
        return "AGREED"
    if drafts.calls:
        return drafts.calls[0].modality
    if SHOW.search(low) or ATTENDED.search(low) or any(m.rule in ACTED for m in drafts.meetings):
        return "PLEDGED" if SOLIDARITY.search(low) else "EVENT"
    if AIM.search(low):
        return "CALLED"
    if SOLIDARITY.search(low):
        return "PLEDGED"
    if THANKS.search(low):
        return "CONTEXT"
    if number in scene.by_unit:
        return "ASSERTED"
    if drafts.meetings:
        return "EVENT"
    return "ASSERTED" if scene.by_unit and not GLOSS.search(low) else "CONTEXT"
