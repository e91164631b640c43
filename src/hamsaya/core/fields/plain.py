"""Fields: the base, words, codes and counts."""

import re
from typing import Annotated, Any, Generic, Literal, Self, TypeVar, overload

from msgspec import Meta

from hamsaya.core.errors import Refused
from hamsaya.core.text import LANGUAGES

T = TypeVar("T")
NOT_KNOWN = "not-known"


HASH = re.compile(r"[0-9a-f]{64}")
JOINER = "\u200c"
"""The half-space inside Persian words: the one unprinted character that belongs to writing."""


class Field(Generic[T]):
    """One named value of an act; a descriptor, so that `act.kind_of` reads the act's body."""

    widget = "line"

    def __init__(self, *, optional: bool = False, default: object = None, group: str = "") -> None:
        """`optional`: may be left out; `default`: what a form starts with; `group`: `what` and `first`
        lead a form, `note` ends it, `more` stands folded below."""
        self.optional = optional
        self.default = default
        self.group = group
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, act: None, owner: type) -> Self: ...
    @overload
    def __get__(self, act: Any, owner: type) -> T: ...
    def __get__(self, act: Any, owner: type) -> Any:
        return self if act is None else act.body.get(self.name)

    def refuse(self, code: str, **params: object) -> Refused:
        """Return the refusal of this field for raising."""
        return Refused(f"field.{code}", field=self.name, **params)

    def check(self, value: Any) -> T:
        """Return the value in its wire form, or raise Refused."""
        raise NotImplementedError  # pragma: no cover

    def shape(self) -> Any:
        """Return the `core.shape` of values that `check` returns unchanged, or None where there is none."""
        return None

    def words(self) -> tuple[str, ...]:
        """Return the keys of the words that this field's values need."""
        return ()


class Line(Field[str]):
    """One short line in no particular language: a number, an edition, a name of record."""

    def __init__(self, limit: int = 120, **options: Any) -> None:
        """`limit`: the most characters."""
        super().__init__(**options)
        self.limit = limit

    def check(self, value: Any) -> str:
        """Return the trimmed line; empty, longer than the limit or with control characters is refused."""
        if not isinstance(value, str) or not value.strip():
            raise self.refuse("empty")
        value = str(value.strip())
        if len(value) > self.limit:
            raise self.refuse("too-long", limit=self.limit, length=len(value))
        if not value.replace(JOINER, "").isprintable():
            raise self.refuse("control-character")
        return str(value)


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff]")
"""Control characters but the tabulator and the end of a line; halves of a character."""


def _clean_text(field: Field[Any], value: Any, limit: int) -> str:
    if not isinstance(value, str) or not value.strip():
        raise field.refuse("empty")
    value = str(value).replace("\r\n", "\n").strip()
    if len(value) > limit:
        raise field.refuse("too-long", limit=limit, length=len(value))
    if _CONTROL.search(value):
        raise field.refuse("control-character")
    return str(value)


class Wording(Field[dict[str, str]]):
    """The same words in one or more languages, side by side: {"en": …, "fa": …, "ur": …}."""

    widget = "wording"

    def __init__(self, limit: int = 500, every: bool = False, **options: Any) -> None:
        """`limit`: the most characters a language; `every`: all languages must be there."""
        super().__init__(**options)
        self.limit = limit
        self.every = every

    def check(self, value: Any) -> dict[str, str]:
        """Return the texts by language code, empty ones left out."""
        if not isinstance(value, dict) or not set(value) <= set(LANGUAGES):
            raise self.refuse("wording")
        kept = {lang: text for lang, text in value.items() if not (isinstance(text, str) and not text.strip())}
        if not kept or (self.every and set(kept) != set(LANGUAGES)):
            raise self.refuse("language-missing")
        return {lang: _clean_text(self, text, self.limit) for lang, text in kept.items()}


class Text(Field[dict[str, str]]):
    """Free text as its writer wrote it: {"lang": "fa", "text": …}. Optional by nature, never translated silently.

    With `erasable`, the node keeps the text as a salted blob outside the tree and the body holds
    {"lang": "fa", "file": salted hash}: withdrawing it leaves every proof whole (protocol, entries).
    """

    widget = "text"

    def __init__(self, limit: int = 500, erasable: bool = True, **options: Any) -> None:
        """`limit`: the most characters; `erasable`: kept as a blob outside the tree."""
        super().__init__(**{"optional": True, **options})
        self.limit = limit
        self.erasable = erasable

    def check(self, value: Any) -> dict[str, str]:
        """Return {"lang", "text"} or {"lang", "file"}."""
        if not isinstance(value, dict) or value.get("lang") not in LANGUAGES:
            raise self.refuse("text")
        if set(value) == {"lang", "file"} and HASH.fullmatch(str(value["file"])):
            return dict(value)
        if set(value) != {"lang", "text"}:
            raise self.refuse("text")
        return {"lang": value["lang"], "text": _clean_text(self, value["text"], self.limit)}


