"""The public site: each address and the bytes that stand there; served live and written as plain files alike."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from io import StringIO
from pathlib import Path
from typing import Any

from django.template import Context, Engine

from hamsaya.core.compact import Compact
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, direction, word
from hamsaya.exchange.publish.released import Promise, Released, released
from hamsaya.node import queries
from hamsaya.node.lookup import compact_of
from hamsaya.people.viewer import Viewer

HERE = Path(__file__).parent
ENGINE = Engine(dirs=[str(HERE)], builtins=["hamsaya.exchange.publish.shown"])
MARK = "hamsaya-public.txt"
STYLES = ("tokens.css", "app.css", "more.css")
MEDIA = {
    "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8", "json": "application/json", "js":
    "text/javascript; charset=utf-8", "css": "text/css; charset=utf-8", "woff2": "font/woff2",
    "tlog-proof": "text/plain; charset=utf-8", "txt": "text/plain; charset=utf-8",
}  # fmt: skip
COLUMNS = (
    "record", "number", "area", "status", "due", "slips", "side_states", "restates", "digest", "title_en", "title_fa",
    "title_ur", "wording_en", "wording_fa", "wording_ur", "definition_en", "definition_fa", "definition_ur", "scores",
)  # fmt: skip
CODEBOOK = {
    "record": "stable id: the owner's party code and a name", "number": "number in the compact's own count",
    "area": "area of cooperation, as the compact lists it", "status": "reported, proposed, adopted, said_delivered, "
    "delivered, working, suspended, blocked, disputed, closed", "due": "day in force, Gregorian, or not-stated",
    "slips": "how often the day moved later or the promise was said again without a milestone met",
    "side_states": "restated, amended, suspended, blocked, disputed, not_pursued; joined by a space",
    "restates": "record that this one says again, if that is released too",
    "digest": "SHA-256 of the text both signed, in canonical JSON; empty where nothing is adopted",
    "title_*, wording_*, definition_*": "by language: en, fa, ur; empty where there is none",
    "scores": "duty:scored by:score, where both released the scores; no_evidence is not a zero",
}  # fmt: skip


@dataclass
class Site:
    """The public part of one compact on one day."""

    compact: str
    today: date

    @cached_property
    def found(self) -> Released:
        """Return what is released, read once."""
        return released(self.compact, self.today)

    @cached_property
    def viewer(self) -> Viewer:
        """Return as whom proofs of released entries are read."""
        return Viewer.operator(self.compact)

    @cached_property
    def agreed(self) -> tuple[str, Compact]:
        """Return our party and the compact."""
        row, agreed = compact_of(self.viewer, self.compact)
        return row.party, agreed

    def paths(self) -> Iterator[str]:
        """Yield every address of the site."""
        yield "index.html"
        for lang in LANGUAGES:
            yield from (f"{lang}/{name}.html" for name in ("index", "sittings", "figures"))
            yield from (f"{lang}/{promise.name}.html" for promise in self.found.promises)
        yield from ("data/promises.csv", "data/promises.json", "data/codebook.csv", "keys.json", "check.js")
        for promise in self.found.promises:
            yield from (_proof_path(promise, entry) for entry in promise.entries)
        yield from (f"assets/{name}" for name in STYLES)
        yield from (f"assets/fonts/{each.name}" for each in _static("fonts").iterdir() if each.name.endswith("woff2"))

    def page(self, path: str) -> bytes | None:
        """Return what stands at an address, or None."""
        head, _, name = path.partition("/")
        if path == "index.html":
            return self._draw(
                "choose.html", "en", languages=[(lang, word("language_name", lang)) for lang in LANGUAGES]
            )
        if head in LANGUAGES and name.endswith(".html"):
            return self._language_page(head, name.removesuffix(".html"))
        if head == "proof":
            return self._proof(path)
        if head == "assets":
            return _asset(name) if path in set(self.paths()) else None
        made = {
            "data/promises.csv": self._csv, "data/promises.json": self._json, "data/codebook.csv": _codebook,
            "keys.json": self._keys, "check.js": (HERE / "check.js").read_bytes,
        }.get(path)  # fmt: skip
        return made() if made else None

    def _language_page(self, lang: str, name: str) -> bytes | None:
        if name in ("index", "sittings", "figures"):
            return self._draw(f"{name}.html", lang, found=self.found, name=name)
        promise = next((each for each in self.found.promises if each.name == name), None)
        if promise is None:
            return None
        older = next((each for each in self.found.promises if each.record == promise.restates), None)
        newer = [each for each in self.found.promises if each.restates == promise.record]
        proofs = [(party, index, "../" + _proof_path(promise, (party, index))) for party, index in promise.entries]
        words = {
            "signed_words": word("public.signed", lang) + " ",
            "done_words": word("field.definition", lang),
            "duty_words": word("council.duty_of", lang),
        }
        return self._draw(
            "promise.html", lang, promise=promise, older=older, newer=newer, proofs=proofs, name=name, **words
        )

    def _draw(self, template: str, lang: str, **values: Any) -> bytes:
        party, agreed = self.agreed
        reader = Reader.of(agreed, party, lang)
        frame = {
            "lang": lang,
            "dir": direction(lang),
            "t": _Words(lang),
            "r": reader,
            "agreed": reader.name(agreed.name),
        }
        keys = json.loads(self._keys())
        languages = [(each, word("language_name", each)) for each in LANGUAGES]
        text = ENGINE.get_template(template).render(Context({"langs": languages, "keys": keys, **frame, **values}))
        return text.encode()

    def _proof(self, path: str) -> bytes | None:
        for promise in self.found.promises:
            for party, index in promise.entries:
                if path == _proof_path(promise, (party, index)):
                    return queries.proof(self.viewer, self.compact, party, index)
        return None

    def _keys(self) -> bytes:
        from hamsaya.node.logbook import node_key

        keys = {party.code: node_key(self.viewer, self.compact, party.code) for party in self.agreed[1].parties}
        return json.dumps({code: key for code, key in keys.items() if key}, indent=1).encode()

    def _csv(self) -> bytes:
        out = StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: _cell(value) for name, value in row_of(each).items()} for each in self.found.promises)
        return out.getvalue().encode()

    def _json(self) -> bytes:
        rows = [row_of(each) for each in self.found.promises]
        return json.dumps({"compact": self.compact, "promises": rows}, ensure_ascii=False, indent=1).encode()


class _Words:
    """The words of the public pages by key, for templates: `t.title`."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def __getitem__(self, key: str) -> str:
        return word(f"public.{key}", self.lang)


