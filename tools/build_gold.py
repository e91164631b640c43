#!/usr/bin/env python3
"""Build the annotated reading sets: strip the inline marks of the sources, count offsets, write texts and gold.json.

Usage: build_gold.py [SET...]        (sets: dev kept; default both)

A source `tests/reading/gold/src/SET/NAME.md` has a head of `key: value` lines, a line `---`, and a body in which
every line is one sentence, a blank line parts paragraphs and `| ` opens a new line inside a paragraph. Marks are
`{TAG ATTRIBUTES|text}` and nest: the tags and attributes are described in tests/reading/gold/GUIDE.md.
"""

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1] / "tests" / "reading" / "gold"
SETS = ("dev", "kept")
KINDS = ("commitments", "calls", "meetings", "denials", "incidents", "statuses", "statements")
MEETINGS = {"meeting", "visit", "call", "press", "reception", "commission"}
ENTITIES = {"p": "person", "l": "place", "o": "org", "d": "date"}
OPEN = re.compile(r"\{([a-z]+)([^|{}]*)\|")
BREAK = "\x01"

Record = dict[str, Any]


@dataclass
class Mark:
    """One marked span of the text; start and end count code points, end exclusive."""

    tag: str
    words: list[str]
    options: dict[str, str]
    soft: bool
    start: int
    end: int = -1
    inner: list["Mark"] = field(default_factory=list)

    def word(self, at: int = 0) -> str | None:
        return self.words[at] if at < len(self.words) else None

    def option(self, key: str) -> str | None:
        value = self.options.get(key)
        return value.replace("_", " ") if value is not None else None

    def inside(self, tag: str) -> list["Mark"]:
        found = [m for m in self.inner if m.tag == tag]
        return found + [m for child in self.inner for m in child.inside(tag)]


@dataclass
class Source:
    """One source file: its head, the bare text, the marks in order of opening and the sentences."""

    name: str
    head: dict[str, str]
    text: str
    marks: list[Mark]
    sentences: list[list[int]]


def slug(text: str) -> str:
    """Identifier of a name: small letters and digits joined by hyphens."""
    return "-".join(re.findall(r"\w+", text.casefold()))


def body(speaker: str) -> str:
    """The id of a speaker as the reports' gold writes it."""
    return "both sides" if speaker == "both-sides" else speaker


def join_lines(body: str) -> str:
    """Source lines to running text, with a break mark where a sentence ends."""
    out = ""
    for line in body.strip("\n").split("\n"):
        if not line.strip():
            out += BREAK + "\n\n"
        elif line.startswith("| "):
            out += ("" if out.endswith("\n") else BREAK + "\n") + line[2:].rstrip()
        else:
            out += ("" if not out or out.endswith("\n") else BREAK + " ") + line.rstrip()
    return out + BREAK + "\n"


def open_mark(tag: str, rest: str, at: int) -> Mark:
    """A mark from its tag and attribute text."""
    parts = rest.split()
    options = dict(p.split("=", 1) for p in parts if "=" in p)
    words = [p for p in parts if "=" not in p and p != "?"]
    return Mark(tag, words, options, "?" in parts, at)


def strip_marks(marked: str) -> tuple[str, list[Mark], list[list[int]]]:
    """Bare text, its marks and its sentence spans."""
    out: list[str] = []
    marks: list[Mark] = []
    stack: list[Mark] = []
    sentences: list[list[int]] = []
    start, at = 0, 0
    while at < len(marked):
        opening = OPEN.match(marked, at)
        if opening:
            stack.append(open_mark(opening[1], opening[2], len(out)))
            marks.append(stack[-1])
            if len(stack) > 1:
                stack[-2].inner.append(stack[-1])
            at = opening.end()
            continue
        if marked[at] == "}":
            stack.pop().end = len(out)
        elif marked[at] == BREAK:
            if "".join(out[start:]).strip():
                sentences.append(trim(out, start))
            start = len(out)
        else:
            out.append(marked[at])
        at += 1
    if stack:
        raise ValueError(f"mark left open: {stack[-1]}")
    return "".join(out), marks, sentences


def trim(out: list[str], start: int) -> list[int]:
    """Span from start to the end of what is written, without blanks at its ends."""
    end = len(out)
    while out[start].isspace():
        start += 1
    while out[end - 1].isspace():
        end -= 1
    return [start, end]


