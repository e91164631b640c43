"""Turn token findings into drafts with speaker, parties, place, date, certainty and what is missing."""

import re
from collections.abc import Iterator

from hamsaya.reading.asking import Asked
from hamsaya.reading.denied import Denied
from hamsaya.reading.distance import distance_km
from hamsaya.reading.event import Happened, incident_words, is_joint
from hamsaya.reading.frames import Found
from hamsaya.reading.judge import Judged
from hamsaya.reading.lexicon import verbs
from hamsaya.reading.likely import RULE as LIKELY
from hamsaya.reading.model import (
    Assessment,
    Attribution,
    Call,
    Commitment,
    Denial,
    Entity,
    Incident,
    Meeting,
    Span,
    Statement,
)
from hamsaya.reading.names import country_of
from hamsaya.reading.page import Page
from hamsaya.reading.scene import Scene
from hamsaya.reading.speaker import office_of
from hamsaya.reading.speech import Cue
from hamsaya.reading.venue import Met

DEADLINE = re.compile(
    r"\b(?:by|before|until|no later than|within|from|as of|starting|at the earliest(?: "
    r"date| opportunity)?|as soon as possible|on)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\b(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|dozen)\b", re.IGNORECASE)
LOWER_BAND = frozenset(("telegraph", "ready", "plan-to", "plan-noun-to", "will-thing", "pledge-object", "learned"))


def entities(page: Page) -> Iterator[Entity]:
    """Yield persons, places, organisations and dates in order."""
    for mention in page.names:
        office = office_of(page, mention) if mention.type == "person" else ""
        yield Entity(page.span(mention.first, mention.last), mention.type, mention.norm, office=office)
    for found in page.dates:
        yield Entity(Span(found.start, found.end, page.text[found.start : found.end]), "date", found.norm, found.reason)


def _band(rule: str, usual: str = "high") -> str:
    if rule == LIKELY:
        return "low"
    return "medium" if rule in LOWER_BAND else usual


def _deadline(scene: Scene, first: int, last: int) -> str | None:
    """Return the deadline words of an action, or None for "none given"."""
    text = scene.page.span(first, last).text
    for match in DEADLINE.finditer(text):
        rest = text[match.start() :]
        if match.group().lower().startswith(("at the earliest", "as soon")):
            return match.group()
        if match.group().lower() == "within" and re.match(
            r"within (?:\w+ )?(?:\w+ )?(?:hours?|days?|weeks?|months?|years?)", rest, re.IGNORECASE
        ):
            return re.match(
                r"within (?:\w+ )?(?:\w+ )?(?:hours?|days?|weeks?|months?|years?)", rest, re.IGNORECASE
            ).group()  # type: ignore[union-attr]
        at = scene.page.tokens.start[first] + match.end()
        near = [d for d in scene.page.dates if 0 <= d.start - at < 24]
        if near:
            return scene.page.text[at - len(match.group()) : near[0].end]
    return None


def _firm(scene: Scene, found: Found, deadline: str | None) -> str:
    page = scene.page
    text = page.span(found.first, found.last).text
    if deadline or NUMBER.search(text):
        return "concrete"
    table = verbs()
    for at in range(found.first, min(found.first + 6, found.last)):
        base = page.tokens.base[at]
        if base and base not in ("be", "have", "do", "let"):
            deed = base in table.deed or base in table.happen
            return "concrete" if deed and base not in table.direction else "general"
    return "concrete" if scene.place_in(found.first, found.last) else "general"


def commitment_draft(scene: Scene, found: Found) -> Commitment:
    """Return the draft of an undertaking."""
    page = scene.page
    deadline = _deadline(scene, found.first, found.last)
    speaker = scene.speaker_at(found.first)
    parties = scene.parties(*found.subject)
    if parties == ("both",) and speaker and page.tokens.low[max(0, found.subject[1] - 1)] == "i":
        parties = (scene.country[speaker],) if speaker in scene.country else parties
    number = NUMBER.search(page.span(found.first, found.last).text)
    place = scene.place_in(found.first, found.last)
    missing = tuple(name for name, value in (("deadline", deadline), ("place", place), ("number", number)) if not value)
    return Commitment(
        page.span(found.first, found.last),
        found.rule,
        _band(found.rule),
        found.modality,
        parties,
        speaker,
        scene.when_in(found.first, found.last),
        place,
        page.span(*found.trigger),
        _firm(scene, found, deadline),
        deadline,
        missing,
        number.group() if number else None,
    )


