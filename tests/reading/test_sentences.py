"""One sentence at a time.

Undertakings in many voices, calls, meetings, denials and incidents, and what only looks like them.
"""

from pathlib import Path

import pytest

from hamsaya.reading import read

KINDS = {"c": "commitments", "q": "calls", "m": "meetings", "n": "denials", "i": "incidents"}
LINES = [
    line.split("|", 1)
    for line in (Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("expected", "sentence"), LINES)
def test_a_sentence_gives_what_it_says(expected: str, sentence: str) -> None:
    reading = read("date 2024-03-12\n\n" + sentence.replace("\\n", "\n"))
    wanted = {KINDS[part[0]]: int(part[1:]) for part in expected.split(",")}
    assert {kind: len(getattr(reading, kind)) for kind in wanted} == wanted
