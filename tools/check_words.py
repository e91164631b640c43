"""Check tables of words: three languages, right letters, tidy spaces, equal placeholders.

Usage: check_words.py [FILE...]   (without files: src/hamsaya/words/*.toml and docs/glossary.toml)

A table that holds one of en, fa, ur must hold all three. Latin words may stand in Persian and Urdu only
where the English has the same word (TOTP, compact.toml). A table `not` lists words to avoid and must not
name the term itself. A text of punctuation alone joins others and may carry its spaces.
"""

import re
import sys
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("en", "fa", "ur")
PLACEHOLDER = re.compile(r"\{[a-z][a-z_]*\}")
LATIN = re.compile(r"[A-Za-z][A-Za-z0-9_./:@=*-]*[A-Za-z0-9_=*/]|[A-Za-z]")
ARABIC_DIGITS = "".join(map(chr, range(0x0660, 0x066A)))
PRESENTATION = "\ufb50-\ufdff\ufe70-\ufefc"
ARABIC = "يىكةٱ" + ARABIC_DIGITS + PRESENTATION
BIDI = "\u202a-\u202e\u200e\u200f\u2066-\u2069\u00a0\ufeff"
WRONG = {
    "en": re.compile(f"[\u0600-\u06ff{BIDI}]"),
    "fa": re.compile(f"[{ARABIC}{BIDI}ہھےۓںٹڈڑۃۂۀ۔,;?]"),
    "ur": re.compile(rf"[{ARABIC}{BIDI}هۀ,;?]|\.(?=\s|$|»|”)"),
}
ZWNJ = "\u200c"
UNTIDY = re.compile(rf"^\s|\s$|\s\s|^{ZWNJ}|{ZWNJ}$|{ZWNJ}\s|\s{ZWNJ}|{ZWNJ}{ZWNJ}|\s[،؛؟۔.,]|[\t\r]")


def text_faults(language: str, text: str, english: str = "") -> Iterator[str]:
    """Yield what is wrong with one text of one language; `english` is the text beside it."""
    if not text.strip():
        yield "empty"
    if text != unicodedata.normalize("NFC", text):
        yield "not NFC"
    if any(map(str.isalnum, text)) and UNTIDY.search(text.replace("\n", "")):
        yield "untidy spaces or joiners"
    bare = PLACEHOLDER.sub("", text)
    if "{" in bare or "}" in bare:
        yield "stray brace"
    if language != "en":
        strange = [word for word in LATIN.findall(bare) if word not in english]
        yield from (f"Latin word {word!r} that the English lacks" for word in strange)
        bare = LATIN.sub("", bare)
    if found := WRONG[language].search(bare):
        yield f"wrong character {found.group()!r} (U+{ord(found.group()[-1]):04X})"
    if (language, text[-1:]) in {("ur", "."), ("fa", "۔")}:
        yield "ends with the stop of another language"


def stop_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Yield a fault where one language ends its sentence and another does not."""
    ended = {language: entry[language].endswith((".", "۔")) for language in LANGUAGES}
    if len(set(ended.values())) > 1:
        yield "ends as a sentence only in " + ", ".join(language for language, yes in ended.items() if yes)


def avoided_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the list of words to avoid."""
    for avoided in entry.get("not", []):
        if set(avoided) != {"word", "lang", "why"} or avoided["lang"] not in LANGUAGES:
            yield "not: needs word, lang and why"
        elif avoided["word"] == entry[avoided["lang"]]:
            yield f"not: {avoided['word']} is the term itself"


def entry_faults(entry: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one entry: a table with the languages as keys."""
    if missing := [language for language in LANGUAGES if language not in entry]:
        yield f"lacks {', '.join(missing)}"
        return
    for field, text in entry.items():
        language = field.removesuffix("_plural")
        if language in LANGUAGES:
            beside = entry.get(field.replace(language, "en", 1), entry["en"])
            yield from (f"{field}: {fault}" for fault in text_faults(language, text, beside))
    if len({frozenset(PLACEHOLDER.findall(entry[language])) for language in LANGUAGES}) > 1:
        yield "placeholders differ between the languages"
    yield from stop_faults(entry)
    yield from avoided_faults(entry)


def table_faults(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the faults of a table and of all tables and lists of tables inside it, each with its key."""
    if any(language in table and isinstance(table[language], str) for language in LANGUAGES):
        yield from (f"[{'.'.join(path)}] {fault}" for fault in entry_faults(table))
    for name, value in table.items():
        if isinstance(value, dict):
            yield from table_faults(value, (*path, name))
        elif isinstance(value, list) and name != "not":
            for number, item in enumerate(value):
                if isinstance(item, dict):
                    yield from table_faults(item, (*path, f"{name}[{number}]"))


def fits(template: str, example: str) -> bool:
    """Tell whether the example is the template with its placeholders filled."""
    pattern = ".+".join(map(re.escape, PLACEHOLDER.split(template)))
    return re.fullmatch(pattern, example) is not None


def keys(table: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the dotted key of every entry."""
    if "en" in table:
        yield ".".join(path)
    for name, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, (*path, name))


def doubled_keys(paths: list[Path]) -> list[str]:
    """Return the keys that stand in more than one of the files: the loader refuses those."""
    counts = Counter(key for path in paths for key in keys(tomllib.loads(path.read_text(encoding="utf-8"))))
    return sorted(key for key, count in counts.items() if count > 1)


def word_files() -> list[Path]:
    """Return the tables that ship, and the glossary."""
    return [*sorted((ROOT / "src" / "hamsaya" / "words").glob("*.toml")), ROOT / "docs" / "glossary.toml"]


def main(names: list[str]) -> int:
    """Check the files, print one line a fault, and return 1 where there is one."""
    found = 0
    for path in [Path(name) for name in names] or word_files():
        try:
            faults = list(table_faults(tomllib.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError) as error:
            faults = [str(error)]
        found += len(faults)
        print(*(f"{path.name}: {fault}" for fault in faults), sep="\n", end="\n" if faults else "")
        print(f"{path.name}: {len(faults)} faults")
    if not names:
        doubled = doubled_keys(word_files()[:-1])
        found += len(doubled)
        print(*(f"{key}: in two tables" for key in doubled), sep="\n", end="\n" if doubled else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