def read_source(path: Path) -> Source:
    """A source file, parsed."""
    head, body = path.read_text(encoding="utf-8").split("\n---\n", 1)
    fields = dict(line.split(": ", 1) for line in head.strip().split("\n"))
    text, marks, sentences = strip_marks(join_lines(body))
    return Source(path.stem, fields, text, marks, sentences)


class Builder:
    """Turns the marks of one source into the records of one gold document."""

    def __init__(self, source: Source, countries: dict[str, str]) -> None:
        self.source = source
        self.countries = countries

    def span(self, mark: Mark) -> Record:
        record: Record = {"start": mark.start, "end": mark.end, "text": self.source.text[mark.start : mark.end]}
        if mark.soft:
            record["borderline"] = True
        return record

    def entity(self, mark: Mark) -> Record:
        text = self.source.text[mark.start : mark.end]
        record: Record = {"type": ENTITIES[mark.tag], **self.span(mark), "norm": mark.word() or slug(text)}
        if mark.tag == "d":
            record["norm"] = None if mark.word() in {None, "null"} else mark.word()
        if mark.tag == "l":
            code = self.countries.get(text.casefold())
            record["norm"] = mark.word() or code or slug(text)
            record["kind"] = mark.option("kind") or ("country" if code else "city")
        if office := mark.option("office"):
            record["office"] = office
        return record

    def trigger(self, mark: Mark) -> tuple[int, int]:
        if "first" in mark.words:
            return mark.start, mark.start + len(self.source.text[mark.start :].split()[0].rstrip(",;."))
        wanted = mark.options.get("t")
        fits = [m for m in self.source.marks if m.tag == "t" and wanted in {None, m.word()}]
        own = [m for m in fits if mark.start <= m.start < mark.end]
        before = [m for m in fits if m.end <= mark.start]
        found = (own or before[-1:])[0]
        return found.start, found.end

    def commitment(self, mark: Mark) -> Record:
        start, end = self.trigger(mark)
        sides = mark.option("of") or self.source.head["sides"]
        record = {
            **self.span(mark),
            "trigger_start": start,
            "trigger_end": end,
            "trigger": self.source.text[start:end],
            "parties": [s.strip() for s in sides.split(",")],
            "firm": {"con": "concrete", "gen": "general"}[mark.word() or ""],
        }
        leads = [m for m in self.source.marks if m.tag == "lead" and m.end <= mark.start]
        if leads and "lead" in mark.words:
            record["lead_in"] = self.source.text[leads[-1].start : leads[-1].end]
        extra = {"speaker": mark.option("by"), "deadline_text": mark.option("due"), "note": mark.option("note")}
        return record | {k: v for k, v in extra.items() if v}

    def meeting(self, mark: Mark) -> Record:
        named = (mark.option("who") or "").split(",") if mark.option("who") else []
        people = [self.entity(m)["norm"] for m in mark.inside("p")]
        places = [self.entity(m)["norm"] for m in mark.inside("l")]
        dates = [self.entity(m)["norm"] for m in mark.inside("d")]
        kind = mark.word()
        if kind not in MEETINGS:
            raise ValueError(f"{self.source.name}: meeting of kind {kind}")
        record = {
            **self.span(mark),
            "kind": kind,
            "who": list(dict.fromkeys(people + named)),
            "place": (places or [None])[-1],
            "when": (dates or [None])[0],
        }
        return record | ({"status": mark.words[1]} if len(mark.words) > 1 else {})

    def call(self, mark: Mark) -> Record:
        return {**self.span(mark), "speaker": [body(w) for w in mark.words[0].split(",")]}

    def denial(self, mark: Mark) -> Record:
        claims = mark.inside("k") or [m for m in self.source.marks if m.tag == "k" and m.end <= mark.start][-1:]
        if not claims or not mark.words:
            raise ValueError(f"{self.source.name}: denial without claim or speaker")
        claim = self.source.text[claims[0].start : claims[0].end]
        return {**self.span(mark), "speaker": body(mark.words[0]), "claim": claim}

    def incident(self, mark: Mark) -> Record:
        record = {**self.span(mark), "status": mark.word() or "reported"}
        places = [self.entity(m)["norm"] for m in mark.inside("l")]
        extra = {"speaker": mark.option("by"), "place": (places or [None])[0]}
        return record | {k: v for k, v in extra.items() if v}

    def status(self, mark: Mark) -> Record:
        return {**self.span(mark), "polarity": mark.words[0], "speaker": mark.words[1]}

    def statement(self, mark: Mark) -> Record:
        span = self.span(mark)
        return {"speaker": body(mark.words[0]), "cue": span.pop("text"), **span}

    def document(self) -> Record:
        makers = {
            "c": ("commitments", self.commitment),
            "q": ("calls", self.call),
            "m": ("meetings", self.meeting),
            "n": ("denials", self.denial),
            "i": ("incidents", self.incident),
            "u": ("statuses", self.status),
            "s": ("statements", self.statement),
        }
        head, text = self.source.head, self.source.text
        given = head["doc_date"]
        doc: Record = {
            "file": self.source.name + ".txt",
            "chars": len(text),
            "doc_date": None if given == "none" else given,
            "doc_date_source": head["doc_date_source"],
            "style": head["style"],
            "pair": head["pair"],
            "body_start": 0,
            "sentences": self.source.sentences,
            "entities": [self.entity(m) for m in self.source.marks if m.tag in ENTITIES],
        }
        doc |= {kind: [] for kind in KINDS}
        for mark in self.source.marks:
            if mark.tag in makers:
                kind, make = makers[mark.tag]
                doc[kind].append(make(mark))
            elif mark.tag not in {*ENTITIES, "t", "k", "lead"}:
                raise ValueError(f"{self.source.name}: unknown tag {mark.tag}")
        number(doc)
        return doc


