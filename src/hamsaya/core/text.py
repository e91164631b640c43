"""Words a person reads: one table for all languages, looked up by key; plus search folding and digits."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from hamsaya.core.errors import Broken

LANGUAGES = ("en", "fa", "ur")
RIGHT_TO_LEFT = frozenset({"fa", "ur"})
PLACEHOLDER = re.compile(r"\{([a-z][a-z_]*)\}")

Entry = dict[str, str]


def read_table(data: str) -> dict[str, Entry]:
    """Flatten a TOML words file: every table that holds `en`, `fa` and `ur` becomes one dotted key."""
    found: dict[str, Entry] = {}

    def walk(table: Mapping[str, object], path: tuple[str, ...]) -> None:
        if "en" in table:
            found[".".join(path)] = {name: str(text) for name, text in table.items() if isinstance(text, str)}
        for name, value in table.items():
            if isinstance(value, dict):
                walk(value, (*path, name))

    walk(tomllib.loads(data), ())
    return found


@cache
def _shipped() -> dict[str, Entry]:
    table: dict[str, Entry] = {}
    for source in _word_files():
        for key, entry in read_table(source).items():
            if key in table:
                raise Broken("words.twice", key=key)
            table[key] = entry
    return table


def _word_files() -> Iterator[str]:
    folder = resources.files("hamsaya") / "words"
    tables = sorted((item for item in folder.iterdir() if item.name.endswith(".toml")), key=lambda item: item.name)
    yield from (item.read_text(encoding="utf-8") for item in tables)


_added: dict[str, Entry] = {}


def add_words(data: str) -> None:
    """Add a words file's text (TOML) to the table: how a kind from outside the package brings its translations."""
    _added.update(read_table(data))
    _in_all.cache_clear()


def entry_for(key: str) -> Entry | None:
    """Return the table's entry for a key, or None."""
    return _added.get(key) or _shipped().get(key)


def has_word(key: str) -> bool:
    """Tell whether the key is in the table."""
    return entry_for(key) is not None


def all_words() -> dict[str, Entry]:
    """Return the whole table, key to entry, for checks and for the reference page."""
    return {**_shipped(), **_added}


def word(key: str, lang: str, /, **values: object) -> str:
    """Return the text for `key` in `lang`, placeholders filled: a value that is given by language in that language.

    A missing key or language is our own fault: Broken.
    """
    entry = entry_for(key)
    if entry is None or lang not in entry:
        raise Broken("words.missing", key=key, lang=lang)
    text = entry[lang]
    return PLACEHOLDER.sub(lambda m: _value(values.get(m.group(1), m.group(0)), lang), text) if values else text


def _value(value: object, lang: str) -> str:
    return str(value.get(lang) or value.get("en", "") if isinstance(value, Mapping) else value)


def in_all(key: str, /, **values: object) -> dict[str, str]:
    """Return the text for `key` in every language."""
    if not values:
        return dict(_in_all(key))
    return {lang: word(key, lang, **values) for lang in LANGUAGES}


@cache
def _in_all(key: str) -> dict[str, str]:
    return {lang: word(key, lang) for lang in LANGUAGES}


def plural(key: str, lang: str) -> str:
    """Return the plural form, or the single one where the language has no other."""
    entry = entry_for(key)
    if entry is None:
        raise Broken("words.missing", key=key, lang=lang)
    return entry.get(f"{lang}_plural", entry[lang])


def direction(lang: str) -> str:
    """Return `rtl` or `ltr`."""
    return "rtl" if lang in RIGHT_TO_LEFT else "ltr"


_FOLDS = str.maketrans(
    {
        "ي": "ی", "ى": "ی", "ئ": "ی", "ے": "ی", "ۓ": "ی", "ك": "ک", "ہ": "ه", "ھ": "ه", "ۂ": "ه", "ۀ": "ه",
        "ة": "ه", "ۃ": "ه", "آ": "ا", "أ": "ا", "إ": "ا", "ٱ": "ا", "ؤ": "و", "ڑ": "ر", "ٹ": "ت", "ڈ": "د",
        "ں": "ن", "ـ": None, "\u200c": " ", "\u200d": None, "\u200e": None, "\u200f": None,
    }
)  # fmt: skip


def fold(text: str) -> str:
    """Return the search key of a text: one form for ی/ي, ک/ك, ہ/ه, no marks, Latin digits, lower case.

    Used on what is stored for search and on what is typed, so that spellings of either language meet.
    """
    if text.isascii():
        return " ".join(text.casefold().split())
    text = unicodedata.normalize("NFKC", text).translate(_FOLDS)
    marks_off = (c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    digits = (str(unicodedata.decimal(c)) if c.isdecimal() else c for c in marks_off)
    return " ".join("".join(digits).casefold().split())


DIGITS = {"latn": "0123456789", "arabext": "۰۱۲۳۴۵۶۷۸۹"}


def to_latin(text: str) -> str:
    """Return a text with every decimal digit in its Latin form."""
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def isolated(text: str) -> str:
    """Return words that keep their own direction in a line of the other, with their stop at their own end."""
    return f"\u2068{text}\u2069"


def to_digits(text: str, numbering: str) -> str:
    """Write the Latin digits of a text in the reader's digits (`latn` or `arabext`)."""
    return text if numbering == "latn" else text.translate(str.maketrans(DIGITS["latn"], DIGITS[numbering]))
