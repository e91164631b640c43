"""The public site: each address and the bytes that stand there; served live and written as plain files alike."""

import json
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, cached_property, lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.utils.html import conditional_escape

from hamsaya.core.chart import Chart
from hamsaya.core.compact import Compact
from hamsaya.core.kinds import Kind, all_kinds
from hamsaya.core.reader import Reader
from hamsaya.core.say import field_label, value_words
from hamsaya.core.scoring import Scored, gap
from hamsaya.core.text import LANGUAGES, direction, word
from hamsaya.exchange.publish import data
from hamsaya.exchange.publish.figures import ACKNOWLEDGED
from hamsaya.exchange.publish.proofs import Entry
from hamsaya.exchange.publish.released import Line, Promise, Released, Seat, Told, name_of, released
from hamsaya.exchange.seen import charts
from hamsaya.exchange.seen.charts import Point
from hamsaya.node import correction
from hamsaya.node.logbook import Prover, node_key
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer

HERE = Path(__file__).parent
ENGINE = Engine(dirs=[str(HERE)], builtins=["hamsaya.exchange.publish.shown"])
STYLES = ("tokens.css", "app.css", "more.css", "chart.css", "public.css")
PAGES = ("sittings", "border", "warnings", "records", "figures", "charts", "corrections")
ON_A_PAGE = 200
SPLIT = re.compile("(@title@|@name@|@main@)")
MEDIA = {
    "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8", "json": "application/json", "js":
    "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "woff2": "font/woff2",
    "tlog-proof": "text/plain; charset=utf-8", "txt": "text/plain; charset=utf-8",
}  # fmt: skip


@dataclass(frozen=True)
class Proved:
    """A proof as a page shows it: whose entry, its place, where the file lies, and the file itself."""

    party: str
    index: int
    path: str
    text: str


