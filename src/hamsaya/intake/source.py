"""Storing a report: once by its digest, with sentences, drafts and its likeness to what is here; all or nothing."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from hamsaya.core.errors import Refused
from hamsaya.intake.find import KINDS, findings
from hamsaya.intake.hide import hide
from hamsaya.intake.models import Band, Draft, Source
from hamsaya.intake.near import bands, fingerprint, nearest
from hamsaya.intake.unpack import Piece
from hamsaya.reading import Reading

MOST_NAME = 200
HEADER = re.compile(r"^\s*date:?\s+\d{4}-\d{2}-\d{2}\s*", re.IGNORECASE)
"""A line of the archive, not of the report."""


@dataclass(frozen=True)
class About:
    """What whoever brings a report says about it; what is left empty is worked out from the report."""

    outlet: str = ""
    link: str = ""
    published: str = ""
    sort: str = "news_report"
    title: str = ""
    spans_only: bool = False
    """The licence allows only quotations to be kept."""


@dataclass(frozen=True)
class Brought:
    """Who brings a report to which compact, and when."""

    compact: str
    parties: tuple[str, ...]
    post: str
    now: datetime


def digest_of(piece: Piece, data: bytes) -> str:
    """Return a source's digest: of the file, or of the text where it is a part of one."""
    return hashlib.sha256(data if piece.own else piece.text.encode("utf-8", "replace")).hexdigest()


def store_source(by: Brought, piece: Piece, data: bytes, about: About) -> tuple[Source, bool]:
    """Store a report with its drafts; return it, and whether it is new. The same bytes are kept once."""
    digest = digest_of(piece, data)
    if known := Source.objects.filter(compact=by.compact, digest=digest).first():
        return known, False
    from hamsaya.reading import read  # the reader is large, and needed when a report comes

    text, hits = hide(piece.text)
    reading = read(text, piece.name)
    mark = fingerprint(text)
    with transaction.atomic():
        source = _source(by, piece, about, reading, digest, len(data) if piece.own else len(text.encode()))
        source.notes = [*map(list, piece.notes), *_said(reading, by.parties), *_hidden(hits)]
        _place_near(source, mark)
        source.save()
        keys = bands(mark)
        Band.objects.bulk_create(
            Band(source=source, compact=by.compact, key=key, runs=b"" if at else mark) for at, key in enumerate(keys)
        )
        Draft.objects.bulk_create(_drafts(source, reading))
    return source, True


def _source(by: Brought, piece: Piece, about: About, reading: Reading, digest: str, size: int) -> Source:
    published, dated = _dated(about, piece, reading)
    return Source(
        compact=by.compact, digest=digest, name=piece.name[-MOST_NAME:],
        title=about.title or piece.title or _title(reading),
        media=piece.media, language=reading.language, sort=about.sort, outlet=about.outlet or piece.outlet,
        link=about.link or piece.link, published=published, dated=dated, spans_only=about.spans_only,
        text="" if about.spans_only else reading.text, bytes=size, arrived=by.now, post=by.post,
        sentences=[[s.span.start, s.span.end, s.kind, s.modality.lower(), s.paragraph] for s in reading.sentences],
        entities=[[e.span.start, e.span.end, e.type, e.norm, e.office, e.reason] for e in reading.entities],
    )  # fmt: skip


def _dated(about: About, piece: Piece, reading: Reading) -> tuple[str, str]:
    """Return the day of a report and how it is known."""
    if about.published:
        return about.published, "other_source"
    day = reading.doc_date or piece.published
    return (day, "header") if day else ("", "not_stated")


def _title(reading: Reading) -> str:
    first = next((s.span.text for s in reading.sentences if s.kind in ("body", "foreign")), "").strip()
    line = " ".join(HEADER.sub("", first.rpartition("\n")[2]).split())
    return line if len(line) <= 120 else line[:117].rsplit(" ", 1)[0] + " …"


def _said(reading: Reading, parties: tuple[str, ...]) -> list[list[Any]]:
    """Return what is to be said about a report as a whole: language, other countries, words to the reader."""
    notes: list[list[Any]] = []
    if reading.language != "en":
        notes.append(["by-hand", {"language": reading.language}])
    named = {str(e.norm)[:2] for e in reading.entities if e.type == "place" and str(e.norm)[2:3] in ("", ":")}
    if reading.language == "en" and named and not named & set(parties):
        notes.append(["other-countries", {"countries": ", ".join(sorted(named)[:5])}])
    if speaks_to_reader(reading.text):
        notes.append(["instructions", {}])
    return notes


def speaks_to_reader(text: str) -> bool:
    """Tell whether a text holds words to whoever, or whatever, reads it in; they are read like any other words."""
    low = text.casefold()
    return any(
        phrase in low
        for phrase in (
            "ignore previous instructions", "ignore all previous", "ignore the above", "disregard previous",
            "disregard all", "you are an ai", "as an ai", "system prompt", "to the reader of this file:",
            "ignore all prior", "ignore your instructions", "dear ai", "note to ai", "instruction to the reader",
        )
    )  # fmt: skip


def _hidden(hits: tuple[Any, ...]) -> list[list[Any]]:
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return [["hidden", {"what": kind, "count": count}] for kind, count in sorted(counts.items())]


def _place_near(source: Source, mark: bytes) -> None:
    others = Band.objects.filter(compact=source.compact, key__in=bands(mark)).values_list("source_id", flat=True)
    ids = sorted(set(others))[:200]
    marks = Band.objects.filter(source_id__in=ids).exclude(runs=b"").values_list("source_id", "runs")
    if found := nearest(mark, [(id_, bytes(runs)) for id_, runs in marks]):
        source.near_id, source.likeness = found[0], round(found[1] * 100)
        first = Source.objects.filter(pk=found[0]).values_list("name", flat=True).first() or ""
        source.notes = [*source.notes, ["near", {"name": first, "percent": source.likeness}]]


def _drafts(source: Source, reading: Reading) -> list[Draft]:
    return [
        Draft(
            source=source, order=at, find=each.find, modality=each.modality, start=each.start, end=each.end,
            quote=reading.text[each.start : each.end], rule=each.rule, band=each.band, read=each.read,
            kind=KINDS[each.find],
        )
        for at, each in enumerate(findings(reading), 1)
    ]  # fmt: skip


def sources(compact: str) -> QuerySet[Source]:
    """Return the reports of a compact, newest first, without their text."""
    return Source.objects.filter(compact=compact).defer("text", "entities").order_by("-arrived", "-pk")


def source_named(compact: str, digest: str) -> Source:
    """Return the report whose digest begins so; Refused where none or several do."""
    found = list(Source.objects.filter(compact=compact, digest__startswith=digest)[:2])
    if len(found) != 1:
        raise Refused("source.missing", digest=digest)
    return found[0]


def quote(source: Source, number: int) -> str:
    """Return the words of a sentence, counted from 1; Refused where there is none of that number."""
    if not 1 <= number <= len(source.sentences):
        raise Refused("source.no-sentence", number=number, count=len(source.sentences))
    start, end = source.sentences[number - 1][:2]
    return source.text[start:end]
