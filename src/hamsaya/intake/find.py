"""From what the reader found to drafts: every sentence that says something gets one, in the order of the text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from hamsaya.reading import Reading
from hamsaya.reading import model as found

KINDS = {
    "commitment": "commitment", "call": "commitment", "meeting": "visit", "denial": "claim", "attribution": "statement",
    "incident": "event", "assessment": "assessment", "principle": "principle", "event": "event",
    "statement": "statement",
}  # fmt: skip
"""What each finding becomes unless the officer says otherwise."""
CHOICES = {
    "commitment": ("commitment", "statement", "principle", "event"),
    "call": ("commitment", "statement"),
    "meeting": ("visit", "event", "statement", "commitment"),
    "denial": ("claim", "statement"),
    "attribution": ("statement",),
    "incident": ("event", "notice", "statement", "claim"),
    "assessment": ("assessment", "statement", "commitment"),
    "principle": ("principle", "commitment", "statement"),
    "event": ("event", "visit", "commitment", "statement"),
    "statement": ("statement", "assessment", "commitment", "principle", "event", "visit", "claim"),
}
WANTED = frozenset({"rule", "certainty", "modality", "span"})
SILENT = frozenset({"CONTEXT"})


@dataclass(frozen=True)
class Found:
    """One finding, ready to be kept as a draft."""

    find: str
    modality: str
    start: int
    end: int
    rule: str
    band: str
    read: dict[str, Any] = field(default_factory=dict)


def findings(reading: Reading) -> list[Found]:
    """Return the findings of a report in the order of its text; the same words are not found twice in one class."""
    every = [*_direct(reading), *_events(reading)]
    every += _statements(reading, every)
    once = {(each.find, each.start, each.end): each for each in every}
    return sorted(once.values(), key=lambda each: (each.start, -each.end, each.find))


def _direct(reading: Reading) -> Iterator[Found]:
    groups: tuple[tuple[str, tuple[found.Draft, ...]], ...] = (
        ("commitment", reading.commitments), ("call", reading.calls), ("meeting", reading.meetings),
        ("denial", reading.denials), ("attribution", reading.attributions), ("incident", reading.incidents),
        ("assessment", reading.assessments), ("principle", reading.principles),
    )  # fmt: skip
    claims = [each.claim for each in reading.denials if each.claim]
    for find, drafts in groups:
        for each in drafts:
            denied = isinstance(each, found.Incident) and each.status == "denied"
            if not (denied and any(c.start < each.span.end and each.span.start < c.end for c in claims)):
                yield _found(find, each)


def _found(find: str, draft: found.Draft) -> Found:
    read = {name: _plain(getattr(draft, name)) for name in draft.__struct_fields__ if name not in WANTED}
    kept = {name: value for name, value in read.items() if value not in (None, "", [])}
    modality = "agreed" if draft.modality == "AGREED" else draft.modality.lower()
    return Found(find, modality, draft.span.start, draft.span.end, draft.rule, draft.certainty, kept)


def _plain(value: Any) -> Any:
    if isinstance(value, found.Span):
        return [value.start, value.end]
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return round(value, 1) if isinstance(value, float) else value


def _touched(every: list[Found], start: int, end: int) -> bool:
    return any(each.start < end and start < each.end for each in every)


def _events(reading: Reading) -> list[Found]:
    """Return sentences that tell an event of which nothing closer was found."""
    closer = list(_direct(reading))
    return [_found("event", each) for each in reading.events if not _touched(closer, each.span.start, each.span.end)]


def _statements(reading: Reading, every: list[Found]) -> list[Found]:
    """Return the sentences that say something and have no draft yet, each with who is said to say it."""
    rest = []
    for sentence in reading.sentences:
        span = sentence.span
        silent = sentence.kind in ("heading", "label", "foreign") or sentence.modality in SILENT
        if silent or _touched(every, span.start, span.end):
            continue
        cue = next((each for each in reading.statements if span.start <= each.span.start < span.end), None)
        read = {"speaker": cue.speaker} if cue and cue.speaker else {}
        rule = cue.rule if cue else f"sentence-{sentence.modality.lower()}"
        rest.append(Found("statement", sentence.modality.lower(), span.start, span.end, rule, "medium", read))
    return rest
