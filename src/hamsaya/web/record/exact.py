"""The exact words a record came from: each quotation with its rule, its report, and one link to where it is printed."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from hamsaya.intake.models import Draft, Source
from hamsaya.node.queries import ActView, RecordView


@dataclass(frozen=True)
class Exact:
    """One quotation as a record page shows it."""

    text: str
    lang: str
    start: int
    end: int
    rule: str
    modality: str
    post: str
    """Who confirmed it."""
    url: str
    """The report under review here, at these words; else the record of the report."""
    name: str


def exact_words(found: RecordView, history: tuple[ActView, ...], compact: str) -> list[Exact]:
    """Return every quotation in the acts of a record, in the order in which they were made."""
    quotes = [(act, quote) for act in history if act.had_effect for quote in act.body.get("quotes") or ()]
    if not quotes:
        return []
    digests = {quote.get("file") for _, quote in quotes if quote.get("file")}
    here = {each.digest: each for each in Source.objects.filter(compact=compact, digest__in=digests)}
    return [_exact(act, quote, here.get(quote.get("file")), found.row.record, compact) for act, quote in quotes]


def _exact(act: ActView, quote: dict[str, Any], source: Source | None, record: str, compact: str) -> Exact:
    return Exact(
        quote["text"], source.language if source else "", quote["start"], quote["end"], quote.get("rule", ""),
        quote.get("modality", ""), act.post, _url(quote, source, record, compact), source.name if source else "",
    )  # fmt: skip


def _url(quote: dict[str, Any], source: Source | None, record: str, compact: str) -> str:
    if source is not None:
        places = Draft.objects.filter(source=source, start=quote["start"], end=quote["end"])
        draft = places.filter(record=record).first() or places.first()
        mark = f"?at={draft.pk}#m{draft.pk}" if draft else ""
        return reverse("web:review", args=[compact, source.pk]) + mark
    party, _, slug = str(quote["source"]).partition("/")
    return reverse("web:record", args=[compact, party, slug]) if slug else ""
