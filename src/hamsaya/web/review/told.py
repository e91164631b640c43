"""A draft as the page tells it: what it proposes in the reader's words, what is missing, and what stands beside it."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from hamsaya.core.fields import NOT_STATED
from hamsaya.core.reader import Reader
from hamsaya.core.say import field_label, value_words
from hamsaya.intake.alike import Beside, Differing, Suggestion
from hamsaya.intake.become import Desk, body_of, opening
from hamsaya.intake.find import CHOICES
from hamsaya.intake.models import OPEN, REASONS, Draft, Source
from hamsaya.web.form import is_quoted

QUIET = frozenset({"title", "wording", "words", "sources", "places", "number"})
UNSTATED: tuple[Any, ...] = ({"precision": "not_stated"}, NOT_STATED, "not_stated", None, [], {})
LINES = {
    "agreed": '<path d="M0 2h28M0 6h28" stroke="currentColor" stroke-width="1.5"/>',
    "pledged": '<path d="M0 4h28" stroke="currentColor" stroke-width="2.5"/>',
    "proposed": '<path d="M0 4h28" stroke="currentColor" stroke-width="2" stroke-dasharray="6 3"/>',
    "called": '<path d="M1 4h28" stroke="currentColor" stroke-width="2.5" stroke-linecap="round"'
    ' stroke-dasharray="0 5"/>',
    "denied": '<path d="M0 4q3.5-5 7 0t7 0 7 0 7 0" fill="none" stroke="currentColor" stroke-width="1.3"/>',
    "asserted": '<path d="M0 4h28" stroke="currentColor" stroke-width="1" opacity=".6"/>',
    "event": '<path d="M0 1h28M0 7h28" stroke="currentColor" stroke-width="1"/>',
    "principle": '<path d="M0 4h28" stroke="currentColor" stroke-width="4" opacity=".45"/>',
}
"""The shape of each modality, as drawn under the words and in the key."""


@dataclass
class ToldDraft:
    """One draft on the page."""

    draft: Draft
    label: str
    title: str
    kind: str
    modality: str
    line: str
    find: str
    rows: list[tuple[str, str, bool]]
    """Label, value, and whether it is missing."""
    overlaps: list[str]
    is_open: bool
    current: bool
    url: str
    record_url: str = ""
    reason: str = ""
    link: str = ""
    suggestions: list[dict[str, Any]] = field(default_factory=list)
    differing: list[dict[str, Any]] = field(default_factory=list)
    holders: list[tuple[str, list[Any]]] = field(default_factory=list)
    kinds: list[tuple[str, str, bool]] = field(default_factory=list)
    letters: list[tuple[Any, str]] = field(default_factory=list)


def tell_draft(draft: Draft, label: str, source: Source, desk: Desk, reader: Reader, here: str) -> ToldDraft:
    """Return what the page shows of any draft."""
    body = body_of(draft, source, desk)
    title = body.get("title") or {}
    modality = reader.word(f"modality_{draft.modality}")
    return ToldDraft(
        draft=draft, label=label, title=next(iter(title.values()), ""), kind=reader.word(f"kind.{draft.kind}"),
        modality=modality, line=LINES.get(draft.modality, LINES["asserted"]),
        find=reader.word(f"review.find_{draft.find}"),
        rows=_rows(draft, body, reader), overlaps=[], is_open=draft.state == OPEN, current=False,
        url=f"{here}?at={draft.pk}#d{draft.pk}", record_url=record_url(desk.compact.id, draft.record),
        reason=reader.word(f"review.reason_{draft.reason}") if draft.reason else "", link=draft.link.partition(":")[0],
    )  # fmt: skip


def record_url(compact: str, record: str) -> str:
    """Return the address of a record's page, or "" for none."""
    return reverse("web:record", args=[compact, *record.split("/")]) if record else ""


def _rows(draft: Draft, body: dict[str, Any], reader: Reader) -> list[tuple[str, str, bool]]:
    kind, act = opening(draft.kind)
    rows = []
    for name, each in act.fields.items():
        value = body.get(name)
        wanted = value not in (None, [], {}) or not each.optional
        if name in QUIET or is_quoted(each) or not wanted:
            continue
        missing = value in UNSTATED
        rows.append((field_label(kind, name, reader), value_words(each, value, reader), missing))
    if speaker := draft.read.get("speaker"):
        rows.append((reader.word("review.speaker"), str(speaker), False))
    if deadline := draft.read.get("deadline"):
        rows.append((reader.word("review.printed_as"), f"“{deadline}”", False))
    return rows


def tell_beside(told: ToldDraft, beside: Beside, reader: Reader, desk: Desk, here: str) -> None:
    """Fill in what stands beside the current draft."""
    told.suggestions = [_suggestion(each, reader, desk) for each in beside.suggestions]
    told.differing = [_differing(each, reader, desk) for each in beside.differing]
    told.holders = [(name, [(h.name, h.office, h.source) for h in holders]) for name, holders in beside.holders.items()]
    told.letters = [(row, record_url(desk.compact.id, row.record)) for row in beside.letters]
    told.kinds = [(kind, reader.word(f"kind.{kind}"), kind == told.draft.kind) for kind in CHOICES[told.draft.find]]


def _suggestion(each: Suggestion, reader: Reader, desk: Desk) -> dict[str, Any]:
    why = [
        reader.word("review.why_words", words="، ".join(each.words) if reader.lang != "en" else ", ".join(each.words))
    ]
    why = why if each.words else [reader.word("review.why_alike")]
    why += [reader.word("review.why_area")] if each.same_area else []
    why += [reader.word("review.why_place")] if each.same_place else []
    why += [reader.word("review.why_waiting")] if each.waiting else []
    return {
        "record": each.record, "title": each.title, "why": why, "waiting": each.waiting,
        "url": "" if each.waiting else record_url(desk.compact.id, each.record),
    }  # fmt: skip


def _differing(each: Differing, reader: Reader, desk: Desk) -> dict[str, Any]:
    value = {
        "dates": lambda: reader.when(each.value),
        "view": lambda: reader.word(f"view_{each.value}"),
        "modality": lambda: reader.word(f"modality_{each.value}"),
    }[each.what]()
    draft = Draft.objects.filter(pk=each.draft).first() if each.draft else None
    url = record_url(desk.compact.id, each.record)
    if draft is not None:
        url = reverse("web:review", args=[desk.compact.id, draft.source_id]) + f"?at={draft.pk}#d{draft.pk}"
    return {
        "what": reader.word(f"review.differs_{each.what}"), "quote": each.quote, "value": value, "url": url,
        "source": each.source, "record": each.record, "foldable": each.record and each.what == "dates",
    }  # fmt: skip


def reasons(reader: Reader) -> list[tuple[str, str]]:
    """Return why a draft may be rejected, in words."""
    return [(code, reader.word(f"review.reason_{code}")) for code in REASONS]