class Code(Field[str]):
    """One of a list of codes; the words are `<list>_<code>` in the terms."""

    widget = "choice"

    def __init__(self, codes: str, choices: tuple[str, ...], **options: Any) -> None:
        """`codes`: the list's name in the terms; `choices`: the codes that may be chosen, in the order shown."""
        super().__init__(**options)
        self.codes = codes
        self.choices = choices

    def check(self, value: Any) -> str:
        """Return the code."""
        if value not in self.choices:
            raise self.refuse("choice", choices=", ".join(self.choices))
        return str(value)

    def shape(self) -> Any:
        """Return the choices."""
        return Literal[self.choices]

    def words(self) -> tuple[str, ...]:
        """Return the key of each choice."""
        return tuple(f"{self.codes}_{choice}".replace("-", "_") for choice in self.choices)


class Codes(Field[list[str]]):
    """Some of a list of codes, in the list's own order."""

    widget = "choices"

    def __init__(self, codes: str, choices: tuple[str, ...], **options: Any) -> None:
        """As for Code."""
        super().__init__(**options)
        self.codes = codes
        self.choices = choices

    def check(self, value: Any) -> list[str]:
        """Return the chosen codes, each once."""
        if not isinstance(value, list) or not set(map(str, value)) <= set(self.choices):
            raise self.refuse("choice", choices=", ".join(self.choices))
        if not value and not self.optional:
            raise self.refuse("empty")
        return [choice for choice in self.choices if choice in value]

    def words(self) -> tuple[str, ...]:
        """Return the key of each choice."""
        return tuple(f"{self.codes}_{choice}".replace("-", "_") for choice in self.choices)


class Number(Field[int]):
    """A whole number between two limits."""

    widget = "number"

    def __init__(self, least: int = 0, most: int = 1_000_000, **options: Any) -> None:
        """`least` and `most`: the limits, both included."""
        super().__init__(**options)
        self.least = least
        self.most = most

    def check(self, value: Any) -> int:
        """Return the number."""
        if isinstance(value, bool) or not isinstance(value, int) or not self.least <= value <= self.most:
            raise self.refuse("number", least=self.least, most=self.most)
        return value

    def shape(self) -> Any:
        """Return whole numbers within the limits."""
        return Annotated[int, Meta(ge=self.least, le=self.most)]


class Count(Field["int | str"]):
    """How many, or `not-known`; never a blank that reads as zero."""

    widget = "count"

    def __init__(self, most: int = 100_000, **options: Any) -> None:
        """`most`: the largest count."""
        super().__init__(**options)
        self.most = most

    def check(self, value: Any) -> int | str:
        """Return the count or `not-known`."""
        if value == NOT_KNOWN:
            return NOT_KNOWN
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= self.most:
            raise self.refuse("number", least=0, most=self.most)
        return value

    def shape(self) -> Any:
        """Return whole numbers to the largest count, and `not-known`."""
        return Annotated[int, Meta(ge=0, le=self.most)] | Literal["not-known"]

    def words(self) -> tuple[str, ...]:
        """Return the key of the word for a count that is not known."""
        return ("not_known",)


class Flag(Field["bool | str"]):
    """Yes, no or `not-known`."""

    widget = "flag"

    def check(self, value: Any) -> bool | str:
        """Return the flag."""
        if value not in (True, False, NOT_KNOWN) or (isinstance(value, int) and not isinstance(value, bool)):
            raise self.refuse("flag")
        return value if isinstance(value, bool) else NOT_KNOWN

    def shape(self) -> Any:
        """Return yes, no and `not-known`."""
        return bool | Literal["not-known"]

    def words(self) -> tuple[str, ...]:
        """Return the keys of yes, no and not known."""
        return ("yes", "no", "not_known")


class Items(Field[list[Any]]):
    """A list of values of one field."""

    widget = "items"

    def __init__(self, item: Field[Any], most: int = 50, **options: Any) -> None:
        """`item`: the field of each value; `most`: how many there may be."""
        super().__init__(**options)
        self.item = item
        self.most = most

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        self.item.name = name

    def check(self, value: Any) -> list[Any]:
        """Return the checked values in their order."""
        if not isinstance(value, list) or len(value) > self.most or (not value and not self.optional):
            raise self.refuse("items", most=self.most)
        return [self.item.check(each) for each in value]

    def words(self) -> tuple[str, ...]:
        """Return what the item needs."""
        return self.item.words()
