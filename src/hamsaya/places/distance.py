"""What a distance to the line is worth: metres, uncertainty, side, and the three answers to "within"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from hamsaya.core.errors import Refused
from hamsaya.places.point import Point

DEFAULT_BANDS_KM = (2, 10, 30, 60)


class Within(StrEnum):
    """The three answers to "is it within this distance of the line?"."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Side(StrEnum):
    """The answers to "on whose side?" that name no country; a country answers with its own ISO code."""

    UNSURE = "unsure"
    DISPUTED = "disputed"
    NEITHER = "neither"


@dataclass(frozen=True)
class Distance:
    """The way from one point to one line: never without the line's version and its uncertainty.

    `side` is an ISO 3166 code, or `unsure` nearer to the line than its uncertainty, `disputed` or `neither`.
    `kind` is `land` or `sea` at the foot; `claim` names the one party that states the line there, empty if shared.
    """

    metres: float
    uncertainty_m: float
    line_version: str
    side: str
    foot: Point
    kind: str
    claim: str

    def within(self, limit_m: float) -> Within:
        """Answer yes or no only when the line's uncertainty cannot change the answer."""
        if self.metres + self.uncertainty_m <= limit_m:
            return Within.YES
        if self.metres - self.uncertainty_m > limit_m:
            return Within.NO
        return Within.UNSURE


def within_all(distances: Iterable[Distance], limit_m: float) -> Within:
    """Answer for several lines of one border: yes or no only when they all agree."""
    answers = {each.within(limit_m) for each in distances}
    return answers.pop() if len(answers) == 1 else Within.UNSURE


@dataclass(frozen=True, order=True)
class Band:
    """A belt along the line from `low_km` up to `high_km`; the last one has no upper end."""

    low_km: int
    high_km: int | None

    @property
    def code(self) -> str:
        """Return the wire code, such as `2-10` or `60+`."""
        return f"{self.low_km}+" if self.high_km is None else f"{self.low_km}-{self.high_km}"


def bands(km: Sequence[int] = DEFAULT_BANDS_KM) -> tuple[Band, ...]:
    """Return the belts between kilometres; raises Refused `place.bands.order` unless they rise from above 0."""
    edges = (0, *km)
    if not km or any(high <= low for low, high in pairwise(edges)):
        raise Refused("place.bands.order", km=tuple(km))
    closed = tuple(Band(low, high) for low, high in pairwise(edges))
    return (*closed, Band(edges[-1], None))


def possible_bands(distance: Distance, belts: Sequence[Band]) -> tuple[Band, ...]:
    """Return every band the point may lie in, given the uncertainty; one alone means it is sure."""
    low = distance.metres - distance.uncertainty_m
    high = distance.metres + distance.uncertainty_m
    return tuple(
        band for band in belts if band.low_km * 1000 <= high and (band.high_km is None or low < band.high_km * 1000)
    )


def band_of(distance: Distance, belts: Sequence[Band]) -> Band:
    """Return the band of the measured metres, the uncertainty left aside."""
    return next(band for band in belts if band.high_km is None or distance.metres < band.high_km * 1000)
