"""The door for reports: files, folders and pasted words come in one by one; what cannot be read stops no other."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from hamsaya.core.compact import Compact
from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.text import has_word, word
from hamsaya.intake import second_reader
from hamsaya.intake.models import Source
from hamsaya.intake.source import About, Brought, store_source
from hamsaya.intake.unpack import LARGEST, Piece, unpack
from hamsaya.intake.unpack.model import Note

STORED, KNOWN, REFUSED = "stored", "known", "refused"
Progress = Callable[[Iterable[Path], int], Iterable[Path]]
MOST_FILES = 20_000


@dataclass(frozen=True)
class Outcome:
    """What became of one file, or of one part of it."""

    name: str
    state: str
    source: Source | None = None
    drafts: int = 0
    error: HamsayaError | None = None
    notes: tuple[Note, ...] = field(default=())

    def line(self, lang: str, digits: Callable[[object], str] = str) -> str:
        """Return one clear line that names the file and says what was done; `digits` writes numbers for the reader."""
        if self.error is not None:
            return word("intake.line_refused", lang, name=self.name, why=_why(self.error, lang, digits))
        told = [word(f"intake.line_{self.state}", lang, name=self.name, count=digits(self.drafts))]
        return " ".join([*told, *(say_note(note, lang, digits) for note in self.notes)])


def _numbers(values: Mapping[str, Any], digits: Callable[[object], str]) -> dict[str, Any]:
    return {name: digits(value) if isinstance(value, int) else value for name, value in values.items()}


def _why(error: HamsayaError, lang: str, digits: Callable[[object], str]) -> str:
    key = f"refused.{error.code}"
    shown = _numbers(error.params, digits)
    return word(key, lang, **shown) if has_word(key) else word("refused.other", lang, code=error.code)


def say_note(note: Sequence[Any], lang: str, digits: Callable[[object], str] = str) -> str:
    """Return one thing that was done to a file, in words; `digits` writes numbers for the reader."""
    code, values = note
    shown = _numbers(values, digits)
    if has_word(f"screened.{shown.get('what')}"):
        shown["what"] = word(f"screened.{shown['what']}", lang)
    if has_word(f"lang_{shown.get('language')}"):
        shown["language"] = word(f"lang_{shown['language']}", lang)
    return word(f"intake.note_{code}".replace("-", "_"), lang, **shown)


def brought(compact: Compact, post: str, now: datetime) -> Brought:
    """Return who brings what is next brought in."""
    return Brought(compact.id, tuple(party.code for party in compact.parties), post, now)


def take(by: Brought, name: str, data: bytes, about: About | None = None) -> list[Outcome]:
    """Take in one file's bytes; return what became of each text in it."""
    try:
        found = list(unpack(name, data))
    except HamsayaError as error:
        return [Outcome(name, REFUSED, error=error)]
    return [_take_one(by, each, data, about or About()) for each in found]


def _take_one(by: Brought, found: Piece | tuple[str, HamsayaError], data: bytes, about: About) -> Outcome:
    if not isinstance(found, Piece):
        return Outcome(found[0], REFUSED, error=found[1])
    source, is_new = store_source(by, found, data, about)
    if is_new:
        _read_again(source)
    notes = tuple((str(code), dict(values)) for code, values in source.notes) if is_new else ()
    return Outcome(found.name, STORED if is_new else KNOWN, source, source.drafts.count(), notes=notes)


def _read_again(source: Source) -> None:
    """Let the second reader look too, where one is set; a report is taken in whether it answers or not."""
    try:
        count = second_reader.add_drafts(source, source.text)
    except Refused as refused:
        source.notes = [*source.notes, [refused.code.replace(".", "-"), {}]]
    else:
        source.notes = [*source.notes, *([["second-reader", {"count": count}]] if count else [])]
    source.save(update_fields=["notes"])


def take_words(by: Brought, text: str, about: About) -> list[Outcome]:
    """Take in pasted words."""
    name = about.title or word("intake.pasted", "en")
    return take(by, name, text.replace("\r\n", "\n").encode("utf-8", "replace"), about)


def import_paths(
    by: Brought, paths: Iterable[Path], *, about: About | None = None, progress: Progress | None = None
) -> Iterator[Outcome]:
    """Take in files and folders; yield what became of each, as it happens. `progress` may wrap the list in a bar."""
    files = list(walk(paths))
    for path in progress(files, len(files)) if progress else files:
        yield from _take_path(by, path, about)


def walk(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield files, those of folders in the order of their names; links and hidden files in folders are passed over."""
    count = 0
    for path in paths:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        for each in inside:
            skipped = path.is_dir() and (each.is_symlink() or not each.is_file() or each.name.startswith("."))
            if skipped:
                continue
            count += 1
            if count > MOST_FILES:
                raise Refused("intake.too-many", most=MOST_FILES)
            yield each


def _take_path(by: Brought, path: Path, about: About | None) -> list[Outcome]:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Refused("intake.too-large", limit=LARGEST // 1_000_000, size=-(-size // 1_000_000))
        data = path.read_bytes()
    except HamsayaError as error:
        return [Outcome(path.name, REFUSED, error=error)]
    except OSError:
        return [Outcome(path.name, REFUSED, error=Refused("intake.unreadable"))]
    return take(by, path.name, data, about)
