"""Which words bring somebody's words, and whose they are."""

import pytest
from tests.reading.lines import lines, listed, read_line


@pytest.mark.parametrize(("expected", "text"), lines("voices.txt"))
def test_a_cue_names_who_speaks(expected: str, text: str) -> None:
    found = [f"{s.span.text}={s.speaker}" for s in read_line(text).statements]
    assert found == listed(expected)
