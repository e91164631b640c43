"""The words the reader knows, compiled from the files in `data/` and kept until one of them changes."""

import gzip
import hashlib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from hamsaya import __version__
from hamsaya.reading.compiled import kept
from hamsaya.reading.inflect import BASE, forms

DATA = files("hamsaya.reading") / "data"
MADE_BY = ("lexicon.py", "inflect.py")
"""The code that compiles: another version of it compiles anew."""


class Tables(msgspec.Struct, frozen=True):
    """All files compiled: TOML tables, verb forms with base and bits, place names with id and weight, given names."""

    toml: dict[str, dict[str, Any]]
    base: dict[str, str]
    bits: dict[str, int]
    places: msgspec.Raw
    given: msgspec.Raw
    """The two long lists, as msgpack: read by those who read a report, not by all who screen a line."""


@lru_cache(maxsize=1)
def tables() -> Tables:
    """Return the compiled files; raises tomllib.TOMLDecodeError where one cannot be read."""
    code = Path(__file__).parent
    data = {each.name: each.read_bytes() for each in DATA.iterdir() if each.name.endswith((".toml", ".txt.gz"))}
    digest = hashlib.sha256(__version__.encode())
    for name, content in (*sorted(data.items()), *((each, (code / each).read_bytes()) for each in MADE_BY)):
        digest.update(f"{name} {len(content)} ".encode() + content)
    return kept(digest.hexdigest(), Tables, lambda: _compile(data))


def _compile(data: dict[str, bytes]) -> Tables:
    toml = {n[:-5]: tomllib.loads(c.decode("utf-8")) for n, c in data.items() if n.endswith(".toml")}
    base, bits = _verb_forms(toml)
    listed, names = (gzip.decompress(data[f"{name}.txt.gz"]).decode("utf-8") for name in ("places", "given"))
    given = words(toml["names"]["given"]) | frozenset(names.splitlines()[1:])
    places, names_given = (
        msgspec.Raw(msgspec.msgpack.encode(each)) for each in (_places(toml["places"], listed), given)
    )
    return Tables(toml, base, bits, places, names_given)


def load(name: str) -> dict[str, Any]:
    """Return the table `data/NAME.toml`; it is shared, not to be changed."""
    return tables().toml[name]


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


KINDS_OF_VERB = ("deed", "direction", "state", "happen", "other", "also_noun")


@lru_cache(maxsize=1)
def verbs() -> Verbs:
    """Return every verb form with its base and bits, and the classes of verbs.toml."""
    kinds = {kind: words(load("verbs")[kind]) for kind in KINDS_OF_VERB}
    base, bits = tables().base, tables().bits
    return Verbs(base, bits, kinds["deed"], kinds["direction"], kinds["state"], kinds["happen"], kinds["also_noun"])


def _verb_forms(toml: dict[str, dict[str, Any]]) -> tuple[dict[str, str], dict[str, int]]:
    """Make every form of every verb; return form -> base and form -> bits."""
    table = toml["verbs"]
    irregular, doubled = table["irregular"], words(table["doubled"]["verbs"])
    named = frozenset().union(*(words(table[kind]) for kind in KINDS_OF_VERB if kind != "also_noun"))
    base: dict[str, str] = {}
    bits: dict[str, int] = {}
    every = named | _elsewhere(toml)
    regular = every & words(table["both"]["verbs"])
    for verb in sorted(every):
        made = forms(verb, irregular, doubled) | (forms(verb, {}, doubled) if verb in regular else {})
        for form, bit in made.items():
            if form not in base or bit & BASE:
                base[form] = verb
            bits[form] = bits.get(form, 0) | bit
    base["found"], base["left"], base["felt"] = "find", "leave", "feel"
    return base, bits


def _elsewhere(t: dict[str, dict[str, Any]]) -> frozenset[str]:
    """Return the verbs that the other files name, so that a new one there is known here."""
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
    """Return the given names of persons, in small letters: those by hand and those of given.txt.gz."""
    return msgspec.msgpack.decode(tables().given, type=frozenset[str])


@lru_cache(maxsize=1)
def gazetteer() -> dict[str, tuple[str, int]]:
    """Return place name -> (id, weight 1 to 3); names by hand win over GeoNames."""
    return msgspec.msgpack.decode(tables().places, type=dict[str, tuple[str, int]])


def _places(table: dict[str, Any], listed: str) -> dict[str, tuple[str, int]]:
    blocked = words(table["not_place"]["words"])
    found: dict[str, tuple[str, int]] = {}
    for line in listed.splitlines()[1:]:
        name, place, weight = line.split("\t")
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
