"""Which words bring somebody's words, and whose they are."""

from pathlib import Path

import pytest

from hamsaya.reading import read

LINES = [
    line.split("|", 1)
    for line in (Path(__file__).parent / "voices.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("expected", "text"), LINES)
def test_a_cue_names_who_speaks(expected: str, text: str) -> None:
    found = [f"{s.span.text}={s.speaker}" for s in read("date 2024-03-12\n\n" + text).statements]
    assert found == ([] if expected == "-" else expected.split(";"))
