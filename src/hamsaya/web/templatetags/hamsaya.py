"""Tags and filters of the pages: words, digits, dates, parties, urgency and the cut token."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hamsaya.core.fields import parse_instant
from hamsaya.core.kinds import kind_of
from hamsaya.core.letter import URGENCIES
from hamsaya.core.reader import Reader
from hamsaya.core.text import direction, plural, word
from hamsaya.people.page import language_now
from hamsaya.web.page import post_name

register = template.Library()


def _lang(context: Any) -> str:
    reader = context.get("reader")
    return reader.lang if isinstance(reader, Reader) else language_now()


@register.simple_tag(takes_context=True)
def w(context: Any, key: str, **values: Any) -> str:
    """Return the words of a key in the page's language."""
    return word(key, _lang(context), **values)


@register.simple_tag(takes_context=True)
def status(context: Any, code: str) -> str:
    """Return the words of a status."""
    return word(f"status.{code}".replace("-", "_"), _lang(context))


@register.simple_tag(takes_context=True)
def kind_word(context: Any, name: str) -> str:
    """Return the words of a kind's bare name."""
    return word(f"kind.{name}".replace("-", "_"), _lang(context))


@register.filter
def dir_of(lang: str) -> str:
    """Return `rtl` or `ltr` for a language."""
    return direction(lang)


@register.filter
def digits(value: object, reader: Reader) -> str:
    """Return a number in the reader's digits."""
    return reader.digits(value)


@register.filter
def named(words: Any, reader: Reader) -> SafeString:
    """Return a wording in the reader's language and digits; one in another language is marked as such."""
    if not words:
        return SafeString("")
    lang = reader.lang if words.get(reader.lang) else next((code for code in ("en", "fa", "ur") if words.get(code)), "")
    if not lang or lang == reader.lang:
        return format_html("{}", reader.titled({lang: words.get(lang, "")}))
    return format_html('<span lang="{}" dir="{}">{}</span>', lang, direction(lang), words[lang])


@register.filter
def moment(value: Any, reader: Reader) -> str:
    """Return an instant (text of the wire, datetime, or seconds since 1970) as date with time on the reader's clock."""
    if not value:
        return ""
    if isinstance(value, int | float):
        return reader.moment(datetime.fromtimestamp(value, tz=reader.party.tz))
    if isinstance(value, datetime):
        return reader.moment(value)
    return reader.bare(str(value))


@register.filter
def clock(value: Any, reader: Reader) -> str:
    """Return only the time of day of an instant on the reader's clock."""
    if not value:
        return ""
    if isinstance(value, int | float):
        value = datetime.fromtimestamp(value, tz=reader.party.tz)
    return reader.clock(value if isinstance(value, datetime) else parse_instant(str(value)))


@register.filter
def day(value: Any, reader: Reader) -> str:
    """Return a day ("YYYY-MM-DD", instant or date) in both calendars."""
    if not value:
        return ""
    found = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return reader.day_both(found)


@lru_cache(maxsize=512)
def _drawn(part: str, **values: str) -> SafeString:
    """Return a small part that many lines of a page show alike; it depends on these values alone."""
    return SafeString(render_to_string(f"web/part_{part}.html", values))


@register.simple_tag
def side(reader: Reader, code: str) -> SafeString:
    """Draw a party's marker and name."""
    hues = {party.code: party.hue for party in reader.compact.parties}
    return _drawn("side", hue=hues.get(code, "a"), name=reader.party_name(code))


@register.simple_tag
def urgency(reader: Reader, level: int) -> SafeString:
    """Draw the mark of an urgency level, 1 to 4, with its word."""
    level = level or len(URGENCIES)
    name = reader.word(f"urgency_{URGENCIES[level - 1]}")
    return _drawn("urgency", level=str(level), digit=reader.digits(level), name=name)


@register.inclusion_tag("web/part_tally.html")
def tally(reader: Reader, signed: Any, differs: bool = False) -> dict[str, Any]:
    """Draw the cut token: which of the two parties has signed. Own party first, as in each state's own copy."""
    ours, theirs = reader.party, reader.compact.other(reader.party.code)
    have = [party.code in signed for party in (ours, theirs)]
    state = "differs" if differs else "both" if all(have) else "one" if any(have) else "none"
    seam = {"differs": "apart", "both": "both", "none": "none"}.get(state, "first" if have[0] else "second")
    halves = [
        {"hue": party.hue, "name": reader.name(party.name), "open": not done}
        for party, done in zip((ours, theirs), have, strict=True)
    ]
    return {"state": state, "seam": seam, "first": ours.hue, "halves": halves}


