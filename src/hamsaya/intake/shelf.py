"""The index of likeness of each compact: built once, kept on disk, and brought up to date before it is asked.

Records that changed since it was built stand in a second, small index; when that has grown, both become one again.
"""

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

import numpy as np
from django.conf import settings

from hamsaya.core.kinds import kind_of
from hamsaya.intake.like import Index, build
from hamsaya.node.fold import decode_state
from hamsaya.node.models import Record

KINDS = ("commitment", "principle", "project", "visit", "event", "statement", "assessment", "claim")
MOST_TEXT = 400
"""Characters of a record's wording that count, a language."""
GROWN = 4000
"""So many changed records make the second index part of the first."""
KEEP_FROM = 2000
"""From so many records on the index is kept on disk."""
BATCH = 2000


@dataclass
class Shelf:
    """A compact's index, how far it has read, and what changed since."""

    main: Index
    upto: str = ""
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
    shelf = _shelves.get(place)
    if shelf is None or not _is_of_this_database(compact, shelf):
        shelf = _shelves[place] = _load(compact) or Shelf(build((), ()))
    if not shelf.upto:
        _shelves[place] = _rebuilt(compact)
        return _shelves[place]
    fresh, upto = _texts_since(compact, shelf.upto)
    new = {name: text for name, text in fresh.items() if shelf.changed.get(name) != text}
    if new:
        shelf.changed.update(new)
        shelf.upto = upto
        if len(shelf.changed) >= GROWN:
            shelf = _shelves[place] = _rebuilt(compact)
        else:
            shelf.small = build(tuple(shelf.changed), tuple(shelf.changed.values()))
    return shelf


def _is_of_this_database(compact: str, shelf: Shelf) -> bool:
    """Tell whether what the index holds is still here: a test or a restored backup may have fewer records."""
    known = len(shelf.main.names) + len(shelf.changed)
    return known == 0 or Record.objects.filter(compact__name=compact, name__in=KINDS, changed__lte=shelf.upto).exists()


def _texts_since(compact: str, since: str) -> tuple[dict[str, str], str]:
    rows = Record.objects.filter(compact__name=compact, name__in=KINDS, changed__gte=since).exclude(status="")
    columns = ("record", "kind", "changed", "title_en", "title_fa", "title_ur", "owner_state")
    found, upto = {}, since
    for record, wire, changed, *titles, state in rows.values_list(*columns).iterator(chunk_size=BATCH):
        found[record] = _text(wire, titles, bytes(state))
        upto = max(upto, changed)
    return found, upto


def _text(wire: str, titles: list[str], state: bytes) -> str:
    kind = kind_of(wire)
    value = decode_state(kind, state)
    wording = getattr(value, "wording", None) or getattr(value, "words", None) or getattr(value, "topics", None) or {}
    parts = [*titles, *(text[:MOST_TEXT] for text in wording.values())]
    return " ".join(part for part in parts if part)


def _rebuilt(compact: str) -> Shelf:
    texts, upto = _texts_since(compact, "")
    shelf = Shelf(build(tuple(texts), tuple(texts.values())), upto)
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
        rarity=main.rarity, upto=np.array([shelf.upto]),
    )  # fmt: skip
    part.chmod(0o600)
    part.replace(path)


def _load(compact: str) -> Shelf | None:
    """Return the index kept on disk; None where there is none or it is damaged, for it can be built again."""
    try:
        with np.load(_path(compact), allow_pickle=False) as kept:
            names = tuple(str(name) for name in kept["names"])
            main = Index(names, kept["starts"], kept["owners"], kept["weights"], kept["rarity"])
            return Shelf(main, str(kept["upto"][0]))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
