"""Distance and band for a million points: accuracy against GeographicLib, speed beside the peers present."""

import argparse
import sys
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.harness import Figure, figure, report  # noqa: E402 -- the folders above come first
from tests.places.truth import metres_to_line  # noqa: E402

from hamsaya.places.boundary import Line, bands, load_line  # noqa: E402 (the folders above come first)
from hamsaya.places.distance import DEFAULT_BANDS_KM  # noqa: E402
from hamsaya.places.gazetteer import load_gazetteer  # noqa: E402

POSTGIS = "host=127.0.0.1 user=postgres dbname=postgres connect_timeout=3"
NEAR_BOX = (24_500_000, 31_000_000, 59_500_000, 65_000_000)
WIDE_BOX = (24_000_000, 40_000_000, 44_000_000, 77_500_000)
ASKED = ("Zahedan", "زاهدان", "زاہدان", "Pishin", "اسلام آباد", "Panjgoor", "Taft")


FIGURES: list[Figure] = []


def show(name: str, value: float, unit: str, peer: str = "", peer_value: float | None = None) -> None:
    """Keep one figure."""
    FIGURES.append(figure(name, value, unit, peer, peer_value))


def points(box: tuple[int, int, int, int], count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return random latitudes and longitudes in micro-degrees."""
    chosen = np.random.default_rng(seed)
    return chosen.integers(box[0], box[1], count), chosen.integers(box[2], box[3], count)


def measure_speed(line: Line, count: int) -> float:
    """Time distance, foot, side, uncertainty and band of all points; return points a second."""
    lats, lons = points(NEAR_BOX, count, 1)
    edges = np.array(DEFAULT_BANDS_KM) * 1000.0
    began = time.perf_counter()
    found = line.measure_many(lats, lons)
    band = np.searchsorted(edges, found.metres, side="right")
    took = time.perf_counter() - began
    for number, belt in enumerate(bands()):
        show(f"share in band {belt.code} km", float((band == number).mean()), "of points")
    show("distance, foot, side and band", count, "points", "seconds", took)
    return count / took


def measure_truth(line: Line, count: int) -> float:
    """Compare a sample with the truth; return the truth's points a second."""
    took = 0.0
    for name, box, seed in (("near the line", NEAR_BOX, 2), ("across both countries", WIDE_BOX, 3)):
        lats, lons = points(box, count, seed)
        measured = line.measure_many(lats, lons).metres
        began = time.perf_counter()
        truth = np.array([metres_to_line(line, int(a), int(b)) for a, b in zip(lats, lons, strict=True)])
        took += time.perf_counter() - began
        wrong, far = float(np.abs(measured - truth).max()), truth.max() / 1000
        show(f"largest error {name}, {count} points to {far:.0f} km", wrong, "m", "allowed", 10.0)
    return 2 * count / took


def measure_postgis(line: Line, rate: float) -> None:
    """Run PostGIS on the same line where it can be had; say so where not."""
    import psycopg  # optional peer

    try:
        with psycopg.connect(POSTGIS) as link:
            if not link.execute("select 1 from pg_available_extensions where name = 'postgis'").fetchone():
                show("distance, foot, side and band", rate, "points/s", "PostGIS not present", None)
                return
            link.execute("create extension if not exists postgis")
            speed, worst = _ask_postgis(link, line)
            link.rollback()
    except psycopg.OperationalError:
        show("distance, foot, side and band", rate, "points/s", "no PostgreSQL at hand", None)
        return
    show("distance, foot, side and band", rate, "points/s", "PostGIS ST_Distance(geography)", speed)
    show("largest difference from ours, 1,000 points", worst, "m", "PostGIS ST_Distance(geography)", None)


def _ask_postgis(link: "psycopg.Connection", line: Line) -> tuple[float, float]:  # type: ignore[name-defined] # noqa: F821
    lines = ", ".join("(" + ", ".join(f"{x / 1e6} {y / 1e6}" for x, y in part.vertices) + ")" for part in line.parts)
    lats, lons = points(NEAR_BOX, 1_000, 4)
    asked = [(float(b) / 1e6, float(a) / 1e6) for a, b in zip(lats, lons, strict=True)]
    link.execute("create temp table border as select st_geogfromtext(%s) as line", (f"MULTILINESTRING({lines})",))
    query = "select st_distance(line, st_point(%s, %s)::geography) from border"
    began = time.perf_counter()
    theirs = np.array([link.execute(query, each).fetchone()[0] for each in asked])  # type: ignore[index]
    took = time.perf_counter() - began
    return len(asked) / took, float(np.abs(theirs - line.measure_many(lats, lons).metres).max())


def measure_names(line: Line) -> None:
    """Time loading the gazetteer and finding names."""
    began = time.perf_counter()
    gazetteer = load_gazetteer(line=line)
    gazetteer.find("Zahedan")
    show("gazetteer loaded and first name found", (time.perf_counter() - began) * 1000, "ms")
    slowest = 0.0
    for text in ASKED:
        began = time.perf_counter()
        gazetteer.find(text)
        slowest = max(slowest, time.perf_counter() - began)
    show(f"slowest of {len(ASKED)} further names", slowest * 1000, "ms")


def main() -> None:
    """Run all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=100)
    asked = parser.parse_args()
    began = time.perf_counter()
    line = load_line(("IR", "PK"))
    line.measure(29_496_300, 60_862_900)
    show("line loaded and first point measured", (time.perf_counter() - began) * 1000, "ms")
    rate = measure_speed(line, asked.points)
    truth_rate = measure_truth(line, asked.sample)
    show("distance, foot, side and band", rate, "points/s", "GeographicLib edge by edge (Python)", truth_rate)
    measure_postgis(line, rate)
    measure_names(line)
    report("places", FIGURES)


if __name__ == "__main__":
    main()