@register.filter
def item(table: Any, key: Any) -> Any:
    """Return one value of a mapping, or nothing."""
    return table.get(key) if hasattr(table, "get") else None


@register.filter
def own_first(texts: dict[str, Any], reader: Reader) -> list[tuple[str, Any]]:
    """Return texts by language as pairs, the reader's own before the others."""
    return list(reader.own_first(texts).items())


@register.filter
def short(digest: str) -> str:
    """Return a digest as its first and last groups, for reading aloud."""
    return f"{digest[:4]} {digest[4:8]} … {digest[-4:]}" if len(digest) > 16 else digest


@register.filter
def party(code: str, reader: Reader) -> str:
    """Return a party's name."""
    return reader.party_name(code)


@register.filter
def post(code: str, reader: Reader) -> str:
    """Return a post in the reader's words."""
    return post_name(code, reader)


@register.filter
def other_clock(value: Any, reader: Reader) -> str:
    """Return the time of day of an instant on the other capital's clock, with its name."""
    theirs = reader.compact.other(reader.party.code)
    if isinstance(value, int | float):
        value = datetime.fromtimestamp(value, tz=theirs.tz)
    found = value if isinstance(value, datetime) else parse_instant(str(value))
    return f"{reader.clock(found, theirs)} {reader.name(theirs.capital)}"


@register.filter
def less(count: int, shown: Any) -> int:
    """Return how many are left beside those shown."""
    return count - len(shown)


@register.filter
def short_moment(value: str | datetime, reader: Reader) -> str:
    """Return a day or an instant as time of day and date; the clocks stand at the head of the page."""
    if isinstance(value, str) and len(value) == 10:
        return reader.day(date.fromisoformat(value))
    found = (value if isinstance(value, datetime) else parse_instant(value)).astimezone(reader.party.tz)
    return f"{reader.clock(found)} · {reader.day(found.date())}"


@register.filter
def joined(words: list[str], reader: Reader) -> str:
    """Return words as a list in one line, with the reader's comma."""
    return f"{reader.word('phrase.list_comma')} ".join(words)


@register.filter
def area(code: str, reader: Reader) -> str:
    """Return an area of cooperation in the reader's words."""
    return next((reader.name(each.name) for each in reader.compact.areas if each.id == code), code)


@register.filter
def place(code: str, reader: Reader) -> str:
    """Return a place's name in the reader's words."""
    return reader.place_name(code)


@register.filter
def audience_key(code: str) -> str:
    """Return the key of an audience's words."""
    return f"audience_{code.lower()}"


@register.filter
def modality(code: str, reader: Reader) -> str:
    """Return the words of a modality."""
    return reader.word(f"modality_{code}")


@register.filter
def language(code: str, reader: Reader) -> str:
    """Return a language's name in the reader's language."""
    return reader.word(f"lang_{code}")


@register.filter
def slug(record: str) -> str:
    """Return the part of a record's id after its owner."""
    return record.partition("/")[2]


@register.filter
def owner(record: str) -> str:
    """Return the party in whose log a record lives."""
    return record.partition("/")[0]


@register.filter
def bare_kind(wire: str) -> str:
    """Return a kind's bare name, or `unknown` for one this node does not know."""
    return wire.partition("/")[0] if kind_of(wire) else "unknown"


@register.filter
def minutes(count: int, reader: Reader) -> str:
    """Return a duration in minutes as people say it."""
    size, unit = next((each for each in ((1440, "day"), (60, "hour")) if count and count % each[0] == 0), (1, "minute"))
    number = count // size
    name = reader.word(f"unit_{unit}") if number == 1 else plural(f"unit_{unit}", reader.lang)
    return f"{reader.digits(number)} {name.lower()}"


@register.filter
def plain(number: float) -> str:
    """Return a number as drawings need it, whatever the page's language."""
    return f"{number:g}"


@register.filter
def km(metres: float, reader: Reader) -> str:
    """Return metres as kilometres with one decimal, in the reader's digits."""
    return reader.digits(f"{metres / 1000:.1f}")
