"""Places of many shapes, and what only looks like one; days written in words."""

import pytest
from tests.reading.lines import lines, listed, read_line


def named(text: str, kind: str) -> list[str]:
    return [e.span.text for e in read_line(text).entities if e.type == kind]


@pytest.mark.parametrize(("expected", "text"), lines("places.txt"))
def test_places_are_found_and_nothing_that_looks_like_them(expected: str, text: str) -> None:
    assert named(text, "place") == listed(expected)


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
