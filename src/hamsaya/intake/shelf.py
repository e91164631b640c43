"""The index of likeness of each compact: built once, kept on disk, and brought up to date before it is asked.

Records that changed since it was built stand in a second, small index; when that has grown, both become one again.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings
from django.db.models import QuerySet

from hamsaya.core.kinds import kind_of
from hamsaya.intake.like import Index, build
from hamsaya.node.fold import decode_state
from hamsaya.node.head import read_heads
from hamsaya.node.lookup import within
from hamsaya.node.models import SHARED, Record, RecordAct

KINDS = ("commitment", "principle", "project", "visit", "event", "statement", "assessment", "claim")
MOST_TEXT = 400
"""Characters of a record's wording that count, a language."""
GROWN = 4000
"""So many changed records make the second index part of the first."""
KEEP_FROM = 2000
"""From so many records on the index is kept on disk."""
BATCH = 2000


Cursor = dict[int, int]
"""How far each log was read: its id to the index of the next entry."""


@dataclass
class Shelf:
    """A compact's index, how far it has read the logs, and what changed since."""

    main: Index
    upto: Cursor = field(default_factory=dict)
    changed: dict[str, str] = field(default_factory=dict)
    small: Index | None = None


_shelves: dict[tuple[Path, str], Shelf] = {}
_lock = Lock()


def ask(compact: str, text: str, limit: int = 20) -> list[tuple[str, float]]:
    """Return the ids of the records most like a text, with their likeness; marks are the caller's to heed."""
    with _lock:
        shelf = _current(compact)
        main, small, changed = shelf.main, shelf.small, frozenset(shelf.changed)
    found = [each for each in main.ask(text, limit + len(changed)) if each[0] not in changed][:limit]
    found += small.ask(text, limit) if small else []
    return sorted(found, key=lambda each: (-each[1], each[0]))[:limit]


def _current(compact: str) -> Shelf:
    place = (Path(settings.HAMSAYA_HOME), compact)
    heads = [head for head in read_heads(compact) if head.sort == SHARED]
    now = {head.id: head.projected for head in heads}
    shelf = _shelves.get(place) or _load(compact)
    if shelf is None or not _is_behind(shelf.upto, now):
        shelf = _rebuilt(compact, now)
    elif shelf.upto != now:
        shelf = _brought_up(compact, shelf, now)
    _shelves[place] = shelf
    return shelf


def _is_behind(upto: Cursor, now: Cursor) -> bool:
    """Tell whether the index can be brought up: a restored backup, or another database, has other or shorter logs."""
    return set(upto) == set(now) and all(upto[log] <= size for log, size in now.items())


def _brought_up(compact: str, shelf: Shelf, now: Cursor) -> Shelf:
    if sum(now.values()) - sum(shelf.upto.values()) > GROWN:
        return _rebuilt(compact, now)
    touched = [record for log, size in now.items() for record in _touched(log, shelf.upto[log], size)]
    changed = {**shelf.changed, **_texts(Record.objects.filter(pk__in=touched))}
    if len(changed) >= GROWN:
        return _rebuilt(compact, now)
    small = build(tuple(changed), tuple(changed.values())) if changed else None
    return Shelf(shelf.main, now, changed, small)


def _touched(log: int, start: int, end: int) -> list[int]:
    acts = RecordAct.objects.filter(log_id=log, index__gte=start, index__lt=end)
    return list(acts.values_list("record_id", flat=True).distinct())


def _texts(rows: QuerySet[Record]) -> dict[str, str]:
    columns = ("record", "kind", "title_en", "title_fa", "title_ur", "owner_state")
    kept = within(rows.filter(name__in=KINDS).exclude(status="")).values_list(*columns)
    return {
        record: _text(wire, titles, bytes(state)) for record, wire, *titles, state in kept.iterator(chunk_size=BATCH)
    }


def _text(wire: str, titles: list[str], state: bytes) -> str:
    kind = kind_of(wire)
    value = decode_state(kind, state)
    wording = getattr(value, "wording", None) or getattr(value, "words", None) or getattr(value, "topics", None) or {}
    parts = [*titles, *(text[:MOST_TEXT] for text in wording.values())]
    return " ".join(part for part in parts if part)


def _rebuilt(compact: str, now: Cursor) -> Shelf:
    texts = _texts(Record.objects.filter(compact__name=compact))
    shelf = Shelf(build(tuple(texts), tuple(texts.values())), now)
    if len(texts) >= KEEP_FROM:
        _save(compact, shelf)
    return shelf


def _path(compact: str) -> Path:
    return Path(settings.HAMSAYA_HOME) / "likeness" / f"{compact}.npz"


def _save(compact: str, shelf: Shelf) -> None:
    path = _path(compact)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    part = path.with_suffix(".part.npz")
    main = shelf.main
    np.savez(
        part, names=np.array(main.names), starts=main.starts, owners=main.owners, weights=main.weights,
        rarity=main.rarity, upto=np.array(sorted(shelf.upto.items()), dtype=np.int64),
    )  # fmt: skip
    part.chmod(0o600)
    part.replace(path)


def drop(compact: str) -> None:
    """Forget the index, here and on disk."""
    with _lock:
        _shelves.pop((Path(settings.HAMSAYA_HOME), compact), None)
        _path(compact).unlink(missing_ok=True)


def _load(compact: str) -> Shelf | None:
    """Return the index kept on disk; None where there is none or it is damaged, for it can be built again."""
    try:
        with np.load(_path(compact), allow_pickle=False) as kept:
            names = tuple(str(name) for name in kept["names"])
            main = Index(names, kept["starts"], kept["owners"], kept["weights"], kept["rarity"])
            return Shelf(main, {int(log): int(size) for log, size in kept["upto"]})
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None
