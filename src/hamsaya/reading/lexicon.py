"""The words the reader knows, compiled once from the TOML files in `data/`."""

import gzip
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hamsaya.reading.inflect import BASE, forms

DATA = files("hamsaya.reading") / "data"


def load(name: str) -> dict[str, Any]:
    """Return the table `data/NAME.toml`."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def words(text: str) -> frozenset[str]:
    """Return the words of a list written with spaces."""
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Frame:
    """One trigger: the rule that fires, its modality and the frames it takes."""

    rule: str
    modality: str
    frames: frozenset[str]


@dataclass(frozen=True, slots=True)
class Verbs:
    """Every verb form: its base and its bits; and the classes of bases."""

    base: dict[str, str]
    bits: dict[str, int]
    deed: frozenset[str]
    direction: frozenset[str]
    state: frozenset[str]
    happen: frozenset[str]
    also_noun: frozenset[str]


@lru_cache(maxsize=1)
def verbs() -> Verbs:
    """Read verbs.toml and make every form."""
    table = load("verbs")
    irregular = table["irregular"]
    doubled = words(table["doubled"]["verbs"])
    kinds = {k: words(table[k]) for k in ("deed", "direction", "state", "happen", "other", "also_noun")}
    base: dict[str, str] = {}
    bits: dict[str, int] = {}
    for verb in sorted(
        kinds["deed"] | kinds["direction"] | kinds["state"] | kinds["happen"] | kinds["other"] | _elsewhere()
    ):
        for form, bit in forms(verb, irregular, doubled).items():
            if form not in base or bit & BASE:
                base[form] = verb
            bits[form] = bits.get(form, 0) | bit
    base["found"], base["left"], base["felt"] = "find", "leave", "feel"
    return Verbs(base, bits, kinds["deed"], kinds["direction"], kinds["state"], kinds["happen"], kinds["also_noun"])


def _elsewhere() -> frozenset[str]:
    """Return the verbs that the other files name, so that a new one there is known here."""
    t = {name: load(name) for name in ("triggers", "calls", "cues", "denials", "meetings", "incidents")}
    rows = [r["words"] for r in (*t["triggers"]["verb"], *t["calls"]["verb"])]
    rows += [
        t["triggers"]["reach"]["words"],
        t["triggers"]["voice"]["words"],
        t["cues"]["always"],
        t["cues"]["content"],
        t["denials"]["deny"],
        t["denials"]["reject"],
        t["denials"]["call"],
    ]
    rows += [*t["meetings"]["verb"].values(), t["incidents"]["verbs"], " ".join(t["incidents"]["needs"])]
    return frozenset().union(*map(words, rows))


def frame_table(rows: list[dict[str, str]]) -> dict[str, tuple[Frame, ...]]:
    """Turn entries of a triggers file into word -> frames."""
    found: dict[str, tuple[Frame, ...]] = {}
    for row in rows:
        frame = Frame(row.get("rule", ""), row.get("modality", ""), words(row["frames"]))
        for word in words(row["words"]):
            found[word] = (*found.get(word, ()), frame)
    return found


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the given names of persons, in small letters."""
    return words(load("names")["given"])


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[str, int]]:
    """Return place name -> (id, weight 1 to 3); names by hand win over GeoNames."""
    table = load("places")
    blocked = words(table["not_place"]["words"])
    found: dict[str, tuple[str, int]] = {}
    with (DATA / "places.txt.gz").open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, place, weight = line.rstrip("\n").split("\t")
            if name not in blocked:
                found[name] = (place, int(weight))
    for code, names in table["region"].items():
        for name in filter(None, (n.strip() for n in names.split(";"))):
            found[name] = (f"{code}:{name.lower().replace(' ', '-')}", 3)
    for code, row in table["country"].items():
        for name in row.split("|")[0].split(","):
            found[name] = (code, 3)
    return found


@lru_cache(maxsize=1)
def demonyms() -> dict[str, str]:
    """Return adjective of a country -> country id."""
    rows = load("places")["country"].items()
    return {word: code for code, row in rows for word in row.split("|")[1].split()}
