"""One sentence at a time.

Undertakings in many voices, calls, meetings, denials and incidents, and what only looks like them.
"""

import pytest
from tests.reading.lines import lines, read_line

KINDS = {"c": "commitments", "q": "calls", "m": "meetings", "n": "denials", "i": "incidents"}


@pytest.mark.parametrize(("expected", "sentence"), lines("sentences.txt"))
def test_a_sentence_gives_what_it_says(expected: str, sentence: str) -> None:
    reading = read_line(sentence)
    wanted = {KINDS[part[0]]: int(part[1:]) for part in expected.split(",")}
    assert {kind: len(getattr(reading, kind)) for kind in wanted} == wanted
