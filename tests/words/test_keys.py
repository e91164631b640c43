"""Every key that a page or the program names in plain letters is in the tables; a missing one would stop a page."""

import re
from pathlib import Path

from hamsaya.core.text import has_word

ROOT = Path(__file__).resolve().parents[2] / "src" / "hamsaya"
IN_PAGES = re.compile(r"\{%\s*w\s+(?:\"([^\"{]+)\"|'([^'{]+)')(?!\|)")
IN_CODE = re.compile(r"\b(?:word|in_all|plural)\(\s*\"([a-z][a-z0-9_.-]*)\"")


def missing(pattern: str, names: re.Pattern[str]) -> set[tuple[str, str]]:
    """Return (file, key) of each key that is in no table."""
    found = set()
    for path in ROOT.rglob(pattern):
        for match in names.finditer(path.read_text(encoding="utf-8")):
            key = next(each for each in match.groups() if each)
            if not has_word(key):
                found.add((str(path.relative_to(ROOT)), key))
    return found


def test_every_word_of_a_page_is_there() -> None:
    assert missing("*.html", IN_PAGES) == set()


def test_every_word_that_the_program_names_is_there() -> None:
    assert missing("*.py", IN_CODE) == set()
