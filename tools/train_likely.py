"""Train what `hamsaya.reading.likely` adds up: src/hamsaya/reading/data/likely.txt.

Usage: python tools/train_likely.py [--measure] [FOLDER...]

One logistic regression (scikit-learn) a kind over the signs of `hamsaya.reading.signs`, from the annotated reports of
the folders (dev, if none is named) and the sentences of tests/reading/sentences.txt and
tests/reading/weighed.txt. Units with a borderline mark are
left out. The result depends on these and the word tables alone. `--measure` writes nothing: it trains on fourteen
fifteenths of the reports by turns, reads the rest, and prints how rules and chances fare together in the last folder.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from hamsaya.reading import read, to_json
from hamsaya.reading.likely import KINDS, possible
from hamsaya.reading.page import Page, make_page
from hamsaya.reading.signs import names, signs

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/reading/gold/dev"
SENTENCES = (ROOT / "tests/reading/sentences.txt", ROOT / "tests/reading/weighed.txt")
LETTERS = {"c": "commitments", "q": "calls", "m": "meetings", "n": "denials", "i": "incidents"}
OUT = ROOT / "src/hamsaya/reading/data/likely.txt"
FOLDS = 15
STRENGTH = 1.0  # inverse of the penalty
RARE = 3  # a sign of fewer units is left out
LIGHT = 0.03  # a weight under this is left out
FIND = {"denials": 0.6, "incidents": 0.45, "meetings": 0.55, "commitments": 0.93}  # read off --measure
Flags = NDArray[np.bool_]


@dataclass(slots=True)
class Units:
    """Every unit: its signs, its report's number and folder, and for each kind whether the gold holds
    it, marks it borderline, whether the rules hold it, and whether it is possible."""

    found: list[dict[str, int]]
    report: list[int]
    folder: list[int]
    true: dict[str, list[bool]]
    soft: dict[str, list[bool]]
    rule: dict[str, list[bool]]
    may: dict[str, list[bool]]


def _touch(records: list[dict[str, Any]], start: int, end: int) -> list[dict[str, Any]]:
    return [r for r in records if r["start"] < end and r["end"] > start]


def _add(units: Units, folder: int, page: Page, gold: dict[str, Any], doc: dict[str, Any]) -> None:
    """Add the units of one report, headings left out."""
    number = units.report[-1] + 1 if units.report else 0
    for at, unit in enumerate(page.units):
        if unit.kind == "heading":
            continue
        units.found.append(dict.fromkeys(names(signs(page, at)), 1))
        units.report.append(number)
        units.folder.append(folder)
        for kind in KINDS:
            marks = _touch(gold[kind], unit.start, unit.end)
            true = any(not m.get("borderline") for m in marks)
            units.true[kind].append(true)
            units.soft[kind].append(bool(marks) and not true)
            units.may[kind].append(kind in possible(page, at))
            units.rule[kind].append(bool(_touch(doc[kind], unit.start, unit.end)))


def gather(folders: list[Path]) -> Units:
    """Read the reports of the folders, and first the single sentences (folder -1)."""
    units = Units([], [], [], *({kind: [] for kind in KINDS} for _ in range(4)))
    for line in "\n".join(path.read_text(encoding="utf-8") for path in SENTENCES).splitlines():
        if line and not line.startswith("#"):
            _add_sentence(units, *line.split("|", 1))
    for place, folder in enumerate(folders):
        for gold in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["docs"]:
            text = (folder / gold["file"]).read_bytes().decode("utf-8")
            _add(units, place, make_page(text), gold, to_json(read(text, gold["file"], chances=False)))
    return units


def _add_sentence(units: Units, expected: str, sentence: str) -> None:
    """Add one sentence, for the kinds of which it says how many it holds; of the others nothing is known."""
    page = make_page("date 2024-03-12\n\n" + sentence.replace("\\n", "\n"))
    if len(page.units) != 2:
        return
    wanted = {LETTERS[part[0]]: part[1:] != "0" for part in expected.split(",")}
    units.found.append(dict.fromkeys(names(signs(page, 1)), 1))
    units.report.append(units.report[-1] + 1 if units.report else 0)
    units.folder.append(-1)
    for kind in KINDS:
        units.true[kind].append(wanted.get(kind, False))
        units.soft[kind].append(kind not in wanted)
        units.may[kind].append(kind in possible(page, 1))
        units.rule[kind].append(wanted.get(kind, False))


def fit(rows: Any, true: Flags) -> LogisticRegression:
    """Train one kind."""
    return LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0).fit(rows, true)


def matrix(units: Units) -> tuple[Any, list[str]]:
    """Return units by signs, and the signs' names; rare ones left out."""
    maker = DictVectorizer()
    rows = maker.fit_transform(units.found)
    keep = np.asarray((rows != 0).sum(axis=0)).ravel() >= RARE
    return rows[:, keep], [str(n) for n in maker.get_feature_names_out()[keep]]


