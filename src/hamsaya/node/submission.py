"""A form that is sent twice counts once: a double tap, an answer lost on the way, a queue that tries again.

The key is drawn with the form, by the node or by the officer's browser. Key and letter are stored in one transaction.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import digest_of
from hamsaya.node import ledger, sql
from hamsaya.node.fold import read_wire
from hamsaya.node.head import Head
from hamsaya.node.ledger import Draft, read_our_head
from hamsaya.node.models import Submission

FORGOTTEN = ""
"""The digest of a letter whose content was destroyed: it would let the content be guessed."""
KEY = re.compile(r"[A-Za-z0-9-]{16,64}")
CHANGED = "form.changed"


@dataclass(frozen=True)
class Form:
    """How a form was drawn: its key ("" for none), and how long our log was then (None: nobody asks)."""

    key: str = ""
    drawn_at: int | None = None
    files: tuple[str, ...] = ()
    """The digest of each file as it was sent, before it was cleaned."""


@dataclass(frozen=True)
class Outcome:
    """What became of a form."""

    record: str
    again: bool = False
    """This very form had been signed before; nothing was added."""
    colleague: int | None = None
    """Where in our log stands what a colleague did since the form was drawn; then nothing was signed."""


def read_key(text: str) -> str:
    """Return the key that a form brought, or "" where it brought none that could be one."""
    return text if KEY.fullmatch(text) else ""


def forget(compact: str, records: Sequence[str]) -> None:
    """Forget what forms about these records said; that they were signed stays known, so that none is signed again."""
    Submission.objects.filter(compact__name=compact, record__in=list(records)).update(digest=FORGOTTEN)


def submit(compact: str, draft: Draft, form: Form, *, now: datetime, go: Callable[[Draft], object]) -> Outcome:
    """Let `go` sign the draft, unless this very form was signed before or a colleague was quicker.

    `draft.record` may be "": a new record is then opened. Raises Refused(`form.changed`, record=…) where the form was
    signed with other content, and whatever `go` raises; then nothing was stored.
    """
    with sql.writing():
        head = read_our_head(compact, lock=True)  # two taps at once stand in line here
        digest = _digest(draft, form)
        if found := _found(head, form.key):
            if found.digest not in {digest, FORGOTTEN}:
                raise Refused("form.changed", record=found.record)
            return Outcome(found.record, again=True)
        if form.drawn_at is not None and (quicker := _colleague(head, draft, form.drawn_at)) is not None:
            return Outcome(draft.record, colleague=quicker)
        record = draft.record or ledger.new_record(compact, exercise=draft.exercise)
        if form.key:
            at = int(now.timestamp())
            Submission.objects.create(compact_id=head.compact_id, key=form.key, digest=digest, record=record, at=at)
        go(replace(draft, record=record))
    return Outcome(record)


def _found(head: Head, key: str) -> Submission | None:
    return Submission.objects.filter(compact_id=head.compact_id, key=key).first() if key else None


def _colleague(head: Head, draft: Draft, drawn_at: int) -> int | None:
    """Return the index of our side's first act of that name on the record since then, or None."""
    statement = (
        'SELECT e."index", e.data FROM node_record r JOIN node_recordact a ON a.compact_id = r.compact_id AND'
        " a.record_id = r.id JOIN node_entry e ON e.compact_id = a.compact_id AND e.log_id = a.log_id AND"
        ' e."index" = a."index" WHERE r.compact_id = %s AND r.record = %s AND a.log_id = %s AND a."index" >= %s'
        ' ORDER BY e."index"'
    )
    for index, data in sql.rows(statement, (head.compact_id, draft.record, head.id, drawn_at)):
        wire = read_wire(bytes(data))
        if wire is not None and wire.act == draft.act:
            return int(index)
    return None


def _digest(draft: Draft, form: Form) -> str:
    beside = {"audience": draft.audience or "", "use": draft.use or "", **({"files": form.files} if form.files else {})}
    return digest_of({"kind": draft.kind, "act": draft.act, "record": draft.record, "body": dict(draft.body), **beside})
