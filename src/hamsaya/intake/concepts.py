"""One idea in three languages: the terms of the package's own tables, so that a search in one finds the others."""

import re
from functools import cache

from hamsaya.core.text import LANGUAGES, all_words, fold

WORD = re.compile(r"\w+")
LONGEST = 4
"""Words in the longest term that is looked for."""
TABLES = re.compile(r"[a-z0-9_]+")
"""Terms stand at the top of the tables: a key with a dot is a sentence or a label of a page."""
EXTRA = (
    ("liaison officer", "افسر رابط", "رابطہ افسر"), ("liaison officers", "افسران رابط", "رابطہ افسران"),
    ("border market", "بازارچه مرزی", "سرحدی منڈی"), ("border markets", "بازارچه‌های مرزی", "سرحدی منڈیاں"),
    ("gas pipeline", "خط لوله گاز", "گیس پائپ لائن"), ("mechanism", "سازوکار", "میکانزم"),
    ("consultative mechanism", "سازوکار مشورتی", "مشاورتی میکانزم"), ("pilgrims", "زائران", "زائرین"),
    ("border", "مرز", "سرحد"), ("security", "امنیت", "سکیورٹی"), ("terrorism", "تروریسم", "دہشت گردی"),
    ("energy", "انرژی", "توانائی"), ("trade", "تجارت", "تجارت"), ("cooperation", "همکاری", "تعاون"),
    ("agreement", "توافق", "معاہدہ"), ("markets", "بازارچه‌ها", "منڈیاں"), ("market", "بازارچه", "مارکیٹ"),
    ("exhibition", "نمایشگاه", "نمائش"), ("delegation", "هیئت", "وفد"), ("sovereignty", "حاکمیت", "خودمختاری"),
    ("Turbat", "تربت", "تربت"), ("Zahedan", "زاهدان", "زاہدان"),
)  # fmt: skip


@cache
def _terms() -> dict[str, frozenset[str]]:
    """Return each folded term with its other languages' folded terms."""
    rows = [tuple(entry[lang] for lang in LANGUAGES) for key, entry in all_words().items() if TABLES.fullmatch(key)]
    table: dict[str, set[str]] = {}
    for row in (*rows, *EXTRA):
        folded = [fold(term) for term in row]
        if any(len(term.split()) > LONGEST or len(term) < 3 for term in folded):
            continue
        for term in folded:
            table.setdefault(term, set()).update(other for other in folded if other != term)
    return {term: frozenset(others) for term, others in table.items()}


def others(text: str) -> list[str]:
    """Return the folded terms of other languages for the terms that a text holds, the longest ones first."""
    words, at, found = WORD.findall(fold(text)), 0, []
    terms = _terms()
    while at < len(words):
        for length in range(LONGEST, 0, -1):
            term = " ".join(words[at : at + length])
            if len(words) - at >= length and term in terms:
                found += sorted(terms[term])
                break
        else:
            length = 1
        at += length
    return list(dict.fromkeys(found))
