"""Who reads: language, digits, calendar and clock, and how times and places are put for that reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from persiantools.jdatetime import JalaliDate

from hamsaya.core.compact import Compact, Party
from hamsaya.core.errors import Refused
from hamsaya.core.fields import parse_instant
from hamsaya.core.fields.box import EDGES
from hamsaya.core.text import to_digits, to_latin, word

T = TypeVar("T")
TOKEN, LATIN = re.compile(r"\S+"), re.compile(r"[A-Za-z]")
GREGORIAN, SOLAR = "gregorian", "solar-hijri"
SOLAR_MONTHS = (
    "farvardin", "ordibehesht", "khordad", "tir", "mordad", "shahrivar", "mehr", "aban", "azar", "dey", "bahman",
    "esfand",
)  # fmt: skip
GREGORIAN_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
HOURS = re.compile(r"(\d\d?:\d\d) ?[-–] ?(\d\d?:\d\d)")
PARTS_OF_DAY = ((5, "night"), (12, "morning"), (17, "afternoon"), (21, "evening"), (24, "night"))


@dataclass(frozen=True, slots=True)
class Reader:
    """How one person reads: everything shown to that person passes through here."""

    compact: Compact
    party: Party
    lang: str
    numbering: str
    calendar: str

    @classmethod
    def of(cls, compact: Compact, party: str, lang: str = "", numbering: str = "", calendar: str = "") -> "Reader":
        """Return a reader at that party's node; what is left out follows the language, then the party.

        A reader in another party's language gets that party's digits and calendar, a reader in a third language
        Latin digits and the Gregorian calendar.
        """
        home = compact.party(party)
        lang = lang or home.language
        speaker = next((each for each in compact.parties if each.language == lang), None)
        digits = numbering or (speaker.numbering if speaker else "latn")
        return cls(compact, home, lang, digits, calendar or (speaker.calendar if speaker else GREGORIAN))

    @property
    def other_calendar(self) -> str:
        """Return the calendar beside the reader's own."""
        return GREGORIAN if self.calendar == SOLAR else SOLAR

    def digits(self, text: object) -> str:
        """Return a number or text with the reader's digits."""
        return to_digits(str(text), self.numbering)

    def hours(self, text: str) -> str:
        """Return hours written as "08:00-16:00" in words: a hyphen would read from left to right in Persian."""
        found = HOURS.fullmatch(text)
        if found is None:
            return text
        return self.word("phrase.hours", begins=self.digits(found[1]), ends=self.digits(found[2]))

    def word(self, key: str, /, **values: object) -> str:
        """Return the words for a key in the reader's language."""
        return word(key, self.lang, **values)

    def own_first(self, texts: Mapping[str, T]) -> dict[str, T]:
        """Return texts by language with the reader's own before the others."""
        return {lang: texts[lang] for lang in sorted(texts, key=lambda lang: lang != self.lang)}

    def listed(self, parts: Sequence[str], mark: str = "comma") -> str:
        """Return parts in a row, with the comma or the semicolon of the reader's language between them."""
        return f"{self.word(f'phrase.list_{mark}')} ".join(parts)

    def office_name(self, office: str | None) -> str:
        """Return the name of an office of the compact; empty where there is none of that id."""
        return next((self.name(each.name) for each in self.compact.offices if each.id == office), "")

    def name(self, words: dict[str, str] | Any) -> str:
        """Return the reader's language of a wording, or the first one there is."""
        return str(words.get(self.lang) or words.get("en") or next(iter(words.values()), ""))

    def titled(self, words: dict[str, str] | Any) -> str:
        """Return a title as `name` does, its numbers in the reader's digits, whichever it was written in."""
        return self.numbers(self.name(words))

    def numbers(self, text: str) -> str:
        """Return a text with its numbers in the reader's digits; what holds a Latin letter is a code, and stays."""
        return TOKEN.sub(lambda m: m[0] if LATIN.search(m[0]) else self.digits(to_latin(m[0])), text)

    def day(self, day: date, calendar: str = "") -> str:
        """Return a date in the reader's calendar or the one asked for: "1 Azar 1405", "22 November 2026"."""
        if (calendar or self.calendar) == SOLAR:
            solar = JalaliDate.to_jalali(day)
            parts, month = (solar.day, solar.year), SOLAR_MONTHS[solar.month - 1]
        else:
            parts, month = (day.day, day.year), GREGORIAN_MONTHS[day.month - 1]
        name = self.word(f"month_{month}")
        return self.word("phrase.day", day=self.digits(parts[0]), month=name, year=self.digits(parts[1]))

    def day_both(self, day: date) -> str:
        """Return a date in the reader's calendar with the other one in brackets."""
        return self.word("phrase.both_calendars", own=self.day(day), other=self.day(day, self.other_calendar))

    def clock(self, moment: datetime, party: Party | None = None) -> str:
        """Return the time of day on a party's clock, the reader's own by default."""
        return self.digits(moment.astimezone((party or self.party).tz).strftime("%H:%M"))

    def moment(self, moment: datetime) -> str:
        """Return a date with time on the reader's own clock, naming the capital."""
        local = moment.astimezone(self.party.tz)
        capital = self.name(self.party.capital)
        return self.word("phrase.moment", day=self.day(local.date()), clock=self.clock(moment), capital=capital)

    def bare(self, text: str) -> str:
        """Return a day or an instant of the wire as a bare date or date with time."""
        return self.day(date.fromisoformat(text)) if len(text) == 10 else self.moment(parse_instant(text))

    def when(self, when: dict[str, str]) -> str:
        """Return a time with its precision as a whole phrase with its own preposition."""
        precision = when["precision"]
        if precision == "not_stated":
            return self.word("phrase.on_not_stated")
        if precision == "range":
            return self.word("phrase.on_range", start=self.bare(when["at"]), end=self.bare(when["until"]))
        if len(when["at"]) == 10:
            return self.word("phrase.on_day", day=self.day(date.fromisoformat(when["at"])))
        return self._at_moment(precision, parse_instant(when["at"]))

    def _at_moment(self, precision: str, moment: datetime) -> str:
        local = moment.astimezone(self.party.tz)
        part = next(name for hour, name in PARTS_OF_DAY if local.hour < hour)
        return self.word(
            f"phrase.on_{precision}",
            day=self.day(local.date()),
            clock=self.clock(moment),
            capital=self.name(self.party.capital),
            part=self.word(f"part_{part}"),
        )

    def place_name(self, place: str) -> str:
        """Return a place's name, or its id where the compact does not list it."""
        try:
            return self.name(self.compact.place(place).name)
        except Refused:
            return place

    def party_name(self, code: str) -> str:
        """Return a party's name, or its code where the compact does not know it."""
        try:
            return self.name(self.compact.party(code).name)
        except Refused:
            return code

    def where(self, where: dict[str, Any]) -> str:
        """Return a place with its precision as a whole phrase with its own preposition."""
        if "place" in where:
            return self.word(f"phrase.at_{where['precision']}", place=self.place_name(where["place"]))
        if "km" in where:
            return self.word("phrase.at_band", km=self.digits(where["km"]), party=self.party_name(where["inside"]))
        for phrase, parts in (("at_point", ("lat", "lon")), ("at_box", EDGES)):
            if parts[0] in where:
                degrees = {part: self.digits(f"{where[part] / 1_000_000:.2f}") for part in parts}
                return self.word(f"phrase.{phrase}", precision=self.word(f"precision_{where['precision']}"), **degrees)
        return self.word("phrase.at_not_stated")


def seconds_text(seconds: float) -> str:
    """Return a signed duration as [-]h:mm, for countdowns in exports and on the command line."""
    sign, whole = ("-", -int(seconds)) if seconds < 0 else ("", int(seconds))
    return f"{sign}{whole // 3600}:{whole % 3600 // 60:02d}"


def utc(text: str) -> datetime:
    """Return the aware moment of a day or an instant of the wire; a day is its first moment in UTC."""
    return parse_instant(text) if len(text) == 20 else datetime.fromisoformat(text).replace(tzinfo=UTC)
