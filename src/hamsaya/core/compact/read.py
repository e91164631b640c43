"""Read a compact from its TOML file: strict, so that a slip of the pen never passes as a default."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import partial

from hamsaya.core.canonical import encode
from hamsaya.core.compact.model import (
    Compact,
    Desk,
    Escalation,
    Holiday,
    LinkTest,
    Marks,
    Named,
    Office,
    Party,
    Place,
    Urgency,
)
from hamsaya.core.compact.table import PARTY, SLUG, Table, listed
from hamsaya.core.errors import Refused
from hamsaya.core.kinds import AUDIENCES, USES
from hamsaya.core.retention import Keep
from hamsaya.core.text import DIGITS, LANGUAGES

KEPT = ("letters", "incidents", "claims", "access", "overrides", "review")
MOST_BYTES = 256 * 1024
PARTIES = 2
CALENDARS = ("gregorian", "solar-hijri")
HUES = ("a", "b")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LEVELS = (1, 2, 3, 4)
CLOCKS = ("running", "working-days")
ESCALATIONS = (
    "second-alarm", "duty-supervisor", "heads-of-desk", "directors", "daily-list", "ministry-desk", "weekly-list",
)  # fmt: skip
PLACE_KINDS = (
    "capital", "city", "town", "village", "crossing", "market", "market-slot", "venue", "mission", "border",
)  # fmt: skip
PLACE_PRECISIONS = ("exact", "within_1km", "within_10km", "district", "not_stated")


def load_compact(data: bytes) -> Compact:
    """Read a compact from the bytes of its TOML file, or raise Refused naming the key and what is wrong with it."""
    if len(data) > MOST_BYTES:
        raise Refused("compact.too-large", limit=MOST_BYTES, length=len(data))
    try:
        values = tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused("compact.not-toml", detail=str(error)) from error
    top = Table(values, "", "compact")
    compact = _read_compact(top)
    top.close()
    return compact


def _read_compact(top: Table) -> Compact:
    head = top.table("compact")
    languages = head.choices("languages", LANGUAGES)
    parties = _read_parties(top, languages)
    codes = (parties[0].code, parties[1].code)
    named = partial(_read_named, languages=languages)
    areas, channels = listed(top.tables("area"), named), listed(top.tables("channel"), named)
    places = listed(top.tables("place"), partial(_read_place, languages=languages, parties=codes))
    offices = listed(top.tables("office"), partial(_read_office, languages=languages, parties=codes))
    desks = _read_desks(top, languages, channels, places, offices)
    default_marks, kind_marks = _read_marks(top.table("marks"))
    compact = Compact(
        id=head.slug("id"),
        number=head.text("number"),
        name=head.words("name", languages),
        languages=languages,
        sitting_months=head.number("sitting_months", 1, 60),
        silence_approves=head.get("silence_approves", bool),
        bands=_read_bands(head),
        parties=parties,
        areas=tuple(areas.values()),
        channels=tuple(channels.values()),
        offices=tuple(offices.values()),
        desks=tuple(desks.values()),
        urgencies=_read_urgencies(top, languages),
        link_tests=_read_link_tests(top, codes),
        default_marks=default_marks,
        kind_marks=kind_marks,
        places=tuple(places.values()),
        digest=hashlib.sha256(encode(top.values)).hexdigest(),
        keep=_read_keep(top),
    )
    head.close()
    return compact


def _read_keep(top: Table) -> Keep:
    """Return how long content is kept; what the file leaves out is as `core.retention` has it."""
    if "retention" not in top.values:
        return Keep()
    table = top.table("retention")
    found = {name: table.number(f"{name}_months", 1, 1200) for name in KEPT if f"{name}_months" in table.values}
    table.close()
    return Keep(**found)


def _read_parties(top: Table, languages: tuple[str, ...]) -> tuple[Party, Party]:
    found = listed(top.tables("party"), partial(_read_party, languages=languages), "code")
    if len(found) != PARTIES:
        raise top.refuse("parties", "party", count=len(found))
    first, second = found.values()
    if first.hue == second.hue:
        raise top.refuse("twice", "party.hue", value=first.hue)
    return first, second


def _read_bands(head: Table) -> tuple[int, ...]:
    bands = head.items("bands", int)
    if bands != sorted(set(bands)) or bands[0] < 1:
        raise head.refuse("value", "bands", value=bands, choices="rising kilometres from 1")
    return tuple(bands)


def _read_party(table: Table, languages: tuple[str, ...]) -> Party:
    weekend = table.choices("weekend", WEEKDAYS)
    named = tuple(_read_holiday(each, languages) for each in table.tables("holiday", least=0))
    listed_days = frozenset(table.days("holidays"))
    return Party(
        code=table.matching("code", PARTY),
        name=table.words("name", languages),
        adjective=table.words("adjective", languages),
        language=table.choice("language", languages),
        zone=table.zone("zone"),
        capital=table.words("capital", languages),
        calendar=table.choice("calendar", CALENDARS),
        numbering=table.choice("numbering", tuple(DIGITS)),
        weekend=frozenset(map(WEEKDAYS.index, weekend)),
        holidays=listed_days.union(*(each.days for each in named)),
        named_holidays=named,
        work=table.hours("work"),
        hue=table.choice("hue", HUES),
    )


def _read_holiday(table: Table, languages: tuple[str, ...]) -> Holiday:
    days = frozenset(table.days("days"))
    if not days:
        raise table.refuse("missing", "days")
    made = Holiday(table.words("name", languages), days, expected=table.get("expected", bool))
    table.close()
    return made


def _read_named(table: Table, languages: tuple[str, ...]) -> Named:
    return Named(id=table.slug("id"), name=table.words("name", languages))


def _read_office(table: Table, languages: tuple[str, ...], parties: tuple[str, ...]) -> Office:
    return Office(
        id=table.slug("id"),
        party=table.choice("party", parties),
        name=table.words("name", languages),
        public=table.get("public", bool),
    )


def _read_place(table: Table, languages: tuple[str, ...], parties: tuple[str, ...]) -> Place:
    precision = table.choice("precision", PLACE_PRECISIONS)
    has_point = precision != "not_stated"
    return Place(
        id=table.slug("id"),
        name=table.words("name", languages),
        kind=table.choice("kind", PLACE_KINDS),
        parties=table.choices("parties", parties),
        precision=precision,
        lat=table.number("lat", -90_000_000, 90_000_000) if has_point else None,
        lon=table.number("lon", -180_000_000, 180_000_000) if has_point else None,
        aliases=tuple(table.items("aliases", str, [])),
    )


def _read_desks(
    top: Table,
    languages: tuple[str, ...],
    channels: Mapping[str, Named],
    places: Mapping[str, Place],
    offices: Mapping[str, Office],
) -> dict[str, Desk]:
    parties = tuple(office.party for office in offices.values())

    def read(table: Table) -> Desk:
        party = table.choice("party", parties)
        own = tuple(office.id for office in offices.values() if office.party == party and not office.public)
        return Desk(
            id=table.slug("id"),
            party=party,
            place=table.choice("place", tuple(places)),
            name=table.words("name", languages),
            hours=table.hours("hours"),
            channels=table.choices("channels", tuple(channels)),
            posts=table.choices("posts", own),
        )

    return listed(top.tables("desk"), read)


def _read_urgencies(top: Table, languages: tuple[str, ...]) -> tuple[Urgency, ...]:
    def read(table: Table) -> Urgency:
        return Urgency(
            level=table.number("level", LEVELS[0], LEVELS[-1]),
            id=table.slug("id"),
            name=table.words("name", languages),
            clock=table.choice("clock", CLOCKS),
            receipt_seconds=table.number("receipt_seconds", 1, 86_400),
            acknowledge_minutes=table.number("acknowledge_minutes", 1, 100_000),
            answer_minutes=table.number("answer_minutes", 1, 100_000),
            answer_minutes_for=_read_minutes(table),
            needs_reason=table.get("needs_reason", bool),
            escalate=_read_escalations(table),
        )

    found = listed(top.tables("urgency"), read, "level")
    levels = sorted(urgency.level for urgency in found.values())
    if levels != list(LEVELS):
        raise top.refuse("levels", "urgency", levels=", ".join(map(str, levels)))
    return tuple(sorted(found.values(), key=lambda urgency: urgency.level))


def _read_minutes(table: Table) -> dict[str, int]:
    if "answer_minutes_for" not in table.values:
        return {}
    inner = table.table("answer_minutes_for")
    return {inner.own_key(kind, SLUG): inner.number(kind, 1, 100_000) for kind in inner.values}


def _read_escalations(table: Table) -> tuple[Escalation, ...]:
    found = []
    for inner in table.tables("escalate"):
        found.append(Escalation(inner.number("after_minutes", 1, 100_000), inner.choice("to", ESCALATIONS)))
        inner.close()
    if [each.after_minutes for each in found] != sorted({each.after_minutes for each in found}):
        raise table.refuse("order", "escalate")
    return tuple(found)


def _read_link_tests(top: Table, parties: tuple[str, ...]) -> tuple[LinkTest, ...]:
    def read(table: Table) -> LinkTest:
        return LinkTest(
            id=table.slug("id"),
            party=table.choice("party", parties),
            minute=table.clock("at"),
            answer_minutes=table.number("answer_minutes", 1, 1_440),
        )

    return tuple(listed(top.tables("link_test"), read).values())


def _read_marks(table: Table) -> tuple[Marks, dict[str, Marks]]:
    def read(inner: Table) -> Marks:
        made = Marks(inner.choice("audience", AUDIENCES), inner.choice("use", USES))
        inner.close()
        return made

    default, kinds = read(table.table("default")), table.table("kind")
    table.close()
    return default, {kinds.own_key(kind, SLUG): read(kinds.table(kind)) for kind in kinds.values}
