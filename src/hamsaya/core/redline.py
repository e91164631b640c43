"""Redlines: what a later wording took out of an earlier one and put in, word by word, in each language."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

KEPT, TAKEN_OUT, PUT_IN = "kept", "taken_out", "put_in"
WORDS = re.compile(r"\S+\s*")


def redline(before: str, after: str) -> list[tuple[str, str]]:
    """Return the pieces of both wordings in reading order, each with what became of it."""
    one, two = WORDS.findall(before), WORDS.findall(after)
    found: list[tuple[str, str]] = []
    for sort, a, b, c, d in SequenceMatcher(None, _bare(one), _bare(two), autojunk=False).get_opcodes():
        if sort == "equal":
            found.append((KEPT, "".join(two[c:d])))
            continue
        if a < b:
            found.append((TAKEN_OUT, "".join(one[a:b])))
        if c < d:
            found.append((PUT_IN, "".join(two[c:d])))
    return found


def redlines(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Return the redline of each language of two parallel wordings; one that a wording lacks is all new or all gone."""
    langs = dict.fromkeys((*after, *before))
    return {lang: redline(before.get(lang, ""), after.get(lang, "")) for lang in langs}


def _bare(words: list[str]) -> list[str]:
    return [word.rstrip() for word in words]
