"""Limits in words: until when something is owed, and how long that still is."""

from hamsaya.core.reader import Reader
from hamsaya.core.text import plural
from hamsaya.node.board import BoardRow
from hamsaya.node.deadline import ACKNOWLEDGE, ANSWER, Deadline
from hamsaya.web.handling.marks import request_of

HOURS_FROM = 120
"""Minutes from which a span is told in hours."""
LIMITS = {ACKNOWLEDGE: "web.limit_acknowledge", ANSWER: "web.limit_answer"}


def limit_words(limit: Deadline | None, reader: Reader) -> str:
    """Return until when something is owed, or "" where nothing is or its clock has not started."""
    if limit is None or limit.at is None:
        return ""
    return reader.word(LIMITS.get(limit.what, "web.limit_stated"), time=reader.moment(limit.at))


def standing_words(item: BoardRow, reader: Reader) -> str:
    """Return why a record stands on a board: until when something is owed, and that it is asked to be widened."""
    asks = request_of(item.row, reader) if item.asked else ""
    return " · ".join(filter(None, (limit_words(item.deadline, reader), asks)))


def time_left(seconds: int, reader: Reader) -> str:
    """Return a duration as people say it: minutes to two hours, hours to two days, then days."""
    way, whole = ("late", -seconds) if seconds < 0 else ("left", seconds)
    if whole < 7_200:
        return reader.word(f"web.{way}_minutes", count=reader.digits(whole // 60))
    if whole < 172_800:
        return reader.word(f"web.{way}_hours", count=reader.digits(whole // 3600))
    return reader.word(f"web.{way}_days", count=reader.digits(whole // 86_400))


def span(minutes: int, reader: Reader) -> str:
    """Return a number of minutes with its unit: minutes up to two hours, then hours."""
    count, unit = (minutes, "minute") if minutes < HOURS_FROM else (minutes // 60, "hour")
    name = reader.word(f"unit_{unit}") if count == 1 else plural(f"unit_{unit}", reader.lang)
    return f"{reader.digits(count)} {name.lower()}"