def row_of(promise: Promise) -> dict[str, Any]:
    """Return a promise as a row of the data files."""
    texts = {"title": promise.title, "wording": promise.wording, "definition": promise.definition}
    spread = {f"{name}_{lang}": words.get(lang, "") for name, words in texts.items() for lang in LANGUAGES}
    scores = " ".join(f"{each.party}:{each.by}:{each.score}" for each in promise.scores)
    return {
        "record": promise.record, "number": promise.number, "area": promise.area, "status": promise.status,
        "due": promise.due, "slips": promise.slips, "side_states": " ".join(promise.sides),
        "restates": promise.restates or "", "digest": promise.digest, **spread, "scores": scores,
    }  # fmt: skip


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text[:1] in tuple("=+-@\t\r") else text


def _codebook() -> bytes:
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("column", "meaning"))
    writer.writerows(CODEBOOK.items())
    return out.getvalue().encode()


def _proof_path(promise: Promise, entry: tuple[str, int]) -> str:
    return f"proof/{promise.name}-{entry[0].lower()}-{entry[1]}.tlog-proof"


def _static(name: str) -> Any:
    return resources.files("hamsaya") / "web" / "static" / "web" / name


def _asset(name: str) -> bytes:
    return bytes(_static(name).read_bytes())


def media_of(path: str) -> str:
    """Return the media type of an address."""
    return MEDIA.get(path.rpartition(".")[2], "application/octet-stream")


def write(site: Site, folder: Path) -> int:
    """Write the whole site into a folder; return how many files. What is no longer released is taken away.

    Refused for a folder that holds anything else: only what this wrote before is ever removed.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise Refused("publish.not-ours", path=folder)
    before = (folder / MARK).read_text(encoding="utf-8").splitlines() if (folder / MARK).is_file() else []
    wanted = list(site.paths())
    for path in wanted:
        data = site.page(path)
        if data is not None:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    for stale in set(before) - set(wanted):
        (folder / stale).unlink(missing_ok=True)
    (folder / MARK).write_text("".join(f"{path}\n" for path in wanted), encoding="utf-8")
    return len(wanted)
