"""What an undertaking is about and what its wording leaves open, by lists of words that a desk officer can extend."""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any

from hamsaya.core.text import fold


@cache
def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("hamsaya") / "intake" / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def _count(words: Iterable[str], text: str) -> int:
    return sum(f" {fold(word)}" in text for word in words)


def area_of(text: str, areas: Iterable[str]) -> str:
    """Return which of these areas the text speaks of most; the first where it speaks of none."""
    known, folded = list(areas), f" {fold(text)}"
    counts = {area: _count(words, folded) for area, words in _table("areas")["words"].items() if area in known}
    best = max(counts, key=lambda area: counts[area], default="")
    return best if best and counts[best] else known[0]


def left_open(text: str) -> list[str]:
    """Return the codes of what the wording leaves open."""
    folded = f" {fold(text)}"
    found = [code for rule in _table("missing")["rule"] if _count(rule["words"], folded) for code in rule["missing"]]
    return list(dict.fromkeys(found))
