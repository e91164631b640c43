"""Files of an act that waits for a second officer: cleaned when they were asked for, and signed exactly so.

They lie beside the request, under the salted hashes that its payload names and the entry will. Once the request is
decided, or its time is over, they are gone from here; of what was signed the ledger keeps its own.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hamsaya.core.errors import Refused
from hamsaya.core.salted import salted_hash
from hamsaya.node import blob, sql
from hamsaya.node.ledger import Draft, NewFile
from hamsaya.people import second
from hamsaya.people.models import Officer, Pending, PendingFile
from hamsaya.people.viewer import Viewer

FILES = "files"
"""Where a payload names the hashes of its files."""
LONGEST_NAME = 255


def ask(
    viewer: Viewer, officer: Officer, action: str, payload: Mapping[str, Any], draft: Draft, *, reason: str,
    now: datetime,
) -> Pending:  # fmt: skip
    """Put an act before a second officer with the files of its draft; raises as `people.second.ask` does."""
    files = [(each.name, blob.salt_new(each.data, each.media)) for each in draft.files if isinstance(each, NewFile)]
    named = {FILES: [each.hash for _, each in files]} if files else {}
    with sql.writing():
        pending = second.ask(viewer, officer, action, {**payload, **named}, reason=reason, now=now)
        PendingFile.objects.bulk_create(
            PendingFile(
                pending=pending, hash=each.hash, salt=each.salt, data=each.data, size=each.size, media=each.media,
                name=name[:LONGEST_NAME],
            )
            for name, each in files
        )  # fmt: skip
    return pending


def files_of(pending: Pending) -> tuple[blob.NewBlob, ...]:
    """Return the files as they will be signed; Refused(`second.changed`) unless they are those that were asked for."""
    found = tuple(
        blob.NewBlob(each.hash, bytes(each.salt), bytes(each.data), each.media) for each in pending.files.all()
    )
    asked_for = pending.payload.get(FILES, [])
    if [each.hash for each in found] != asked_for or [salted_hash(e.salt, e.data) for e in found] != asked_for:
        raise Refused("second.changed")
    return found


def let_go(pending: Pending) -> None:
    """Destroy what was held for a request that is decided, in the transaction that decides it."""
    held = PendingFile.objects.filter(pending=pending)
    if held.exists():
        _destroy(held)
        transaction.on_commit(sql.settle)


def sweep(now: datetime) -> None:
    """Destroy what is held for requests whose time is over, or that are decided."""
    over = PendingFile.objects.filter(Q(pending__expires__lte=now) | ~Q(pending__state=Pending.ASKED))
    if over.exists():
        with sql.writing():
            _destroy(over)
        sql.settle()


def _destroy(files: QuerySet[PendingFile]) -> None:
    """Delete rows so that nothing of them stays in the database's file."""
    sql.overwrite_deleted(on=True)
    files.delete()
    sql.overwrite_deleted(on=False)