def call_draft(scene: Scene, found: Asked) -> Call:
    """Return the draft of a call."""
    page = scene.page
    modality = "PROPOSED" if found.rule in ("need-to", "propose", "should") else "CALLED"
    return Call(
        page.span(found.first, found.last),
        found.rule,
        "high",
        modality,
        scene.parties(*found.subject),
        scene.speaker_at(found.first),
        None,
        None,
        page.span(found.cue, found.cue + 1),
    )


def meeting_draft(scene: Scene, found: Met) -> Meeting:
    """Return the draft of a meeting."""
    page = scene.page
    who = (
        _persons(page, found.first, found.last)
        or _persons(page, page.first[page.unit_of[found.first]], found.first)[-1:]
    )
    return Meeting(
        page.span(found.first, found.last),
        found.rule,
        _band(found.rule),
        "EVENT",
        (),
        scene.speaker_at(found.first),
        scene.when_in(found.first, found.last),
        scene.place_in(found.first, found.last),
        found.kind,
        found.status,
        who,
    )


def _persons(page: Page, first: int, last: int) -> tuple[str, ...]:
    """Return the persons named in tokens first..last, each once."""
    near = (page.name_at[i] for i in range(first, last) if i in page.name_at)
    return tuple(dict.fromkeys(m.norm for m in near if m.type == "person"))


def denial_draft(scene: Scene, unit: int, found: Denied, happened: list[Happened]) -> Denial:
    """Return the draft of a denial.

    The claim is quoted from it or from the incident denied in the same sentence.
    """
    page = scene.page
    claim = next(((h.first, h.last) for h in happened if h.status == "denied"), None) or found.claim
    span = page.span(*claim) if claim and claim[1] > claim[0] else None
    return Denial(
        page.span(found.first, found.last),
        found.rule,
        _band(found.rule),
        "DENIED",
        (),
        scene.by_unit.get(unit),
        None,
        None,
        span,
    )


def attribution_draft(scene: Scene, tokens: tuple[int, int]) -> Attribution:
    """Return who is said to have made a claim up."""
    span = scene.page.span(*tokens)
    return Attribution(
        span,
        "made-up-by",
        "high",
        "ASSERTED",
        (),
        scene.speaker_at(tokens[0]),
        None,
        None,
        _source(span.text),
    )


def _source(text: str) -> str:
    """Return who made it up: "fabricated by X" or "which X had made up"."""
    if " by " in text:
        return text.split(" by ", 1)[1]
    return re.sub(r"^(?:which|that)\s+|\s+(?:had|have|has)\s+\w+(?:\s+up)?$", "", text)


def incident_draft(scene: Scene, found: Happened) -> Incident:
    """Return the draft of an incident: whose forces, whose territory, sole unless said."""
    page = scene.page
    span = page.span(found.first, found.last)
    forces = _forces(page, found.first, found.last)
    land = re.search(r"\b(?:within|inside|in|on)\s+(?:the\s+)?(\w+)\s+(?:territory|soil|side)\b", span.text)
    return Incident(
        span,
        found.rule,
        _band(found.rule, "medium"),
        "DENIED" if found.status == "denied" else "EVENT",
        scene.parties(found.first, found.last),
        scene.speaker_at(found.first),
        scene.when_in(found.first, found.last),
        scene.place_in(found.first, found.last),
        found.status,
        forces,
        country_of(land[1]) if land else None,
        is_joint(page, found.first, found.last),
        distance_km(span.text),
    )


def _forces(page: Page, first: int, last: int) -> str | None:
    for at in range(first, last):
        if page.tokens.low[at] in incident_words().forces:
            start = at
            while start > first and (
                page.tokens.word[start - 1][0].isupper()
                or page.tokens.low[start - 1] in ("security", "border", "'s", "’s", "armed", "police", "air", "naval")
            ):
                start -= 1
            return page.span(start, at + 1).text
    return None


def assessment_draft(scene: Scene, found: Judged) -> Assessment:
    """Return the draft of a judgement of how cooperation fares."""
    return Assessment(
        scene.page.span(found.first, found.last),
        "assessment",
        speaker=scene.speaker_at(found.first),
        modality="ASSERTED",
        scope=found.scope,
        direction=found.direction,
    )


def statement_draft(scene: Scene, cue: Cue) -> Statement:
    """Return the draft of a statement."""
    return Statement(
        scene.page.span(cue.first, cue.last),
        cue.rule,
        "high",
        "ASSERTED",
        (),
        cue.speaker or None,
        None,
        None,
        cue.quoted,
    )