def score(found: Flags, true: Flags) -> str:
    """Return precision, recall and F as text."""
    hits, extra, missed = int((found & true).sum()), int((found & ~true).sum()), int((~found & true).sum())
    p, r = hits / max(hits + extra, 1), hits / max(hits + missed, 1)
    return f"P {p:.3f} R {r:.3f} F {2 * hits / max(2 * hits + extra + missed, 1):.3f}"


def measure(units: Units) -> None:
    """Print what chances learned from other reports find in each report."""
    rows, _ = matrix(units)
    for kind in KINDS:
        true, soft, rule = (np.array(each[kind]) for each in (units.true, units.soft, units.rule))
        chance = np.zeros(len(true))
        for learn, test in GroupKFold(FOLDS).split(rows, true, units.report):
            kept = learn[~soft[learn]]
            chance[test] = fit(rows[kept], true[kept]).predict_proba(rows[test])[:, 1]
        chance *= np.array(units.may[kind])
        firm = ~soft & (np.array(units.folder) == max(units.folder))
        print(f"{kind}: rules {score(rule[firm], true[firm])}")
        for limit in (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6):
            alone = chance > limit
            both = score((alone | rule)[firm], true[firm])
            print(f"  over {limit}: alone {score(alone[firm], true[firm])}; with rules {both}")


def write(units: Units, folders: list[Path]) -> None:
    """Train on everything and write the weights."""
    rows, names = matrix(units)
    weights, bias = np.zeros((len(names), len(KINDS))), []
    for at, kind in enumerate(KINDS):
        kept = np.flatnonzero(~np.array(units.soft[kind]))
        model = fit(rows[kept], np.array(units.true[kind])[kept])
        weights[:, at] = model.coef_[0]
        bias.append(float(model.intercept_[0]))
    gold = hashlib.sha256(
        b"".join(p.read_bytes() for p in (*SENTENCES, *(f / "gold.json" for f in folders)))
    ).hexdigest()
    lines = [
        f"# Weights of hamsaya.reading.likely, one line a sign: {', '.join(KINDS)}. By tools/train_likely.py.",
        f"# {max(units.report) + 1} texts, {len(units.report)} units; sha256 of sentences.txt and gold.json: {gold}",
    ]
    heads = {"(bias)": bias, "(find)": [FIND[k] for k in KINDS]}
    heavy = {n: w for n, w in zip(names, weights, strict=True) if np.abs(w).max() >= LIGHT}
    for name, values in (heads | heavy).items():
        lines.append("\t".join((name, *(f"{value:.2f}" for value in values))))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(heavy)} signs, {OUT.stat().st_size:,} bytes")


def main(argv: list[str]) -> None:
    """Train and write, or measure."""
    folders = [Path(a) for a in argv if not a.startswith("--")] or [GOLD]
    units = gather(folders)
    measure(units) if "--measure" in argv else write(units, folders)


if __name__ == "__main__":
    main(sys.argv[1:])
