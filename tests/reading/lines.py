"""Single sentences with what must be found in each, as the .txt files beside this one hold them."""

from pathlib import Path

from hamsaya.reading import Reading, read

HEAD = "date 2024-03-12\n\n"


def lines(name: str) -> list[tuple[str, str]]:
    """Return (expected, sentence) of each line of a file; lines that begin with # only tell."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    rows = (line.partition("|") for line in text.splitlines() if line and not line.startswith("#"))
    return [(expected, sentence.replace("\\n", "\n")) for expected, _, sentence in rows]


def read_line(sentence: str) -> Reading:
    """Return the reading of a sentence under a date."""
    return read(HEAD + sentence)


def listed(expected: str) -> list[str]:
    """Return what a line expects, one after another; "-" for nothing."""
    return [] if expected == "-" else expected.split(";")
