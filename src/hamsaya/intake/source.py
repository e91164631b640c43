"""Taking reports in: stored once, listed, quoted by sentence. What they say becomes a record only by a person's act."""

import hashlib
from datetime import datetime

from django.db.models import QuerySet

from hamsaya.core.errors import Refused
from hamsaya.intake.models import Source
from hamsaya.reading import Reading, read

MOST_NAME = 200


def store_source(compact: str, name: str, data: bytes, text: str, by: str, now: datetime) -> tuple[Source, bool]:
    """Store a report and where its sentences are; return it, and whether it is new. The same bytes are kept once.

    `data`: the file's bytes, which the digest is over; `text`: what they say; `by`: the post, or the operator.
    """
    digest = hashlib.sha256(data).hexdigest()
    if found := Source.objects.filter(compact=compact, digest=digest).first():
        return found, False
    reading: Reading = read(text, name)
    source = Source.objects.create(
        compact=compact,
        digest=digest,
        name=name[:MOST_NAME],
        language=reading.language,
        dated=reading.doc_date or "",
        text=text,
        bytes=len(data),
        sentences=[[each.span.start, each.span.end] for each in reading.sentences],
        brought_by=by,
        brought_at=now,
    )
    return source, True


def sources(compact: str) -> QuerySet[Source]:
    """Return the reports of a compact, in the order in which they came in, without their text."""
    return Source.objects.filter(compact=compact).defer("text")


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
    start, end = source.sentences[number - 1]
    return source.text[start:end]
