"""Wording help: what a text still lacks before two sides can tell whether it was done. It advises and stops nothing."""

import re
from collections.abc import Mapping
from typing import Any

from hamsaya.core.fields import NOT_STATED
from hamsaya.core.text import LANGUAGES, fold

COUNTED = re.compile(r"\d|[۰-۹]")
FEW_WORDS = 5


def advice(text: Mapping[str, Any]) -> tuple[str, ...]:
    """Return codes of what would make a proposed text checkable, the weightiest first."""
    wording, definition = text.get("wording") or {}, text.get("definition") or {}
    tests = (
        ("no_due", text.get("due", NOT_STATED) == NOT_STATED),
        ("definition_repeats", _same(wording, definition)),
        ("definition_short", bool(definition) and min(map(_words, definition.values())) < FEW_WORDS),
        ("no_number", not any(COUNTED.search(each) for each in (*wording.values(), *definition.values()))),
        ("no_guideline", not text.get("guideline")),
        ("no_offices", not text.get("offices")),
        ("no_milestones", not text.get("milestones")),
        ("binding_open", text.get("binding", "not_stated") == "not_stated"),
        ("language_missing", any(set(each) != set(LANGUAGES) for each in (wording, definition))),
    )
    return tuple(code for code, holds in tests if holds)


def verifiability(text: Mapping[str, Any]) -> int:
    """Return how checkable a text is: 3 with a definition of done and a due date, 2 with one of them, else 1."""
    return 1 + int(bool(text.get("definition"))) + int(text.get("due", NOT_STATED) != NOT_STATED)


def _same(one: Mapping[str, str], two: Mapping[str, str]) -> bool:
    return any(lang in two and fold(words) == fold(two[lang]) for lang, words in one.items())


def _words(text: str) -> int:
    return len(text.split())
