"""Redlines: what a later wording took out of an earlier one and put in, word by word, in each language."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher

SAME, NEW, GONE = "same", "new", "gone"


def pieces(one: Sequence[str], two: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the words of two wordings in order as (same | gone | new, words)."""
    for code, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
        if code == "equal":
            yield SAME, " ".join(one[a:b])
            continue
        if b > a:
            yield GONE, " ".join(one[a:b])
        if d > c:
            yield NEW, " ".join(two[c:d])


def redlines(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the pieces of each language of two parallel wordings; one that a wording lacks is all new or all gone."""
    langs = dict.fromkeys((*after, *before))
    return {lang: tuple(pieces(before.get(lang, "").split(), after.get(lang, "").split())) for lang in langs}
