"""Corrections asked for by anyone, without an account: kept here, answered within thirty days, what changed is shown.

Who asked is not kept. Whoever asked holds a code, which is the only way to its answer.
"""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES
from hamsaya.node import screen
from hamsaya.node.access import Viewer, check_compact
from hamsaya.node.models import Compact, CorrectionRequest

ANSWER_WITHIN = timedelta(days=30)
MOST_WORDS, MOST_ABOUT, MOST_ANSWER = 2000, 200, 600
MOST_A_DAY = 200
"""Requests that a node takes in one day; a flood of them must not fill its disk."""
ANSWERS = frozenset({"oversight", "head"})
CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f\\u202a-\\u202e\\u2066-\\u2069]")


@dataclass(frozen=True)
class Changed:
    """A correction as the public sees it: what it was about, when it was asked and answered, in which words."""

    about: str
    received: date
    answered: date
    outcome: str
    words: Mapping[str, str]


def ask(compact: str, about: str, words: str, lang: str, now: datetime) -> str:
    """Keep a request and return its code. Refused where it is empty, too long, one too many, or names a person."""
    row = Compact.objects.filter(name=compact).first()
    if row is None:
        raise Refused("compact.not-here", compact=compact)
    about, words = CONTROL.sub("", about).strip(), CONTROL.sub("", words).strip()
    if not words or len(words) > MOST_WORDS or len(about) > MOST_ABOUT:
        raise Refused("correction.words", most=MOST_WORDS)
    for field, text in (("about", about), ("words", words)):
        screen.check_text(text, field)
    if CorrectionRequest.objects.filter(compact=row, received__gt=now - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused("correction.too-many")
    code = secrets.token_hex(12)
    kept = lang if lang in LANGUAGES else "en"
    CorrectionRequest.objects.create(compact=row, code=code, about=about, words=words, lang=kept, received=now)
    return code


def asked(compact: str, code: str) -> CorrectionRequest | None:
    """Return the request of that code, or None."""
    return CorrectionRequest.objects.filter(compact__name=compact, code=code).first()


def waiting(viewer: Viewer, compact: str) -> QuerySet[CorrectionRequest]:
    """Return what has not been answered, the oldest first, to those who may answer."""
    _check(viewer, compact)
    return CorrectionRequest.objects.filter(compact__name=compact, answered=None).order_by("received")


def answered(viewer: Viewer, compact: str) -> QuerySet[CorrectionRequest]:
    """Return what was answered, the newest first."""
    _check(viewer, compact)
    return CorrectionRequest.objects.filter(compact__name=compact).exclude(answered=None).order_by("-answered")


def answer(viewer: Viewer, id_: int, outcome: str, words: Mapping[str, str], now: datetime) -> CorrectionRequest:
    """Answer a request, once: `changed` is shown to the public, `kept` to whoever asked alone."""
    _check(viewer, viewer.compact)
    found = waiting(viewer, viewer.compact).filter(pk=id_).first()
    texts = {lang: words[lang].strip() for lang in LANGUAGES if words.get(lang, "").strip()}
    if found is None:
        raise Refused("correction.missing")
    if outcome not in CorrectionRequest.OUTCOMES or any(len(text) > MOST_ANSWER for text in texts.values()):
        raise Refused("correction.answer", most=MOST_ANSWER)
    if not texts or (outcome == CorrectionRequest.CHANGED and set(texts) != set(LANGUAGES)):
        raise Refused("field.language-missing", field="words")
    for text in texts.values():
        screen.check_text(text, "words")
    found.outcome, found.answer, found.answered, found.post = outcome, texts, now, viewer.post
    found.save()
    return found


def changes(compact: str) -> tuple[Changed, ...]:
    """Return the corrections that changed something, the newest first: what the public part shows."""
    rows = CorrectionRequest.objects.filter(compact__name=compact, outcome=CorrectionRequest.CHANGED)
    return tuple(_changed(row) for row in rows.order_by("-answered", "-pk"))


def _changed(row: Any) -> Changed:
    return Changed(row.about, row.received.date(), row.answered.date(), row.outcome, row.answer)


def _check(viewer: Viewer, compact: str) -> None:
    check_compact(viewer, compact)
    if not viewer.has_role(*ANSWERS):
        raise Refused("correction.role")
