"""What a compact holds: two parties, their desks and offices, places, clocks, marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from hamsaya.core.compact.table import Hours, Words
from hamsaya.core.errors import Refused
from hamsaya.core.retention import Keep

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday and its days; expected ones follow the moon and wait for their confirmation."""

    name: Words
    days: frozenset[date]
    expected: bool


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two states, with how its people read time and numbers."""

    code: str
    name: Words
    adjective: Words
    language: str
    zone: str
    capital: Words
    calendar: str
    numbering: str
    weekend: frozenset[int]
    """Days of rest, Monday is 0."""
    holidays: frozenset[date]
    """Every further day of rest, whether it has a name or not."""
    named_holidays: tuple[Holiday, ...]
    work: Hours
    hue: str

    @property
    def tz(self) -> ZoneInfo:
        """Return the zone of the party's capital."""
        return ZoneInfo(self.zone)

    def works_on(self, day: date) -> bool:
        """Tell whether the party's offices work on that day."""
        return day.weekday() not in self.weekend and day not in self.holidays

    def holidays_on(self, day: date) -> tuple[Holiday, ...]:
        """Return the named holidays that fall on that day."""
        return tuple(each for each in self.named_holidays if day in each.days)


@dataclass(frozen=True, slots=True)
class Named:
    """An area of cooperation or a channel: an id and its words."""

    id: str
    name: Words


@dataclass(frozen=True, slots=True)
class Office:
    """An office or a post. Only of a public office may the holder be named; a post never has a name."""

    id: str
    party: str
    name: Words
    public: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """A liaison desk: where it stands, who runs it, when it is staffed, and what it is for."""

    id: str
    party: str
    place: str
    name: Words
    hours: Hours
    channels: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Escalation:
    """Who is told when nobody has acknowledged for so many minutes."""

    after_minutes: int
    to: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """The clocks of one level, in minutes; `working-days` counts only the minutes of common working days."""

    level: int
    id: str
    name: Words
    clock: str
    receipt_seconds: int
    acknowledge_minutes: int
    answer_minutes: int
    answer_minutes_for: Mapping[str, int]
    needs_reason: bool
    escalate: tuple[Escalation, ...]

    @property
    def runs_always(self) -> bool:
        """Tell whether the clocks of this level run by day and night, desk hours or not."""
        return self.clock == "running"

    def answer_within(self, kind: str) -> int:
        """Return the minutes in which a record of that kind should be answered."""
        return self.answer_minutes_for.get(kind, self.answer_minutes)


@dataclass(frozen=True, slots=True)
class LinkTest:
    """A test of the link at a fixed time of the day on one party's clock."""

    id: str
    party: str
    minute: int
    """Minutes since midnight in that party's zone."""
    answer_minutes: int


@dataclass(frozen=True, slots=True)
class Marks:
    """The audience and the limit of use that a record starts with."""

    audience: str
    use: str


@dataclass(frozen=True, slots=True)
class Place:
    """A place both sides call by one id; without coordinates where none are agreed or known."""

    id: str
    name: Words
    kind: str
    parties: tuple[str, ...]
    precision: str
    lat: int | None
    lon: int | None
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Compact:
    """Everything the two parties agreed beforehand; the digest tells whether both hold the same."""

    id: str
    number: str
    name: Words
    languages: tuple[str, ...]
    sitting_months: int
    silence_approves: bool
    bands: tuple[int, ...]
    parties: tuple[Party, Party]
    areas: tuple[Named, ...]
    channels: tuple[Named, ...]
    offices: tuple[Office, ...]
    desks: tuple[Desk, ...]
    urgencies: tuple[Urgency, ...]
    link_tests: tuple[LinkTest, ...]
    default_marks: Marks
    kind_marks: Mapping[str, Marks]
    places: tuple[Place, ...]
    digest: str
    keep: Keep = field(default_factory=Keep)
    """How long content is kept."""

    def party(self, code: str) -> Party:
        """Return the party of that code, or raise Refused."""
        return _find(self.parties, "code", code)

    def other(self, code: str) -> Party:
        """Return the party across the border from that code, or raise Refused."""
        ours = self.party(code)
        return next(party for party in self.parties if party is not ours)

    def area(self, id: str) -> Named:  # noqa: A002 -- the name that the file uses
        """Return the area of cooperation of that id, or raise Refused."""
        return _find(self.areas, "id", id)

    def channel(self, id: str) -> Named:  # noqa: A002 -- the name that the file uses
        """Return the channel of that id, or raise Refused."""
        return _find(self.channels, "id", id)

    def office(self, id: str) -> Office:  # noqa: A002 -- the name that the file uses
        """Return the office or post of that id, or raise Refused."""
        return _find(self.offices, "id", id)

    def desk(self, id: str) -> Desk:  # noqa: A002 -- the name that the file uses
        """Return the desk of that id, or raise Refused."""
        return _find(self.desks, "id", id)

    def place(self, id: str) -> Place:  # noqa: A002 -- the name that the file uses
        """Return the place of that id, or raise Refused."""
        return _find(self.places, "id", id)

    def urgency(self, level: int) -> Urgency:
        """Return the clocks of that level (1 to 4), or raise Refused."""
        return _find(self.urgencies, "level", level)

    def marks(self, kind: str) -> Marks:
        """Return the marks that a new record of that kind (bare name) starts with."""
        return self.kind_marks.get(kind, self.default_marks)

    def is_common_working_day(self, day: date) -> bool:
        """Tell whether the offices of both parties work on that day."""
        return all(party.works_on(day) for party in self.parties)

    def desk_hours(self, party: str) -> Hours:
        """Return from when until when somebody is at a desk of that party; its office hours where it has no desk."""
        hours = [desk.hours for desk in self.desks if desk.party == party] or [self.party(party).work]
        return Hours(min(each.start for each in hours), max(each.end for each in hours))

    def band(self, km: int) -> int | None:
        """Return the outer edge in km of the distance band that holds this distance, or None beyond the last."""
        return next((edge for edge in self.bands if km <= edge), None)


def _find(things: Sequence[T], name: str, wanted: object) -> T:
    for thing in things:
        if getattr(thing, name) == wanted:
            return thing
    raise Refused("compact.not-listed", name=name, value=wanted)
