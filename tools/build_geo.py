"""Build the shipped geography from pinned registry packages: lines, provinces, gazetteer, map, manifest."""

import argparse
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "src")]

from geo.inputs import ALL, Inputs  # noqa: E402 (the folders above come first)

DATA = ROOT / "src" / "hamsaya" / "places" / "data"
ODBL = DATA / "odbl"
ATTRIBUTION = "© OpenStreetMap contributors"
VERSION = "osm-2026c"


def write_json(path: Path, body: Any) -> None:
    """Write compact JSON, gzipped with no time in it, so that the same inputs give the same bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(text, 9, mtime=0) if path.suffix == ".gz" else text + b"\n")
    print(f"{path.relative_to(DATA)}: {path.stat().st_size:,} bytes")


def build_line(inputs: Inputs, pair: tuple[str, str], detail_deg: float) -> None:
    """Write the line file of two neighbours and say what is disputed."""
    from geo.line import build_line as build  # needs shapely, which the manifest check does not

    body = build(inputs, pair, detail_deg)
    head = {
        "format": "hamsaya-line/1",
        "version": VERSION,
        "source": "OpenStreetMap, by way of the time zone boundaries 2026c",
        "licence": "ODbL-1.0",
        "attribution": ATTRIBUTION,
        "stated_by": "",
    }
    write_json(ODBL / "lines" / f"{pair[0]}-{pair[1]}.json.gz", head | body)
    for dispute in body["disputes"]:
        print(f"claimed by both {pair[0]} and {pair[1]}: {dispute['area_km2']} km2")


def build_gazetteer(inputs: Inputs, countries: list[str]) -> None:
    """Write the GeoNames part of the gazetteer for some countries."""
    from geo.names import place_rows  # needs Babel

    head = {
        "format": "hamsaya-places/1",
        "source": "GeoNames; names of provinces from Natural Earth, of countries from CLDR",
        "licence": "CC-BY-4.0",
        "attribution": "GeoNames (geonames.org)",
    }
    write_json(DATA / "geonames" / "places.json.gz", head | {"places": place_rows(inputs, countries)})


def build_units(inputs: Inputs, country: str, detail_deg: float) -> None:
    """Write a country's provinces, fitted to its outline."""
    from geo.area import unit_file  # needs shapely

    head = {"format": "hamsaya-units/1", "version": VERSION, "licence": "ODbL-1.0", "attribution": ATTRIBUTION}
    write_json(ODBL / "units" / f"{country}.json.gz", head | unit_file(inputs, country, detail_deg))


def build_basemap(inputs: Inputs, pair: tuple[str, str]) -> None:
    """Write the web map of a pair; its line must have been built before."""
    from geo.basemap import build_basemap as build  # needs shapely

    head = {"version": VERSION, "licence": "ODbL-1.0", "attribution": f"{ATTRIBUTION}; GeoNames; Natural Earth"}
    write_json(ODBL / "basemap" / f"{pair[0]}-{pair[1]}.topo.json.gz", head | build(inputs, pair))


def write_manifest() -> None:
    """Write name, version, hash and licence of every input, and the hash of every output."""
    inputs = [
        {
            "name": each.name,
            "registry": each.registry,
            "version": each.version,
            "sha256": each.sha256,
            "licence": each.licence,
        }
        for each in ALL
    ]
    outputs = {
        path.relative_to(DATA).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(DATA.rglob("*"))
        if path.is_file() and path.name != "MANIFEST.json"
    }
    text = json.dumps({"inputs": inputs, "outputs": outputs}, indent=1, ensure_ascii=False)
    (DATA / "MANIFEST.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Read the command line and build what it names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=ROOT / ".cache" / "geo", help="where fetched packages are kept")
    commands = parser.add_subparsers(dest="command", required=True)
    line = commands.add_parser("line", help="the border line of two ISO 3166 countries")
    line.add_argument("countries", nargs=2)
    line.add_argument("--detail", type=float, default=0.0005, help="degrees kept away from the line")
    gazetteer = commands.add_parser("gazetteer", help="places of some ISO 3166 countries")
    gazetteer.add_argument("countries", nargs="+")
    units = commands.add_parser("units", help="the provinces of one ISO 3166 country")
    units.add_argument("country")
    units.add_argument("--detail", type=float, default=0.003, help="degrees")
    basemap = commands.add_parser("basemap", help="the web map of two ISO 3166 countries")
    basemap.add_argument("countries", nargs=2)
    commands.add_parser("manifest", help="write MANIFEST.json anew")
    asked = parser.parse_args()
    inputs = Inputs(asked.cache)
    if asked.command in ("line", "basemap"):
        first, second = sorted(each.upper() for each in asked.countries)
        if asked.command == "line":
            build_line(inputs, (first, second), asked.detail)
        else:
            build_basemap(inputs, (first, second))
    if asked.command == "units":
        build_units(inputs, asked.country.upper(), asked.detail)
    if asked.command == "gazetteer":
        build_gazetteer(inputs, [each.upper() for each in asked.countries])
    write_manifest()


if __name__ == "__main__":
    main()