def number(doc: Record) -> None:
    """Give every record of a document its id."""
    letters = dict(zip(("entities", *KINDS), ("e", "c", "ca", "m", "d", "i", "su", "s"), strict=True))
    for kind, letter in letters.items():
        for at, record in enumerate(doc[kind], 1):
            record["id"] = f"{letter}{at}"


def people_of(docs: list[Record]) -> dict[str, list[str]]:
    """Every person's id with the forms found."""
    people: dict[str, list[str]] = {}
    for e in (e for d in docs for e in d["entities"] if e["type"] == "person"):
        forms = people.setdefault(e["norm"], [])
        if e["text"] not in forms:
            forms.append(e["text"])
    return people


def build(name: str) -> tuple[Record, dict[str, str]]:
    """The gold of one set and its texts by file name."""
    countries = json.loads((ROOT / "src" / "countries.json").read_text(encoding="utf-8"))
    sources = [read_source(p) for p in sorted((ROOT / "src" / name).glob("*.md"))]
    docs = [Builder(s, countries).document() for s in sources]
    what = f"Hand annotation of the {name} set of invented reports; see GUIDE.md."
    gold: Record = {"schema": "hamsaya-gold/1", "what": what, "people": people_of(docs), "docs": docs}
    return gold, {s.name + ".txt": s.text for s in sources}


def spread(value: Any, depth: int = 0) -> str:
    """JSON with one record a line."""
    pad = " " * (depth + 1)
    if depth < 3 and isinstance(value, dict) and value:
        rows = [f"{pad}{json.dumps(k)}: {spread(v, depth + 1)}" for k, v in value.items()]
        return "{\n" + ",\n".join(rows) + "\n" + " " * depth + "}"
    if depth < 4 and isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(pad + spread(v, depth + 1) for v in value) + "\n" + " " * depth + "]"
    return json.dumps(value, ensure_ascii=False)


def main(argv: list[str]) -> None:
    names = argv or list(SETS)
    for name in names:
        gold, texts = build(name)
        folder = ROOT / name
        folder.mkdir(exist_ok=True)
        for file, text in texts.items():
            (folder / file).write_text(text, encoding="utf-8")
        (folder / "gold.json").write_text(spread(gold) + "\n", encoding="utf-8")
        counts = {k: sum(len(d[k]) for d in gold["docs"]) for k in ("entities", *KINDS)}
        print(name, len(texts), "texts", counts)


if __name__ == "__main__":
    main(sys.argv[1:])
