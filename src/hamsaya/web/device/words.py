"""The words that the browser puts together itself, in the reader's language."""

from hamsaya.core.reader import Reader

COUNTED = ("left_minutes", "left_hours", "left_days", "late_minutes", "late_hours", "late_days")
COUNT = "{count}"


def browser_words(reader: Reader) -> dict[str, str]:
    """Return phrases by name; `{count}` stands where the browser puts a number."""
    return {name: reader.word(f"web.{name}", count=COUNT) for name in COUNTED}
