"""Reading a GeoJSON file that a deployment gives: every refusal names the file and the feature."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from hamsaya.core.errors import Refused
from hamsaya.places.entry import LANGUAGES
from hamsaya.places.point import E6, Ints

LARGEST_BYTES = 64_000_000


class GeoJson:
    """One GeoJSON file with its statement of origin; every refusal names the file and the feature."""

    def __init__(self, path: Path) -> None:
        self.file = path.name
        self.body = self._read(path)
        if self.body.get("type") != "FeatureCollection" or not isinstance(self.body.get("features"), list):
            raise Refused("place.file.not-geojson", file=self.file)
        self.features = [each if isinstance(each, dict) else {} for each in self.body["features"]]
        if not self.features:
            raise Refused("place.file.empty", file=self.file)
        if "crs" in self.body and "CRS84" not in str(self.body["crs"]):
            raise Refused("place.file.crs", file=self.file)

    def _read(self, path: Path) -> dict[str, Any]:
        try:
            if path.stat().st_size > LARGEST_BYTES:
                raise Refused("place.file.too-large", file=self.file, limit=LARGEST_BYTES // E6)
            body = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise Refused("place.file.missing", file=self.file) from error
        except (ValueError, RecursionError) as error:
            raise Refused("place.file.not-geojson", file=self.file) from error
        if not isinstance(body, dict):
            raise Refused("place.file.not-geojson", file=self.file)
        return body

    def stated(self, name: str) -> str:
        """Return a statement about the whole file, which must be there."""
        value = self.body.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Refused("place.file.no-statement", file=self.file, name=name)
        return value

    def each(self) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
        """Yield number, properties and geometry of each feature."""
        for number, feature in enumerate(self.features, 1):
            properties, geometry = (feature.get(name) for name in ("properties", "geometry"))
            if not isinstance(properties, dict) or not isinstance(geometry, dict):
                raise self.refuse("place.file.feature", number)
            yield number, properties, geometry

    def refuse(self, code: str, number: int, **params: object) -> Refused:
        """Return a refusal that names file and feature."""
        return Refused(code, file=self.file, feature=number, **params)

    def vertices(self, number: int, given: object, least: int) -> Ints:
        """Return positions (n, 2) in micro-degrees, longitude first as GeoJSON has it."""
        try:
            degrees = np.array([position[:2] for position in given], np.float64)  # type: ignore[attr-defined]
        except (TypeError, ValueError, IndexError) as error:
            raise self.refuse("place.file.positions", number) from error
        if degrees.ndim != 2 or degrees.shape[1] != 2 or len(degrees) < least or not np.isfinite(degrees).all():
            raise self.refuse("place.file.positions", number)
        if (np.abs(degrees[:, 0]) > 180).any() or (np.abs(degrees[:, 1]) > 90).any():
            raise self.refuse("place.file.degrees", number)
        return np.rint(degrees * E6).astype(np.int64)

    def text(self, number: int, properties: Mapping[str, Any], name: str) -> str:
        """Return one property that must be a text."""
        value = properties.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.refuse("place.file.property", number, name=name)
        return value

    def names(self, number: int, properties: Mapping[str, Any]) -> Mapping[str, str]:
        """Return the names in three languages, English required: properties name_en, name_fa, name_ur."""
        self.text(number, properties, "name_en")
        found = {lang: properties.get(f"name_{lang}") for lang in LANGUAGES}
        return MappingProxyType({lang: each for lang, each in found.items() if isinstance(each, str) and each})

    def several(self, number: int, geometry: dict[str, Any], kind: str) -> list[Any]:
        """Return the coordinate lists of a geometry of this kind, or of its Multi form."""
        given = geometry.get("coordinates")
        if geometry.get("type") == kind:
            return [given]
        if geometry.get("type") == f"Multi{kind}" and isinstance(given, list):
            return given
        raise self.refuse("place.file.geometry", number, wanted=kind)