@dataclass
class Site:
    """The public part of one compact at one moment."""

    compact: str
    now: datetime
    live: bool = False
    """A node answers behind it: a correction can be asked for on a page."""

    @property
    def today(self) -> date:
        """Return the day in UTC."""
        return self.now.astimezone(UTC).date()

    @cached_property
    def found(self) -> Released:
        """Return what is released, read once."""
        return released(self.compact, self.now)

    @cached_property
    def viewer(self) -> Viewer:
        """Return as whom proofs of released entries are read."""
        return Viewer.operator(self.compact)

    @cached_property
    def agreed(self) -> tuple[str, Compact]:
        """Return our party and the compact."""
        row, agreed = compact_of(self.viewer, self.compact)
        return row.party, agreed

    @cached_property
    def promises(self) -> dict[str, Promise]:
        """Return the promises by the name of their page."""
        return {promise.name: promise for promise in self.found.promises}

    @cached_property
    def proofs(self) -> dict[str, Entry]:
        """Return every published entry by the address of its proof."""
        told = (*self.found.border, *self.found.warnings, *self.found.others)
        found: tuple[Promise | Seat | Told | Line, ...] = (
            *self.found.promises, *self.found.sittings, *told, *self.found.lines,
        )  # fmt: skip
        return {_proof_path(each.record, entry): entry for each in found for entry in each.entries}

    @property
    def sheets(self) -> int:
        """Return on how many pages the promises are listed."""
        return max(1, -(-len(self.found.promises) // ON_A_PAGE))

    def paths(self) -> Iterator[str]:
        """Yield every address of the site."""
        yield "index.html"
        for lang in LANGUAGES:
            yield from (f"{lang}/{_sheet(at)}.html" for at in range(self.sheets))
            yield from (f"{lang}/{name}.html" for name in (*PAGES, *self.promises))
        for name in data.TABLES:
            yield from (f"data/{name}.csv", f"data/{name}.json")
        yield from (f"data/chart-{chart.table.name}.csv" for chart in self.charts("en"))
        yield from ("data/codebook.csv", "keys.json", "check.js", *self.proofs)
        yield from (f"assets/{name}" for name in STYLES)
        yield from (f"assets/fonts/{each.name}" for each in _static("fonts").iterdir() if each.name.endswith("woff2"))

    def key(self, path: str) -> str:
        """Return what a page that is slow to make depends on; "" where it is to be made anew each time."""
        entry = self.proofs.get(path)
        if entry is not None:
            return f"{entry} {self._keys!r}"
        promise = self.promises.get(path.partition("/")[2].removesuffix(".html"))
        return f"{promise!r} {self._line(promise)!r} {self._keys!r} {_made_by()}" if promise else ""

    def page(self, path: str) -> bytes | None:
        """Return what stands at an address, or None."""
        head, _, name = path.partition("/")
        if path == "index.html":
            return ENGINE.get_template("choose.html").render(Context(self._common("en"))).encode()
        if head in LANGUAGES and name.endswith(".html"):
            return self._language_page(head, name.removesuffix(".html"))
        if path in self.proofs:
            return self._proof(path)
        if head == "data":
            return self._data(name)
        if head == "assets":
            return _asset(name) if name.removeprefix("fonts/") in _assets() else None
        made = {"keys.json": lambda: self._keys, "check.js": (HERE / "check.js").read_bytes}.get(path)
        return made() if made else None

    def _language_page(self, lang: str, name: str) -> bytes | None:
        if name in self.promises:
            return self._promise(lang, self.promises[name])
        if name in PAGES:
            return self._draw(f"{name}.html", lang, name=name, **self._parts(name, lang))
        at = next((at for at in range(self.sheets) if _sheet(at) == name), None)
        if at is None:
            return None
        listed = self.found.promises[at * ON_A_PAGE : (at + 1) * ON_A_PAGE]
        sheets = [(_sheet(each), each + 1) for each in range(self.sheets)]
        return self._draw("index.html", lang, name=name, listed=listed, sheets=sheets)

    def _parts(self, name: str, lang: str) -> dict[str, Any]:
        """Return what a page shows beside what is released: rows with their facts and proofs, charts."""
        reader = self.reader(lang)
        if name == "charts":
            return {"charts": self.charts(lang)}
        if name == "corrections":
            return {"changes": correction.changes(self.compact), "live": self.live}
        rows = {"border": self.found.border, "warnings": self.found.warnings, "records": self.found.others}.get(
            name, ()
        )
        told = [(each, _facts(each, reader), self._proved(each.record, each.entries)) for each in rows]
        lines = [(each, self._proved(each.record, each.entries)) for each in self.found.lines]
        seats = [(each, self._proved(each.record, each.entries)) for each in self.found.sittings]
        waits = self._waits(lang) if name == "figures" and self.found.figures else None
        return {"told": told, "lines": lines, "seats": seats, "waits": waits}

    def _promise(self, lang: str, promise: Promise) -> bytes:
        return self._draw(
            "promise.html", lang, promise.name, f"{promise.number} {self.reader(lang).titled(promise.title)}",
            promise=promise, line=self._line(promise),
            proofs=self._proved(promise.record, promise.entries), signed_words=word("public.signed", lang) + " ",
            done_words=word("field.definition", lang), duty_words=word("council.duty_of", lang),
        )  # fmt: skip

    def correction_form(self, lang: str, **values: Any) -> bytes:
        """Return the page on which a correction is asked for, or its answer is seen."""
        return self._draw("correct.html", lang, name="correct", most=correction.MOST_WORDS, **values)

    @cached_property
    def _again(self) -> dict[str, list[Promise]]:
        found: dict[str, list[Promise]] = {}
        for promise in self.found.promises:
            if promise.restates:
                found.setdefault(promise.restates, []).append(promise)
        return found

    def _line(self, promise: Promise) -> list[Promise]:
        """Return the line the promise stands in, from its first released wording on; empty where it stands alone."""
        by_record = {each.record: each for each in self.found.promises} if promise.restates else {}
        seen = {promise.record}
        first = promise
        while first.restates in by_record and first.restates not in seen:
            seen.add(str(first.restates))
            first = by_record[str(first.restates)]
        found, waiting = [], [first]
        while waiting:
            each = waiting.pop(0)
            if each not in found:
                found.append(each)
                waiting += self._again.get(each.record, [])
        return found if len(found) > 1 else []

    @cached_property
    def reader(self) -> Callable[[str], Reader]:
        """Return the function that gives the public's reader in a language."""
        party, agreed = self.agreed
        return cache(lambda lang: Reader.of(agreed, party, lang))

    def charts(self, lang: str) -> list[Chart]:
        """Return the charts over what is released."""
        reader, address = self.reader(lang), "../data/chart-{}.csv"
        points = [_point(each) for each in self.found.promises]
        scored = any(each.scores for each in self.found.promises)
        found = charts.of_points(points, reader, self.today, address, gaps=scored)
        found.append(charts.sitting_gaps(data.held_days(self.found), self.agreed[1].sitting_months, reader, address))
        return [*found, self._waits(lang)] if self.found.figures else found

    def _waits(self, lang: str) -> Chart:
        found = {(each.month, each.of): each.number for each in self.found.figures if each.what == ACKNOWLEDGED}
        return charts.waits(found, self.reader(lang), "../data/chart-{}.csv", word("public.few", lang))

    def _draw(self, template: str, lang: str, name: str, title: str = "", **values: Any) -> bytes:
        """Return a page: its own part drawn anew, set into the frame that all pages of its sort share."""
        main = ENGINE.get_template(template).render(Context({**self._common(lang), "name": name, **values}))
        said = title or word(f"public.{name if name in PAGES else 'title'}", lang)
        parts = {"@title@": conditional_escape(said), "@name@": name, "@main@": main}
        frame = self._frame(lang, name if name in (*PAGES, "index") else "")
        return "".join(parts.get(piece, piece) for piece in frame).encode()

    @cached_property
    def _frame(self) -> Callable[[str, str], list[str]]:
        """Return the function that gives the frame of a language's pages, cut where a page's own parts belong."""
        frame = ENGINE.get_template("frame.html")
        return cache(lambda lang, name: SPLIT.split(frame.render(Context({**self._common(lang), "name": name}))))

    @cached_property
    def _common(self) -> Callable[[str], dict[str, Any]]:
        """Return the function that gives what every page of a language shares."""
        return cache(self._shared)

    def _shared(self, lang: str) -> dict[str, Any]:
        reader = self.reader(lang)
        return {
            "lang": lang, "dir": direction(lang), "t": Words(lang), "r": reader, "keys": json.loads(self._keys),
            "agreed": reader.name(reader.compact.name), "found": self.found, "made": self.today.isoformat(),
            "langs": [(each, word("language_name", each)) for each in LANGUAGES],
        }  # fmt: skip

    def _proved(self, record: str, entries: Sequence[Entry]) -> list[Proved]:
        paths = [(entry, _proof_path(record, entry)) for entry in entries]
        return [Proved(*entry, f"../{path}", self._proof(path).decode()) for entry, path in paths]

    @cached_property
    def _proof(self) -> Callable[[str], bytes]:
        """Return the function that gives the proof at an address."""
        prover = cache(lambda party: Prover(self.viewer, self.compact, party))
        return cache(lambda path: bytes(prover(self.proofs[path][0]).proof(self.proofs[path][1])))

    @cached_property
    def _keys(self) -> bytes:
        keys = {party.code: node_key(self.viewer, self.compact, party.code) for party in self.agreed[1].parties}
        return json.dumps({code: key for code, key in keys.items() if key}, indent=1).encode()

    def _data(self, name: str) -> bytes | None:
        found = self._table(name)
        return found if found is None or not name.endswith(".csv") else BOM_UTF8 + found

    def _table(self, name: str) -> bytes | None:
        if name == "codebook.csv":
            return data.codebook(party.code for party in self.agreed[1].parties)
        stem, _, sort = name.rpartition(".")
        if stem.startswith("chart-") and sort == "csv":
            return next((each.csv() for each in self.charts("en") if f"chart-{each.table.name}" == stem), None)
        if stem not in data.TABLES or sort not in ("csv", "json"):
            return None
        columns, rows = data.TABLES[stem]
        found = rows(self.found)
        return data.as_csv(columns, found) if sort == "csv" else data.as_json(self.compact, stem, found)


class Words(dict[str, str]):
    """The words of the public pages by key, for templates: `t.title`."""

    def __init__(self, lang: str) -> None:
        """Begin empty: each word is looked up once."""
        super().__init__()
        self.lang = lang

    def __missing__(self, key: str) -> str:
        """Look a word up."""
        self[key] = found = word(f"public.{key}", self.lang)
        return found


def _facts(told: Told, reader: Reader) -> list[tuple[str, str]]:
    kind: Kind[Any] | None = next((each for each in all_kinds() if each.name == told.kind), None)
    fields = {name: field for act in kind.acts for name, field in act.fields.items()} if kind else {}
    return [
        (reader.word("public.traffic") if name == "traffic" else field_label(kind, name, reader),
         value_words(fields[name], value, reader))
        for name, value in told.facts if kind and name in fields
    ]  # fmt: skip


def _point(promise: Promise) -> Point:
    given: dict[str, list[Scored]] = {}
    for score in promise.scores:
        given.setdefault(score.party, []).append(score)
    gaps = tuple(gap(*pair) if len(pair) == 2 else None for pair in given.values())
    return Point(
        promise.record, promise.number, promise.title, promise.area, promise.status, promise.slips, promise.course,
        gaps=gaps,
    )  # fmt: skip


def _sheet(at: int) -> str:
    return "index" if at == 0 else f"index-{at + 1}"


def _proof_path(record: str, entry: Entry) -> str:
    return f"proof/{name_of(record)}-{entry[0].lower()}-{entry[1]}.tlog-proof"


def _static(name: str) -> Any:
    return resources.files("hamsaya") / "web" / "static" / "web" / name


@cache
def _assets() -> frozenset[str]:
    return frozenset({*STYLES, *(each.name for each in _static("fonts").iterdir() if each.name.endswith("woff2"))})


def _asset(name: str) -> bytes:
    return bytes(_static(name).read_bytes())


@cache
def _made_by() -> str:
    """Return what a page's making depends on beside its values: this version and its templates."""
    from hashlib import sha256

    from hamsaya import __version__

    parts = [path.read_bytes() for path in sorted(HERE.glob("*.html"))]
    return f"{__version__} {sha256(b''.join(parts)).hexdigest()}"


def media_of(path: str) -> str:
    """Return the media type of an address."""
    return MEDIA.get(path.rpartition(".")[2], "application/octet-stream")


@lru_cache(maxsize=4)
def site_at(compact: str, minute: datetime, change: int) -> Site:  # noqa: ARG001 -- a change of the logs makes another
    """Return the site of this minute, kept until the minute is over or a log has grown."""
    return Site(compact, minute, live=True)
