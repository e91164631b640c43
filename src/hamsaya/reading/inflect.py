"""Make the forms of an English verb from its base form."""

import re
from collections.abc import Mapping

BASE, THIRD, PAST, PARTICIPLE, ING = 1, 2, 4, 8, 16

_VOWEL_Y = re.compile(r"[aeiou]y$")
_HISS = re.compile(r"(s|x|z|ch|sh)$")


def _third(base: str) -> str:
    """Return the form after he, she, it."""
    if base.endswith("y") and not _VOWEL_Y.search(base):
        return base[:-1] + "ies"
    return base + ("es" if _HISS.search(base) or base in {"go", "do", "undergo", "veto"} else "s")


def _past(base: str, doubled: bool) -> str:
    """Return the regular past form."""
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and not _VOWEL_Y.search(base):
        return base[:-1] + "ied"
    return base + (base[-1] if doubled else "") + "ed"


def _ing(base: str, doubled: bool) -> str:
    """Return the form in -ing."""
    if base.endswith("ie"):
        return base[:-2] + "ying"
    if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) and base != "be":
        return base[:-1] + "ing"
    return base + (base[-1] if doubled else "") + "ing"


def forms(base: str, irregular: Mapping[str, str], doubled: frozenset[str]) -> dict[str, int]:
    """Return every form of `base` with its bits (BASE, THIRD, PAST, PARTICIPLE, ING)."""
    twice = base in doubled
    past = participle = _past(base, twice)
    ing = _ing(base, twice)
    if base in irregular:
        past, participle, *rest = irregular[base].split()
        ing = rest[0] if rest else ing
    found: dict[str, int] = {}
    for form, bit in ((base, BASE), (_third(base), THIRD), (past, PAST), (participle, PARTICIPLE), (ing, ING)):
        found[form] = found.get(form, 0) | bit
    return found
