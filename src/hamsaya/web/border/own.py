"""The lines that parties load themselves: GeoJSON files in the node's folder, read anew when they change."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hamsaya.core.errors import Refused
from hamsaya.places.boundary import Line
from hamsaya.places.layer import read_line


def own_lines(compact: str, pair: tuple[str, str]) -> tuple[tuple[Line, ...], tuple[Refused, ...]]:
    """Return the lines of `places/<compact>/line-*.geojson` in the node's folder, and what was refused of them.

    A file that does not hold is left out whole and named; the map goes on without it.
    """
    found = [
        _read(path, path.stat().st_mtime_ns, pair)
        for path in sorted((Path(settings.HAMSAYA_HOME) / "places" / compact).glob("line-*.geojson"))
    ]
    return (
        tuple(each for each in found if isinstance(each, Line)),
        tuple(each for each in found if isinstance(each, Refused)),
    )


@lru_cache(maxsize=16)
def _read(path: Path, _changed: int, pair: tuple[str, str]) -> Line | Refused:
    try:
        return read_line(path, pair)
    except Refused as refused:
        return refused
