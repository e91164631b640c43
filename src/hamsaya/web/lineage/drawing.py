"""The line as a drawing: SVG made on the server, for either direction, with numbers in attributes and no script."""

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from hamsaya.core.reader import Reader
from hamsaya.core.text import direction
from hamsaya.intake.line import ADOPTED, JUDGED, SCORED, Line, Stop

STEP, EDGE, TOP, LANE = 170, 95, 58, 112
NARROWEST = 1000
ELBOW = 78
"""How far before its first stop a siding runs level, so that its date stands free."""
LETTER = 7
"""The width of a letter, nearly: what keeps a name inside the drawing."""
FAR_YEARS = 2
"""Years without anything found, from which on the track is dotted."""


@dataclass(frozen=True)
class Station:
    """One stop as drawn."""

    x: int
    y: int
    shape: str
    """`stf` signed by both, `st` dated report, `std` date not certain, `diamond` a judgement."""
    hue: str
    day: str
    label: str
    under: str


@dataclass(frozen=True)
class Rail:
    """A piece of track through these points."""

    points: tuple[tuple[int, int], ...]
    dotted: bool

    @property
    def path(self) -> str:
        """Return the track as the drawing writes it."""
        return "M" + "L".join(f"{x} {y}" for x, y in self.points)


@dataclass(frozen=True)
class Drawing:
    """The whole drawing."""

    width: int
    height: int
    stations: tuple[Station, ...]
    rails: tuple[Rail, ...]
    names: tuple[tuple[int, int, str, str], ...]
    """x, y, text and anchor of each siding's name."""


def code_words(stop: Stop, reader: Reader) -> str:
    """Return what a stop says in one or two words."""
    if stop.sort == ADOPTED:
        return reader.word("status.adopted")
    group = {JUDGED: "view", SCORED: "score"}.get(stop.sort, "modality")
    return reader.word(f"{group}_{stop.code}")


def draw(line: Line, reader: Reader) -> Drawing:
    """Return the drawing of a line, time running with the reader's direction."""
    lanes = {track.record: at for at, track in enumerate(line.tracks)}
    gaps = max(len(line.stops) - 1, 1)
    step = max(STEP, (NARROWEST - 2 * EDGE) // gaps)
    width = 2 * EDGE + step * gaps
    height = TOP + LANE * len(lanes)

    def x_of(at: int) -> int:
        x = EDGE + step * at
        return width - x if direction(reader.lang) == "rtl" else x

    places = {at: (x_of(at), TOP + LANE * lanes[stop.lane]) for at, stop in enumerate(line.stops)}
    stations = tuple(_station(stop, *places[at], reader) for at, stop in enumerate(line.stops))
    return Drawing(width, height, stations, tuple(_rails(line, places)), tuple(_names(line, places, width, reader)))


def _station(stop: Stop, x: int, y: int, reader: Reader) -> Station:
    shape = "diamond" if stop.sort == JUDGED else "stf" if stop.sort == ADOPTED else "std" if stop.inferred else "st"
    hues = {party.code: party.hue for party in reader.compact.parties}
    day = reader.day(date.fromisoformat(stop.when)) if stop.when else reader.word("lineage.undated")
    under = reader.word("lineage.day_inferred") if stop.inferred and stop.when else ""
    if stop.sort == JUDGED and stop.side:
        under = reader.party_name(stop.side)
    return Station(x, y, shape, hues.get(stop.side, ""), day, code_words(stop, reader), under)


def _gap(one: Stop, two: Stop) -> bool:
    return not one.when or not two.when or int(two.when[:4]) - int(one.when[:4]) >= FAR_YEARS


def _rails(line: Line, places: dict[int, tuple[int, int]]) -> list[Rail]:
    rails = []
    for track in line.tracks:
        own = [at for at, stop in enumerate(line.stops) if stop.lane == track.record]
        rails += [
            Rail((places[one], places[two]), _gap(line.stops[one], line.stops[two])) for one, two in pairwise(own)
        ]
        above = [at for at, stop in enumerate(line.stops) if stop.lane == track.restates and own and at < own[0]]
        if above:
            (x1, y1), (x2, y2) = places[above[-1]], places[own[0]]
            rails.append(Rail(((x1, y1), (x2 - ELBOW if x1 < x2 else x2 + ELBOW, y2), (x2, y2)), dotted=False))
    return rails


def _names(
    line: Line, places: dict[int, tuple[int, int]], width: int, reader: Reader
) -> list[tuple[int, int, str, str]]:
    names = []
    for track in line.tracks[1:]:
        own = [at for at, stop in enumerate(line.stops) if stop.lane == track.record]
        if own:
            x, y = places[own[0]]
            title = reader.titled(track.title)
            short = title if len(title) <= 46 else title[:44].rsplit(" ", 1)[0] + " …"
            said = f"{track.number} · {short}"
            half = min(len(said) * LETTER // 2, width // 2)
            names.append((min(max(x, half), width - half), y + 64, said, "middle"))
    return names
