"""Dates by rule: what is written, the value or range it stands for, and how it was worked out."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import msgspec

from hamsaya.reading.tense import DATE, FUTURE, SHAMSI, STARTS, TENSE, YEAR, month_numbers, number_words, weekday_names


class Dated(msgspec.Struct, frozen=True, gc=False):
    """Characters start to end, the ISO value or interval (None if it cannot be known) and the reason."""

    start: int
    end: int
    norm: str | None
    reason: str


def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def safe(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text)) if text[:1].isdigit() else number_words().get(text.lower(), 1)


def _month(text: str) -> int:
    return month_numbers()[text.lower().rstrip(".")]


class Resolver:
    """Works out the values of one report's dates from its own date and from the date named last."""

    def __init__(self, text: str, doc: date | None) -> None:
        """Keep the text and the report's date."""
        self.text, self.doc = text, doc
        self.last: date | None = doc
        self.years: list[int] = [int(y) for y in re.findall(rf"(?<![\d.,:/-]){YEAR}(?![\d])", text[:600])]

    def future(self, start: int) -> bool:
        """Say whether the words around a date speak of what is to come."""
        near = max(start - 160, 0)
        begin = max(self.text.rfind(". ", near, start), self.text.rfind("\n", near, start), near)
        return bool(FUTURE.search(self.text, max(begin, 0), start))

    def near_year(self, month: int, day: int, start: int) -> int | None:
        """Return the year that makes a day nearest to the report's date, in the sense of the tense."""
        if self.doc is None:
            return self.years[0] if self.years else None
        options = [d for y in (-1, 0, 1) if (d := safe(self.doc.year + y, month, day))]
        if self.future(start):
            options = [d for d in options if d >= self.doc - timedelta(days=31)] or options
        doc = self.doc
        return min(options, key=lambda d: abs((d - doc).days)).year if options else None

    def day(self, day: str, month: str, year: str | None, start: int) -> tuple[str | None, str]:
        """Resolve a day and month, with or without year."""
        number, which = _number(day), _month(month)
        value = int(year) if year else self.near_year(which, number, start)
        found = safe(value, which, number) if value else None
        if found:
            self.last = found
            return found.isoformat(), "written" if year else "year inferred from the report's date"
        return None, "no year and no report date"

    def weekday(self, name: str, relative: str | None, start: int) -> tuple[str | None, str]:
        """Resolve a weekday: the latest not after the report's date, or the next one in future tense."""
        if self.doc is None:
            return None, "weekday without a report date"
        target = weekday_names().index(name.lower())
        back = (self.doc.weekday() - target) % 7
        ahead = (target - self.doc.weekday()) % 7 or 7
        if relative == "this":
            found = self.doc + timedelta(days=target - self.doc.weekday())
        elif relative in ("next", "coming"):
            found = self.doc + timedelta(days=ahead)
        elif relative in ("last", "past"):
            found = self.doc - timedelta(days=back or 7)
        elif self._coming(start):
            found = self.doc + timedelta(days=ahead if back else 0)
        else:
            found = self.doc - timedelta(days=back)
        self.last = found
        return found.isoformat(), "weekday against the report's date"

    def _coming(self, start: int) -> bool:
        """Say whether the nearest sign of tense before a date in its sentence is of the future."""
        return self._tense(start) == "ahead"

    def past(self, start: int) -> bool:
        """Say whether the nearest sign of tense before a date is of the past."""
        return self._tense(start) == "gone"

    def _tense(self, start: int) -> str | None:
        """Return "ahead" or "gone" by the nearest sign of tense before a date in its sentence, or None."""
        near = max(start - 120, 0)
        begin = max(self.text.rfind(mark, near, start) for mark in (". ", "\n", "; ", "? "))
        signs = list(TENSE.finditer(self.text, max(begin, near), start))
        return signs[-1].lastgroup if signs else None


def _span(first: date, last: date) -> str:
    return f"{first.isoformat()}/{last.isoformat()}"


