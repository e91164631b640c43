"""Fold the ways of writing one Persian, Urdu or Arabic name in Latin letters; suggest, never merge."""

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

FOLDS = (
    (re.compile(r"gh|ĝ|ğ"), "q"),
    (re.compile(r"kh|x"), "k"),
    (re.compile(r"ch|tch"), "c"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dj|dzh|j|zh"), "g"),
    (re.compile(r"th"), "t"),
    (re.compile(r"w|v|ou|oo"), "u"),
)
HONORIFIC = frozenset("syed seyed seyyed sayed sayyid haji hajji mir sardar hafiz sheikh shaikh malik".split())  # noqa: SIM905 - a list of words reads better


def skeleton(name: str) -> str:
    """Return the consonants of a name with romanisation folded.

    Ghoreishi, Qureishi and Quresihi give "qrs".
    """
    low = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if c.isalpha() and not unicodedata.combining(c))
    for pattern, letter in FOLDS:
        low = pattern.sub(letter, low)
    bones = low[:1] + re.sub(r"[aeiouyh]", "", low[1:])
    return re.sub(r"(.)\1+", r"\1", bones)


def parts(name: str) -> list[str]:
    """Return the skeletons of a name's parts, honorifics left out."""
    return [skeleton(p) for p in re.split(r"[\s-]+", name) if p and p.lower() not in HONORIFIC]


def may_be_same(one: str, other: str) -> bool:
    """Say whether two spellings may be one person: same last part, and given names that do not contradict."""
    a, b = parts(one), parts(other)
    if not a or not b or not _close(a[-1], b[-1]):
        return False
    return len(a) == 1 or len(b) == 1 or any(_close(x, y) for x in a[:-1] for y in b[:-1])


def _close(a: str, b: str) -> bool:
    """Say whether two skeletons are equal, or one letter apart in five or more."""
    return a == b or (min(len(a), len(b)) >= 4 and Levenshtein.distance(a, b) <= 1)
