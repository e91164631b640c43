"""Read one report: from its text to drafts that a person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from hamsaya.reading.asking import find_calls
from hamsaya.reading.denied import Denied
from hamsaya.reading.deny import find_denials, made_up_by
from hamsaya.reading.drafts import (
    assessment_draft,
    attribution_draft,
    call_draft,
    commitment_draft,
    denial_draft,
    entities,
    incident_draft,
    meeting_draft,
    statement_draft,
)
from hamsaya.reading.event import find_incidents
from hamsaya.reading.frames import Found as Undertaken
from hamsaya.reading.gather import find_meetings
from hamsaya.reading.judge import find_assessments, is_principle
from hamsaya.reading.language import language_of
from hamsaya.reading.likely import (
    RULE,
    believed,
    chances_of,
    likely,
    likely_commitment,
    likely_denial,
    likely_incident,
    likely_meeting,
)
from hamsaya.reading.modality import Drafts, unit_modality
from hamsaya.reading.model import (
    Assessment,
    Attribution,
    Call,
    Commitment,
    Denial,
    Draft,
    Incident,
    Meeting,
    Reading,
    Sentence,
    Span,
)
from hamsaya.reading.page import Page, make_page
from hamsaya.reading.promise import find_commitments
from hamsaya.reading.scene import Scene, make_scene

MOST_CHARACTERS = 5_000_000


def read(text: str, file: str = "", chances: bool = True) -> Reading:
    """Return everything found in `text`; `file` is only a name to carry along.

    Without `chances` by the rules alone. Linear in the length of the text.
    """
    language = language_of(text)
    page = make_page(text)
    scene = make_scene(page)
    if language != "en":
        return _by_hand(page, file, language)
    return _assemble(scene, file, chances)


def _by_hand(page: Page, file: str, language: str) -> Reading:
    """Keep dates, places and offices of a page in another language and mark it for reading by hand."""
    from hamsaya.reading.native import native_entities  # only pages in Persian or Urdu pay for it

    sentences = tuple(
        Sentence(Span(u.start, u.end, page.text[u.start : u.end]), "foreign", u.paragraph) for u in page.units
    )
    found = tuple(native_entities(page.text)) if language in ("fa", "ur") else tuple(entities(page))
    return Reading(file, page.text, language, page.doc_date, sentences, found, notes=("read by hand",))


@dataclass(slots=True)
class Found:
    """The drafts of one sentence unit."""

    commitments: list[Commitment]
    calls: list[Call]
    meetings: list[Meeting]
    denials: list[Denial]
    attributions: list[Attribution]
    incidents: list[Incident]
    assessments: list[Assessment]


def _unit(scene: Scene, unit: int, made: list[Undertaken], before: list[Found], chances: bool) -> Found:
    """Run every rule on one sentence unit; `before`: what the units before it gave."""
    page = scene.page
    chance = chances_of(page, unit) if chances else {}
    kinds = likely(chance)
    made = believed("commitments", made, chance)
    asked = [a for a in find_calls(page, unit) if not any(f.first <= a.cue < f.last for f in made)]
    if "commitments" in kinds and not asked:
        made = made or [likely_commitment(page, unit)]
    refused = find_denials(page, unit, any(f.denials for f in before[-2:]))
    if "denials" in kinds:
        refused = refused or [likely_denial(page, unit)]
    happened = find_incidents(page, unit, _denied_tokens(page, unit, refused))
    if "incidents" in kinds:
        happened = happened or [likely_incident(page, unit)]
    met = believed("meetings", find_meetings(page, unit), chance)
    if "meetings" in kinds:
        met = met or [likely_meeting(page, unit)]
    source = made_up_by(page, unit) if refused else None
    return Found(
        [commitment_draft(scene, f) for f in made],
        [call_draft(scene, a) for a in asked],
        [meeting_draft(scene, m) for m in met],
        [denial_draft(scene, unit, d, happened) for d in refused],
        [attribution_draft(scene, source)] if source else [],
        [incident_draft(scene, h) for h in happened],
        [assessment_draft(scene, j) for j in find_assessments(page, unit)],
    )


def _assemble(scene: Scene, file: str, chances: bool) -> Reading:
    """Read unit by unit and put the drafts together."""
    page = scene.page
    made = find_commitments(page)
    found: list[Found] = []
    for number in range(len(page.units)):
        found.append(_unit(scene, number, made.get(number, []), found, chances))
    sentences = tuple(_sentence(scene, n, f, found[n - 1] if n else None) for n, f in enumerate(found))
    return Reading(
        file,
        page.text,
        "en",
        page.doc_date,
        sentences,
        tuple(entities(page)),
        tuple(c for f in found for c in f.commitments),
        tuple(c for f in found for c in f.calls),
        tuple(m for f in found for m in f.meetings),
        tuple(d for f in found for d in f.denials),
        tuple(a for f in found for a in f.attributions),
        tuple(i for f in found for i in f.incidents),
        tuple(statement_draft(scene, cue) for cue in scene.cues),
        tuple(a for f in found for a in f.assessments),
        *_rest(sentences),
    )


def _denied_tokens(page: Page, unit: int, refused: list[Denied]) -> tuple[int, int] | None:
    """Return the tokens of a unit that stand under a denial."""
    if not refused:
        return None
    hit = refused[0]
    low = page.tokens.low
    back = hit.first if "no" in low[hit.first : hit.first + 1] else page.first[unit]
    return back, hit.last


def _sentence(scene: Scene, number: int, found: Found, before: Found | None) -> Sentence:
    unit = scene.page.units[number]
    drafts = Drafts(
        _ruled(found.commitments),
        found.calls,
        _ruled(found.meetings),
        _ruled(found.denials),
        _ruled(found.incidents),
        found.assessments,
        _ruled(before.commitments) if before else (),
    )
    return Sentence(
        Span(unit.start, unit.end, scene.page.text[unit.start : unit.end]),
        unit.kind,
        unit.paragraph,
        unit_modality(scene, number, drafts),
    )


D = TypeVar("D", bound=Draft)


def _ruled(drafts: Sequence[D]) -> list[D]:
    """Return the drafts that a rule found: chances give no sentence its modality."""
    return [draft for draft in drafts if draft.rule != RULE]


def _rest(sentences: tuple[Sentence, ...]) -> tuple[tuple[Draft, ...], tuple[Draft, ...], tuple[Draft, ...]]:
    """Return principles, events and context: whole sentences of these modalities."""

    def pick(modality: str) -> tuple[Draft, ...]:
        return tuple(
            Draft(s.span, f"sentence-{modality.lower()}", modality=modality)
            for s in sentences
            if s.modality == modality and s.kind != "heading"
        )

    principles = tuple(
        Draft(s.span, "principle", modality="PRINCIPLE")
        for s in sentences
        if s.kind != "heading" and is_principle(s.span.text.lower())
    )
    return principles, pick("EVENT"), pick("CONTEXT")