def _shift_month(day: date, by: int) -> str:
    index = day.year * 12 + day.month - 1 + by
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def _iso(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    found = safe(*map(int, m["iso"].split("-")))
    r.last = found or r.last
    return (found.isoformat() if found else None), "written"


def _num(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    day, month, year = map(int, re.split(r"[./-]", m["num"]))
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    found = safe(year, month, day) or safe(year, day, month)
    r.last = found or r.last
    return (found.isoformat() if found else None), "written, day first"


def _ymd(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    year, month, day = map(int, re.split(r"[./]", m["ymd"]))
    found = safe(year, month, day) if year > 1600 else jalali(year, month, day)
    r.last = found or r.last
    return (found.isoformat() if found else None), "written" if year > 1600 else "Solar Hijri"


def jalali(year: int, month: int, day: int) -> date | None:
    """Return the Gregorian day of a Solar Hijri one, or None where there is no such day."""
    from persiantools.jdatetime import JalaliDate  # only reports with Solar Hijri dates pay for the import

    try:
        found: date = JalaliDate(year, month, day).to_gregorian()
    except ValueError:
        return None
    return found


def _range(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    month, first, last = m["rm"] or m["rm2"], m["r1"] or m["r3"], m["r2"] or m["r4"]
    one, reason = r.day(first, month, m["ry"], m.start())
    two, _ = r.day(last, month, m["ry"] or (one[:4] if one else None), m.start())
    return (f"{one}/{two}" if one and two else None), reason


def _cross(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    year = m["cy"] or m["cy2"]
    one, reason = r.day(m["c1"] or m["c3"], m["cm1"] or m["cm3"], year, m.start())
    two, _ = r.day(m["c2"] or m["c4"], m["cm2"] or m["cm4"], year, m.start())
    return (f"{one}/{two}" if one and two else None), reason


def _dmy(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    return r.day(m["d1"] or m["d2"], m["m1"] or m["m2"], m["y1"] or m["y2"], m.start())


def _quarter(_r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    year, order = int(m["qy2"]), int(m["q2"] or m["h2"])
    size = 6 if m["h2"] else 3
    return _span(date(year, (order - 1) * size + 1, 1), month_end(year, order * size)), "quarter or half year"


def _month_year(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    month = _month(m["m3"] or m["m5"] or m["m4"])
    if m["y3"]:
        return f"{m['y3']}-{month:02d}", "written"
    if r.doc is None:
        return (
            (f"{r.years[0]}-{month:02d}", "year named elsewhere") if r.years else (None, "no year and no report date")
        )
    if m["mrel"]:
        return f"{r.doc.year + {'this': 0, 'next': 1, 'last': -1}[m['mrel']]}-{month:02d}", "against the report's date"
    gap = month - r.doc.month
    word = m.group().split()[0].lower()
    ahead = word == "next" or (word != "last" and (r.future(m.start()) or (0 < gap < 6 and not r.past(m.start()))))
    past = word == "last" or not ahead
    year = r.doc.year + (1 if ahead and gap < 0 else -1 if past and gap > 0 else 0)
    return f"{year}-{month:02d}", "year inferred from the report's date"


def _weekday(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    if m["wweek"] and r.doc:
        monday = (
            r.doc - timedelta(days=r.doc.weekday()) + timedelta(weeks={"last": -1, "this": 0, "next": 1}[m["wweek"]])
        )
        r.last = monday + timedelta(days=weekday_names().index(m["wd"].lower()))
        return r.last.isoformat(), "weeks from Monday to Sunday"
    return r.weekday(m["wd"], m["wrel"] or m["wlast"], m.start())


def _relday(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    if r.doc is None:
        return None, "relative without a report date"
    low = m.group().lower()
    by = (
        -2
        if "before" in low
        else 2
        if "after " in low
        else -1
        if low.startswith(("yesterday", "last"))
        else 1
        if low.startswith("tomorrow")
        else 0
    )
    r.last = r.doc + timedelta(days=by)
    return r.last.isoformat(), "relative to the report's date"


def _relspan(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    base = r.doc
    if base is None:
        return None, "relative without a report date"
    word, unit = m["rs"].lower(), m["unit"]
    by = {"last": -1, "previous": -1, "this": 0, "next": 1, "following": 1, "coming": 1}[word]
    if unit == "year":
        return str(base.year + by), "relative to the report's date"
    if unit == "month":
        return _shift_month(base, by), "relative to the report's date"
    if unit == "quarter":
        index = base.year * 4 + (base.month - 1) // 3 + by
        first = date(index // 4, index % 4 * 3 + 1, 1)
        return _span(first, month_end(first.year, first.month + 2)), "relative to the report's date"
    monday = base - timedelta(days=base.weekday()) + timedelta(weeks=by)
    if unit == "weekend":
        return _span(monday + timedelta(days=5), monday + timedelta(days=6)), "relative to the report's date"
    return _span(monday, monday + timedelta(days=6)), "weeks from Monday to Sunday"


def _ago(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    base = r.doc if m["adir"] == "ago" else r.last
    if base is None or m["an"] in ("several", "few"):
        return None, "no date to count from"
    count = _number(m["an"]) * (1 if m["adir"] == "later" else -1)
    unit = m["au"].rstrip("s")
    if unit in ("day", "week"):
        r.last = base + timedelta(days=count * (7 if unit == "week" else 1))
        return r.last.isoformat(), "counted from the date before it"
    return (_shift_month(base, count) if unit == "month" else str(base.year + count)), "counted from the date before it"


def _follow(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    if r.last is None:
        return None, "no date to count from"
    low = m.group().lower()
    by = 0 if "same" in low else -1 if "previous" in low or "earlier" in low else 1
    r.last += timedelta(days=by)
    return r.last.isoformat(), "counted from the date before it"


def _nth(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    if r.doc is None:
        return None, "day of the month without a report date"
    found = safe(r.doc.year, r.doc.month, _number(m["nd"]))
    return (found.isoformat() if found else None), "month of the report's date"


def _shamsi(r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    names = SHAMSI[3:-1].split("|")
    month = names.index(m["sm"] or m["sm2"]) % 12 + 1
    day = m["sd"] or m["sd2"]
    year = int(m["sy"]) if m["sy"] else (r.doc.year - 621 - (r.doc < date(r.doc.year, 3, 21)) if r.doc else 0)
    first = jalali(year, month, _number(day) if day else 1) if year else None
    if first is None:
        return None, "Solar Hijri without a year, or no such day"
    if day:
        r.last = first
        return first.isoformat(), "Solar Hijri"
    return _span(first, first + timedelta(days=29)), "Solar Hijri month"


def _season(_r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    return m.group(), "named season"


def _decade(_r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    year = int(m["dy"])
    if year < 1500:
        return _span(date(year + 621, 3, 21), date(year + 622, 3, 20)), "Solar Hijri year"
    return str(year), "written"


def _year(_r: Resolver, m: re.Match[str]) -> tuple[str | None, str]:
    return m.group(), "written"


KINDS: dict[str, Callable[[Resolver, re.Match[str]], tuple[str | None, str]]] = {
    "iso": _iso,
    "num": _num,
    "ymd": _ymd,
    "shamsi": _shamsi,
    "range": _range,
    "cross": _cross,
    "dmy": _dmy,
    "quarter": _quarter,
    "my": _month_year,
    "weekday": _weekday,
    "relday": _relday,
    "relspan": _relspan,
    "ago": _ago,
    "follow": _follow,
    "nth": _nth,
    "season": _season,
    "decade": _decade,
    "year": _year,
}


FULL = ("iso", "num", "dmy", "range", "cross", "ymd", "shamsi")


CLOSING = re.compile(
    r"\b(?:done|signed|issued|given|adopted|agreed)\s+(?:at|in|on)\b|^\W*[A-Z][\w ]{2,30},", re.IGNORECASE
)


def written_dates(text: str) -> list[re.Match[str]]:
    """Return what reads like a date, in order; the group closed last, `lastgroup`, is its kind.

    The long expression is tried only where the short one says that a date may begin.
    """
    found: list[re.Match[str]] = []
    for place in STARTS.finditer(text):
        match = DATE.match(text, place.start()) if not found or place.start() >= found[-1].end() else None
        if match:
            found.append(match)
    return found


def _full_dates(written: list[re.Match[str]], start: int, end: int) -> Iterator[tuple[int, date]]:
    """Yield every date with day, month and year between two characters; of a range its last day."""
    resolver = Resolver("", None)
    for match in written:
        kind = match.lastgroup or ""
        inside = start <= match.start() and match.end() <= end
        norm = KINDS[kind](resolver, match)[0] if inside and kind in FULL else None
        if norm and len(norm) >= 10:
            yield match.start(), date.fromisoformat(norm[-10:])


def _line(text: str, at: int) -> str:
    """Return the line that holds a character."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return text[start : end if end >= 0 else len(text)]


def report_date(text: str, written: list[re.Match[str]]) -> date | None:
    """Return the report's own date among those `written` in it.

    A header line, a dateline, a closing line ("Done at X on ..."), or a month at the top.
    """
    for at, day in _full_dates(written, 0, 900):
        if at < 260 or text.count("\n", 0, at) < 4 or len(_line(text, at)) < 90:
            return day
    for at, day in _full_dates(written, len(text) - 400, len(text)):
        line = _line(text, at)
        if len(line) < 60 or (CLOSING.search(line) and len(line) < 200):
            return day
    for match in written:
        if match["y3"] and match.end() <= 160:
            return date(int(match["y3"]), _month(match["m3"]), 1)
    return None


def find_dates(text: str, written: list[re.Match[str]], doc: date | None) -> list[Dated]:
    """Return every date `written` in a report, resolved against `doc`, the report's own date."""
    resolver = Resolver(text, doc)
    found: list[Dated] = []
    for match in written:
        kind = match.lastgroup or ""
        if kind == "weekday" and text[max(0, match.start() - 6) : match.start()].lower().endswith(("every ", "each ")):
            continue
        norm, reason = KINDS[kind](resolver, match)
        start = match.start() + (
            4 if match.group().startswith("the ") and kind in ("quarter", "relspan", "follow") else 0
        )
        found.append(Dated(start, match.end(), norm, reason))
    return found
