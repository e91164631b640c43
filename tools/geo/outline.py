"""Countries as polygons: the union of their time zones, in micro-degrees, and the land inside them."""

from functools import lru_cache

import shapely
from shapely.geometry import shape
from timezonefinder import TimezoneFinder

from geo.inputs import TIMEZONES, Inputs, zones_of

THREE_LETTERS = {
    "AE": "ARE", "AF": "AFG", "AM": "ARM", "AZ": "AZE", "BH": "BHR", "CN": "CHN", "ES": "ESP", "FR": "FRA", "IN": "IND",
    "IQ": "IRQ", "IR": "IRN", "KG": "KGZ", "KW": "KWT", "NP": "NPL", "OM": "OMN", "PK": "PAK", "QA": "QAT",
    "SA": "SAU", "TJ": "TJK", "TM": "TKM", "TR": "TUR", "UZ": "UZB", "YE": "YEM", "KZ": "KAZ",
}  # fmt: skip

E6_GRID = 1e-6


@lru_cache(maxsize=1)
def finder_of(folder: str) -> TimezoneFinder:
    return TimezoneFinder(bin_file_location=folder, in_memory=True)


def country_of(inputs: Inputs, country: str) -> shapely.MultiPolygon:
    """Return a country with its territorial sea, vertices as the source has them, rounded to micro-degrees."""
    finder = finder_of(str(inputs.unpacked(TIMEZONES) / "timezonefinder_data" / "data"))
    pieces = [
        shapely.Polygon(polygon[0], polygon[1:])
        for zone in zones_of(inputs, country)
        for polygon in finder.get_geometry(tz_name=zone, coords_as_pairs=True)
    ]
    union = shapely.union_all([shapely.make_valid(each) for each in pieces])
    polygons = [each for each in getattr(union, "geoms", [union]) if each.geom_type == "Polygon"]
    return shapely.transform(shapely.MultiPolygon(polygons), lambda xy: (xy * 1e6).round() / 1e6)


def land_of(inputs: Inputs, country: str) -> shapely.Geometry:
    """Return a country's land from the second source (OpenStreetMap as of 2019, 10 m detail)."""
    return shapely.make_valid(shape(inputs.country_land()[THREE_LETTERS[country]]))
