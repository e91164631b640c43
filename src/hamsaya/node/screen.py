"""Screening before anything is signed: private persons' numbers, addresses and family lines stop an act.

One hook in `ledger.append` looks at every text of an act. What is found is refused with its kind and its field; a
second officer may let it pass with a reason, though never into a record that is open to the public.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Field, Items, Line, Quote, Text, Wording
from hamsaya.core.kinds import Act
from hamsaya.reading.screening import screen

SIGNS = re.compile(r"\d{3}|(?:\d\W{0,2}){5}|[@＠°]|[\[(]at[\])]|[A-Z]{2}\d{2}|[,،;؛][^,،;؛]{3,60}[,،;؛]", re.IGNORECASE)
WORDS = (
    "street", "lane", "alley", "house", "flat", "apartment", "apt", "s/o", "d/o", "w/o", "son of", "daughter of",
    "wife of", "widow of", " bin ", " ibn ", " bint ", " walad ", "فرزند", "ولد", "بنت", "زوجہ", "همسر", "دختر", "پسر",
    " بن ", " ابن ", "خیابان", "کوچه", "گلی", "محلہ", "مکان", "گھر",
)  # fmt: skip
APART = "\u2028"


_texts: dict[type[Act], tuple[str, ...]] = {}


def _texts_of(act: type[Act]) -> tuple[str, ...]:
    if act not in _texts:
        _texts[act] = tuple(name for name, each in act.fields.items() if _has_words(each))
    return _texts[act]


def _has_words(each: Field[Any]) -> bool:
    return _has_words(each.item) if isinstance(each, Items) else isinstance(each, Line | Wording | Text | Quote)


def _words(value: Any) -> Iterator[str]:
    """Yield every text in a field's value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for name, each in value.items():
            if name not in ("lang", "file", "source", "rule"):
                yield from _words(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)


def check(act: type[Act], body: Mapping[str, Any]) -> None:
    """Raise Refused(`screen.found`) with the field, the kind of the first finding and how many there are."""
    for name in _texts_of(act):
        if name in body:
            check_text(APART.join(_words(body[name])), name)


def check_text(text: str, field: str) -> None:
    """Raise Refused(`screen.found`) where a text holds what may not be signed."""
    hits = screen(text) if is_suspect(text) else ()
    if hits:
        raise Refused("screen.found", field=field, what=hits[0].kind, count=len(hits))


def is_suspect(text: str) -> bool:
    """Tell whether a text may hold anything that the screening finds; most texts do not and need no closer look."""
    if SIGNS.search(text) is not None or text.count("\n") >= 2:
        return True
    low = " ".join(text.casefold().split())
    return any(word in low for word in WORDS)
