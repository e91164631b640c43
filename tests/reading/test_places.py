"""Places of many shapes, and what only looks like one; days written in words."""

from pathlib import Path

import pytest

from hamsaya.reading import read

LINES = [
    line.split("|", 1)
    for line in (Path(__file__).parent / "places.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
HEAD = "date 2024-03-12\n\n"


def named(text: str, kind: str) -> list[str]:
    return [e.span.text for e in read(HEAD + text.replace("\\n", "\n")).entities if e.type == kind]


@pytest.mark.parametrize(("expected", "text"), LINES)
def test_places_are_found_and_nothing_that_looks_like_them(expected: str, text: str) -> None:
    assert named(text, "place") == ([] if expected == "-" else expected.split(";"))


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("The slip is valid from the first of March.", ["first of March"]),
        ("They keep the road free at Easter Week.", ["Easter Week"]),
        ("ZAGREB 12 March 2024 1915 – Ministers met.", ["12 March 2024"]),
    ],
)
def test_days_in_words_and_hours_behind_a_year(text: str, dates: list[str]) -> None:
    assert named(text, "date")[1:] == dates
