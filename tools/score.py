"""Score the reader on annotated reports.

The project's own gold (dev, kept) and, where present, the seed reports beside the checkout, by the tool that
lies there.

Usage: python tools/score.py [dev|kept|seed ...] [--misses]

Definitions: commitments, statements: spans that overlap (half span: at least half of the union), one to one; concrete
commitments: share of those in the gold that some draft overlaps; meetings: overlap, or same kind in the same sentence;
denials, incidents, calls: overlap or same sentence; persons, places, dates: the exact span; speaker: the person named,
or no person where the gold names none. Gold marked borderline counts neither way. `--misses` is for dev only: kept is
scored and never looked into.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hamsaya.reading import read, to_json

ROOT = Path(__file__).parents[1]
FOLDERS = {
    "dev": ROOT / "tests/reading/gold/dev",
    "kept": ROOT / "tests/reading/gold/kept",
    "seed": ROOT.parent / "shared/reports",
}
Record = dict[str, Any]
Score = Callable[[Record, Record], float]


@dataclass
class Row:
    """Hits, false alarms and misses of one line of the table."""

    hits: int = 0
    extra: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and F."""
        p = self.hits / (self.hits + self.extra) if self.hits + self.extra else 1.0
        r = self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0
        return p, r, 2 * p * r / (p + r) if p + r else 0.0


def share(a: Record, b: Record) -> float:
    """Return the share of the union of two spans that both cover."""
    common = min(a["end"], b["end"]) - max(a["start"], b["start"])
    if common <= 0:
        return 0.0
    return float(common / (a["end"] - a["start"] + b["end"] - b["start"] - common))


def match(
    found: list[Record], gold: list[Record], score: Score
) -> tuple[list[tuple[Record, Record]], list[Record], list[Record]]:
    """Pair drafts with gold one to one, in the order of the text; return pairs, false alarms and misses."""
    firm = [g for g in gold if not g.get("borderline")]
    soft = [g for g in gold if g.get("borderline")]
    pairs: list[tuple[Record, Record]] = []
    extra: list[Record] = []
    for draft in sorted(found, key=lambda x: int(x["start"])):
        ranked = [(score(draft, g), -i) for i, g in enumerate(firm)]
        value, place = max(ranked, default=(0.0, 0))
        if value > 0:
            pairs.append((draft, firm.pop(-place)))
        elif not any(score(draft, g) > 0 for g in soft):
            extra.append(draft)
    return pairs, extra, firm


class Report:
    """One report with its gold and its drafts."""

    def __init__(self, doc: Record, gold: Record) -> None:
        """Keep both sides of the comparison."""
        self.doc, self.gold = doc, gold

    def sentence(self, at: int) -> tuple[int, int] | None:
        """Return the sentence that holds a character."""
        return next(((a, b) for a, b in self.doc["sentences"] if a <= at < b), None)

    def near(self, draft: Record, gold: Record) -> float:
        """Score 2 for overlap, 1 for the same sentence."""
        if share(draft, gold) > 0:
            return 2.0
        place = self.sentence(draft["start"])
        return float(place is not None and place == self.sentence(gold["start"]))

    def met(self, draft: Record, gold: Record) -> float:
        """Score meetings: overlap, or same kind in the same sentence."""
        value = self.near(draft, gold)
        return value if value == 2.0 or draft["kind"] == gold["kind"] else 0.0

    def entities(self, kind: str) -> tuple[list[Record], list[Record]]:
        """Return drafts and gold of one kind of entity."""
        return tuple([e for e in side["entities"] if e["type"] == kind] for side in (self.doc, self.gold))  # type: ignore[return-value]


class Table:
    """The rows of one gold set."""

    def __init__(self) -> None:
        """Start empty."""
        self.rows: dict[str, Row] = {}

    def row(self, name: str) -> Row:
        """Return the row of that name."""
        return self.rows.setdefault(name, Row())

    def add(
        self, name: str, report: Report, found: list[Record], gold: list[Record], score: Score
    ) -> list[tuple[Record, Record]]:
        """Match and count; return the pairs."""
        pairs, extra, missed = match(found, gold, score)
        row = self.row(name)
        row.hits, row.extra, row.missed = row.hits + len(pairs), row.extra + len(extra), row.missed + len(missed)
        row.notes += [f"{report.gold['file']}: missed {g.get('text') or g.get('cue')!r}" for g in missed]
        row.notes += [f"{report.gold['file']}: extra {d['text']!r}" for d in extra]
        return pairs


