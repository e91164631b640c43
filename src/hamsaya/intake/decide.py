"""What a person does with a draft: change it, move its span, split it, accept or reject it, take a step back.

Nothing here is signed. An accepted draft waits, with its body checked as the ledger will check it, until it is signed.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hamsaya.core.errors import Refused
from hamsaya.intake.become import Desk, body_of, opening
from hamsaya.intake.find import CHOICES
from hamsaya.intake.hide import is_hidden
from hamsaya.intake.models import (
    ACCEPTED,
    DECIDED,
    OPEN,
    REASONS,
    REJECTED,
    SIGNED,
    SPLIT,
    Draft,
    Source,
    Step,
    values_of,
)
from hamsaya.node import ledger, screen
from hamsaya.people.viewer import Viewer

RESTATES, FOLD = "restates", "fold"
FOLDS = {"commitment": "cite", "visit": "account", "event": "account"}
"""The kinds into whose records a further source can be folded, and the act that does it."""


def _step(draft: Draft, viewer: Viewer, now: datetime) -> Step:
    return Step.objects.create(
        source_id=draft.source_id, draft=draft, before=values_of(draft), post=viewer.post, at=now
    )


def _open(draft: Draft) -> None:
    if draft.state == SIGNED:
        raise Refused("draft.signed")
    if draft.state == SPLIT:
        raise Refused("draft.split")


@transaction.atomic
def accept(draft: Draft, desk: Desk, viewer: Viewer, now: datetime, link: str = "") -> None:
    """Accept a draft: as a record of its own, as one that restates another, or folded into another.

    Raises Refused where the act could not be signed as it stands; then the draft is as it was.
    """
    _open(draft)
    if is_hidden(draft.quote):
        raise Refused("draft.hidden")
    way, _, target = link.partition(":")
    if way == FOLD and draft.kind not in FOLDS:
        raise Refused("draft.no-fold", kind=draft.kind)
    check(draft, draft.source, desk)
    _step(draft, viewer, now)
    draft.state, draft.link, draft.reason, draft.remark = ACCEPTED, link, "", ""
    if draft.kind == "commitment" and way != FOLD:
        draft.fields = {"number": desk.next_number, **draft.fields}
    draft.record = target if way == FOLD else draft.record or ledger.new_record(desk.compact.id)
    _decided(draft, viewer, now)


def check(draft: Draft, source: Source, desk: Desk) -> None:
    """Raise Refused where the body that a draft proposes does not hold, or the screening would stop it."""
    _, act = opening(draft.kind)
    body = act.parse(body_of(draft, source, desk)).body
    screen.check(act, body)
    screen.check_text(draft.quote, "quotes")


def _decided(draft: Draft, viewer: Viewer, now: datetime) -> None:
    draft.post, draft.decided = viewer.post, now
    draft.save()


@transaction.atomic
def reject(draft: Draft, viewer: Viewer, now: datetime, reason: str, remark: str = "") -> None:
    """Say that a draft becomes no record, and why."""
    _open(draft)
    if reason not in REASONS:
        raise Refused("draft.reason")
    _step(draft, viewer, now)
    draft.state, draft.reason, draft.remark, draft.link, draft.record = REJECTED, reason, remark.strip()[:300], "", ""
    _decided(draft, viewer, now)


@transaction.atomic
def change(draft: Draft, viewer: Viewer, now: datetime, *, kind: str, fields: Mapping[str, Any]) -> None:
    """Change what a draft becomes and the values it becomes it with; a changed draft is undecided again."""
    _open(draft)
    if kind not in CHOICES[draft.find]:
        raise Refused("draft.kind", kind=kind)
    _step(draft, viewer, now)
    draft.fields = {} if kind != draft.kind else dict(fields)
    draft.kind, draft.state, draft.record = kind, OPEN, ""
    draft.save()


def locate(source: Source, draft: Draft, words: str) -> tuple[int, int]:
    """Return where these exact words stand in the report, nearest to the draft; Refused where they do not."""
    wanted = words.strip()
    places, at = [], source.text.find(wanted) if wanted else -1
    while at >= 0:
        places.append(at)
        at = source.text.find(wanted, at + 1)
    if not places:
        raise Refused("draft.not-there")
    start = min(places, key=lambda place: abs(place - draft.start))
    return start, start + len(wanted)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    return start, start + len(piece.strip())


def _check_span(source: Source, start: int, end: int) -> tuple[int, int]:
    if source.spans_only:
        raise Refused("draft.spans-only")
    if not 0 <= start < end <= len(source.text):
        raise Refused("draft.span", start=start, end=end)
    start, end = _trim(source.text, start, end)
    if start >= end:
        raise Refused("draft.span", start=start, end=end)
    return start, end


@transaction.atomic
def respan(draft: Draft, viewer: Viewer, now: datetime, start: int, end: int) -> None:
    """Let a draft quote other characters of its report."""
    _open(draft)
    start, end = _check_span(draft.source, start, end)
    _step(draft, viewer, now)
    draft.start, draft.end, draft.quote = start, end, draft.source.text[start:end]
    draft.state, draft.record = OPEN, ""
    draft.save()


@transaction.atomic
def split(draft: Draft, viewer: Viewer, now: datetime, start: int, end: int) -> list[Draft]:
    """Split a draft into what stands before, in and after these characters; return the pieces."""
    _open(draft)
    start, end = _check_span(draft.source, start, end)
    if not draft.start <= start < end <= draft.end or (start, end) == (draft.start, draft.end):
        raise Refused("draft.split-where")
    step = _step(draft, viewer, now)
    pieces = [_piece(draft, *span) for span in ((draft.start, start), (start, end), (end, draft.end))]
    made = [piece for piece in pieces if piece is not None]
    step.made = [piece.pk for piece in made]
    step.save()
    draft.state, draft.record = SPLIT, ""
    _decided(draft, viewer, now)
    return made


def _piece(draft: Draft, start: int, end: int) -> Draft | None:
    start, end = _trim(draft.source.text, start, end)
    if not any(c.isalnum() for c in draft.source.text[start:end]):
        return None
    return Draft.objects.create(
        source=draft.source, parent=draft, order=draft.order, find=draft.find, modality=draft.modality, start=start,
        end=end,
        quote=draft.source.text[start:end], rule=draft.rule, band=draft.band, read=draft.read, kind=draft.kind,
    )  # fmt: skip


@transaction.atomic
def add(source: Source, viewer: Viewer, now: datetime, start: int, end: int, find: str) -> Draft:
    """Mark words that no rule found; the draft says that a person did."""
    if find not in CHOICES:
        raise Refused("draft.kind", kind=find)
    start, end = _check_span(source, start, end)
    before = source.drafts.filter(start__lte=start).count()
    modality = {"commitment": "agreed", "call": "called", "denial": "denied", "principle": "principle"}.get(
        find, "asserted"
    )
    draft = Draft.objects.create(
        source=source, order=before, find=find,
        modality="event" if find in ("meeting", "event", "incident") else modality,
        start=start, end=end, quote=source.text[start:end], rule="by-hand", band="high", kind=CHOICES[find][0],
    )  # fmt: skip
    Step.objects.create(source=source, draft=draft, before={}, made=[draft.pk], post=viewer.post, at=now)
    return draft


@transaction.atomic
def undo(source: Source) -> Draft | None:
    """Take the last step back; what has been signed stays. Return the draft concerned, None where it is gone."""
    step = Step.objects.filter(source=source).order_by("-pk").first()
    if step is None:
        raise Refused("draft.nothing-to-undo")
    draft = step.draft
    if draft.state == SIGNED or Draft.objects.filter(pk__in=step.made, state=SIGNED).exists():
        raise Refused("draft.signed")
    before, made = step.before, step.made
    step.delete()
    if not before:
        draft.delete()
        return None
    Step.objects.filter(draft_id__in=made).delete()
    Draft.objects.filter(pk__in=made).delete()
    for name, value in before.items():
        setattr(draft, name, value)
    draft.save()
    return draft


def next_open(drafts: Sequence[Draft], after: int) -> Draft | None:
    """Return the next undecided draft behind the one of that id, or the first one from the top."""
    places = [at for at, draft in enumerate(drafts) if draft.pk == after]
    start = places[0] + 1 if places else 0
    rest = [*drafts[start:], *drafts[:start]]
    return next((draft for draft in rest if draft.state not in DECIDED), None)


EDGES = {("start", "out"), ("start", "in"), ("end", "out"), ("end", "in")}
WORD = re.compile(r"\S+")


def nudged(draft: Draft, edge: str, way: str) -> tuple[int, int]:
    """Return a draft's characters with one edge moved by a word: outwards or inwards."""
    if (edge, way) not in EDGES:
        raise Refused("draft.span", start=draft.start, end=draft.end)
    words = [(found.start(), found.end()) for found in WORD.finditer(draft.source.text)]
    if edge == "start":
        starts = [start for start, _ in words]
        found = [at for at in starts if (at < draft.start if way == "out" else draft.start < at < draft.end)]
        return (found[-1] if way == "out" else found[0]) if found else draft.start, draft.end
    ends = [end for _, end in words]
    found = [at for at in ends if (at > draft.end if way == "out" else draft.start < at < draft.end)]
    return draft.start, (found[0] if way == "out" else found[-1]) if found else draft.end
