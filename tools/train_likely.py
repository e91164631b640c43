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
from scipy.sparse import diags
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from hamsaya.reading import read, to_json
from hamsaya.reading.likely import KINDS, possible
from hamsaya.reading.page import Page, make_page
from hamsaya.reading.signs import names, signs

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests/reading/gold/dev"
TESTED, WEIGHED = ROOT / "tests/reading/sentences.txt", ROOT / "tests/reading/weighed.txt"
SENTENCES = (TESTED, WEIGHED)
LETTERS = {"c": "commitments", "q": "calls", "m": "meetings", "n": "denials", "i": "incidents"}
OUT = ROOT / "src/hamsaya/reading/data/likely.txt"
FOLDS = 15
STRENGTH = 20.0  # inverse of the penalty
RARE = 4  # a sign of fewer units is left out, for each kind of those that tell about it
LIGHT = 0.6  # a sign of no greater weight for any kind is left out, and the others are weighed again
ALONE, LED = -1, -2  # stand for the folder of a sentence from sentences.txt, from weighed.txt
SHARE = 0.2  # what a sentence of weighed.txt counts beside one of a report: of them, nearly every second denies
FIND = {"denials": 0.8, "incidents": 0.3, "meetings": 0.62, "commitments": 0.75}  # read off --measure
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
    """Read the reports of the folders, and first the single sentences."""
    units = Units([], [], [], *({kind: [] for kind in KINDS} for _ in range(4)))
    for path in SENTENCES:
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                _add_sentence(units, *line.split("|", 1), leading=path == WEIGHED)
    for place, folder in enumerate(folders):
        for gold in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["docs"]:
            text = (folder / gold["file"]).read_bytes().decode("utf-8")
            _add(units, place, make_page(text), gold, to_json(read(text, gold["file"], chances=False)))
    return units


def _add_sentence(units: Units, expected: str, sentence: str, leading: bool) -> None:
    """Add one sentence, for the kinds of which it says how many it holds; of the others nothing is known.

    `leading`: what it says holds for the last sentence, and nothing is known of those before it.
    """
    page = make_page("date 2024-03-12\n\n" + sentence.replace("\\n", "\n"))
    wanted = {LETTERS[part[0]]: part[1:] != "0" for part in expected.split(",")}
    last = len(page.units) - 1
    if last != 1 and any(wanted.values()) and not leading:
        return
    units.found.append(dict.fromkeys(names(signs(page, last)), 1))
    units.report.append(units.report[-1] + 1 if units.report else 0)
    units.folder.append(LED if leading else ALONE)
    for kind in KINDS:
        units.true[kind].append(wanted.get(kind, False))
        units.soft[kind].append(kind not in wanted)
        units.may[kind].append(kind in possible(page, last))
        units.rule[kind].append(wanted.get(kind, False))


def fit(rows: Any, true: Flags, share: NDArray[np.float64]) -> LogisticRegression:
    """Train one kind; `share`: what each unit counts. A sign that too few of these units show weighs nothing."""
    model = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=1000, random_state=0)
    return model.fit(rows @ diags(frequent(rows).astype(float)), true, sample_weight=share)


def reported(units: Units) -> Flags:
    """Return which units tell how rare a sign is: not those of weighed.txt, which are about one thing."""
    return np.array(units.folder) != LED


def shares(units: Units) -> NDArray[np.float64]:
    """Return what each unit counts."""
    return np.where(reported(units), 1.0, SHARE)


def frequent(rows: Any) -> Flags:
    """Return which signs stand in enough units."""
    return np.asarray((rows != 0).sum(axis=0)).ravel() >= RARE


def matrix(units: Units) -> tuple[Any, list[str]]:
    """Return units by signs, and the signs' names; rare ones left out."""
    maker = DictVectorizer()
    rows = maker.fit_transform(units.found)
    keep = frequent(rows)
    return rows[:, keep], [str(n) for n in maker.get_feature_names_out()[keep]]


def weigh(units: Units, rows: Any, learn: Flags) -> tuple[NDArray[np.float64], NDArray[np.float64], Any]:
    """Return, from the units to learn, each sign's rarity and its weight for each kind, and each kind's bias."""
    rarity = TfidfTransformer().fit(rows[learn & reported(units)])
    scaled = rarity.transform(rows)
    models = []
    for kind in KINDS:
        kept = np.flatnonzero(learn & ~np.array(units.soft[kind]))
        models.append(fit(scaled[kept], np.array(units.true[kind])[kept], shares(units)[kept]))
    bias = np.array([model.intercept_[0] for model in models])
    return rarity.idf_, np.column_stack([model.coef_[0] for model in models]), bias


def learned(units: Units, rows: Any, names: list[str], learn: Flags) -> dict[str, tuple[float, ...]]:
    """Return the lines of likely.txt: for each sign its weights and its share of the length; first bias and limits."""
    _, weights, _ = weigh(units, rows, learn)
    heavy = np.abs(weights).max(axis=1) >= LIGHT
    rarity, weights, bias = weigh(units, rows[:, heavy], learn)
    lines = {"(bias)": (*bias, 0.0), "(find)": (*(FIND[k] for k in KINDS), 0.0)}
    for name, rare, row in zip(np.array(names)[heavy], rarity, weights, strict=True):
        lines[str(name)] = (*(rare * row), rare * rare)
    return lines


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
        scaled = TfidfTransformer().fit(rows[reported(units)]).transform(rows)
        for learn, test in GroupKFold(FOLDS).split(rows, true, units.report):
            kept = learn[~soft[learn]]
            chance[test] = fit(scaled[kept], true[kept], shares(units)[kept]).predict_proba(scaled[test])[:, 1]
        chance *= np.array(units.may[kind])
        firm = ~soft & (np.array(units.folder) == max(units.folder))
        print(f"{kind}: rules {score(rule[firm], true[firm])}")
        for limit in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
            alone = chance > limit
            both = score((alone | rule)[firm], true[firm])
            print(f"  over {limit}: alone {score(alone[firm], true[firm])}; with rules {both}")


def write(units: Units, folders: list[Path]) -> None:
    """Train on everything and write the weights."""
    rows, names = matrix(units)
    found = learned(units, rows, names, np.ones(len(units.report), dtype=bool))
    gold = hashlib.sha256(
        b"".join(p.read_bytes() for p in (*SENTENCES, *(f / "gold.json" for f in folders)))
    ).hexdigest()
    lines = [
        f"# Weights of hamsaya.reading.likely, one line a sign: {', '.join(KINDS)}, length. By tools/train_likely.py.",
        f"# {max(units.report) + 1} texts, {len(units.report)} units; sha256 of sentences.txt and gold.json: {gold}",
    ]
    for name, values in found.items():
        lines.append("\t".join((name, *(f"{value:.2f}" for value in values))))
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(found)} signs, {OUT.stat().st_size:,} bytes")


def main(argv: list[str]) -> None:
    """Train and write, or measure."""
    folders = [Path(a) for a in argv if not a.startswith("--")] or [GOLD]
    units = gather(folders)
    measure(units) if "--measure" in argv else write(units, folders)


if __name__ == "__main__":
    main(sys.argv[1:])