def add_commitments(table: Table, report: Report) -> None:
    """Count the four rows of commitments."""
    found, gold = report.doc["commitments"], report.gold["commitments"]
    table.add("commitment half span", report, found, gold, lambda d, g: share(d, g) if share(d, g) >= 0.5 else 0.0)
    table.add("commitment overlap", report, found, gold, share)
    true = {report.sentence(g["trigger_start"]) for g in gold if not g.get("borderline")}
    soft = {report.sentence(g["trigger_start"]) for g in gold if g.get("borderline")}
    said = {report.sentence(d["start"]) for d in found}
    row = table.row("commitment sentence")
    row.hits, row.extra, row.missed = (
        row.hits + len(true & said),
        row.extra + len(said - true - soft),
        row.missed + len(true - said),
    )
    concrete = [g for g in gold if g["firm"] == "concrete" and not g.get("borderline")]
    hits = sum(any(share(d, g) > 0 for d in found) for g in concrete)
    row = table.row("concrete commitments, recall")
    row.hits, row.missed = row.hits + hits, row.missed + len(concrete) - hits


def exact(draft: Record, gold: Record) -> float:
    """Score 1 for the same span."""
    return float(draft["start"] == gold["start"] and draft["end"] == gold["end"])


def add_entities(table: Table, report: Report) -> None:
    """Count persons, places, dates and the values of dates."""
    for kind in ("person", "place", "date"):
        pairs = table.add(f"{kind} exact", report, *report.entities(kind), exact)
        if kind == "date":
            row = table.row("date value")
            right = sum(d.get("norm") == g.get("norm") for d, g in pairs)
            row.hits, row.extra = row.hits + right, row.extra + len(pairs) - right


def add_speakers(table: Table, report: Report) -> None:
    """Count statement cues and whether their speakers are right."""
    names: dict[str, set[str]] = {}
    for person in report.entities("person")[1]:
        for form in (person["text"], person["text"].split()[-1]):
            names.setdefault(form, set()).add(person["norm"])
    known = set().union(*names.values())
    row = table.row("speaker")
    for draft, gold in table.add("statement cue", report, report.doc["statements"], report.gold["statements"], share):
        said = draft["speaker"] or ""
        persons = names.get(said) or names.get(said.split()[-1] if said else "") or set()
        right = gold["speaker"] in persons or (gold["speaker"] not in known and not persons)
        row.hits, row.extra = row.hits + right, row.extra + (not right)


def score_folder(folder: Path) -> Table:
    """Read every report of a gold folder and count."""
    table = Table()
    for gold in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["docs"]:
        text = (folder / gold["file"]).read_bytes().decode("utf-8")
        report = Report(to_json(read(text, gold["file"])), gold)
        add_commitments(table, report)
        table.add("meetings", report, report.doc["meetings"], gold["meetings"], report.met)
        for kind in ("denials", "incidents", "calls"):
            table.add(kind, report, report.doc[kind], gold[kind], report.near)
        add_entities(table, report)
        add_speakers(table, report)
        table.row("wrong quotes").extra += wrong_quotes(report.doc, text)
    return table


def wrong_quotes(doc: Record, text: str) -> int:
    """Count drafts whose text is not the report's own characters."""
    kinds = ("entities", "commitments", "calls", "meetings", "denials", "incidents", "statements")
    return sum(text[d["start"] : d["end"]] != d["text"] for kind in kinds for d in doc[kind])


def lines(table: Table) -> Iterable[str]:
    """Yield the table as text."""
    for name, row in table.rows.items():
        if name == "wrong quotes":
            yield f"{name:30s} {row.extra}"
            continue
        p, r, f = row.figures()
        yield (
            f"{name:30s} P {p:.2f}  R {r:.2f}  F {f:.2f}   ({row.hits} hits, {row.extra} extra, {row.missed} missed)"
        )


def shared_tool(folder: Path) -> bool:
    """Let the tool beside the shared reports score them, if it is there; its table goes to standard output."""
    tool = folder.parent / "tools/score_reading.py"
    if not tool.exists():
        return False
    docs = json.loads((folder / "gold.json").read_text(encoding="utf-8"))["docs"]
    read_all = [to_json(read((folder / d["file"]).read_bytes().decode("utf-8"), d["file"])) for d in docs]
    with tempfile.TemporaryDirectory() as place:
        found = Path(place) / "read.json"
        found.write_text(json.dumps({"docs": read_all}), encoding="utf-8")
        subprocess.run([sys.executable, str(tool), str(folder / "gold.json"), str(found), str(folder)], check=True)
    return True


def main(argv: list[str]) -> None:
    """Print a table for each gold set asked for (all, if none is named)."""
    for name in [a for a in argv if not a.startswith("--")] or FOLDERS:
        if not (FOLDERS[name] / "gold.json").exists():
            print(f"{name}: not present, skipped")
            continue
        print(f"== {name}", flush=True)
        if name == "seed" and "--misses" not in argv and shared_tool(FOLDERS[name]):
            continue
        table = score_folder(FOLDERS[name])
        print("\n".join(lines(table)))
        if "--misses" in argv and name != "kept":
            print("\n".join(f"{kind}: {note}" for kind, row in table.rows.items() for note in row.notes))


if __name__ == "__main__":
    main(sys.argv[1:])
