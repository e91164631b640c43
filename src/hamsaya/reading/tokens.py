"""Cut a text into tokens with their verb forms, once, for every later step."""

import re
from dataclasses import dataclass, field
from operator import add

from hamsaya.reading.lexicon import demonyms, gazetteer, given_names, verbs, words

ABBREVIATIONS = (
    "Gen Brig Maj Col Capt Lt Adm Cdr Sgt Cpl Mr Mrs Ms Dr Prof Hon Rev St Sr Jr Messrs "
    "Mt Ft No Nos Art Arts para paras "
    "Md Mohd Sk Pol Cmdr Lic Amb Sen Rep Gov Pres Supt Insp Fr Eng Ing Jan Feb Mar Apr Jun Jul Aug "
    "Sep Sept Oct Nov Dec vs approx Ltd Co Inc Corp Sh Ch Yu Zh Kh Ts Ya Yo"
)
SHORT = frozenset(f"{b}." for a in ABBREVIATIONS.split() for b in (a, a.upper()))
TOKEN = re.compile(r"\w+(?:[-‑'’.](?![sS]\b)\w+)*(?:\.(?=[A-Za-z0-9]|[ \u00a0]\S))?|['’]s\b|[^\w\s]")
WHOLE = re.compile(r"(?:[^\W\d_]\.){2,}$|[A-Z]\.$")
NUMERIC = re.compile(r"\d+(?:[.,:/]\d+)*(?:st|nd|rd|th)?$")


@dataclass(slots=True)
class Tokens:
    """Parallel lists, one entry per token; `base` is the verb's base form or "", `bits` its forms."""

    text: str
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    word: list[str] = field(default_factory=list)
    low: list[str] = field(default_factory=list)
    base: list[str] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.start)


ROUTE = re.compile(
    r"\s(?:border|bridge|road|railway|line|crossing|lane|corridor|highway|section|route|stretch"
    r"|axis|ferry|pipeline|bus|train|track|frontier|gate|sector|motorway)\b"
)


SEATED = words("based led born backed bound held controlled administered trained registered ruled appointed")
PLACED = re.compile(r"(?:at|between|section|sector) $")


LONGEST = 60  # no name is longer; a longer run of hyphens is not looked into


def _cut(word: str, text: str, end: int) -> list[str]:
    """Cut a token: full stops off words that are no abbreviation, two places off one another."""
    if "." in word and len(word) > 1 and not (word in SHORT or WHOLE.match(word) or NUMERIC.match(word)):
        return [part for part in re.split(r"(\.)", word) if part]
    if "-" not in word or not word[0].isupper() or len(word) > LONGEST:
        return [word]
    head, _, tail = word.rpartition("-")
    if tail in SEATED and head in gazetteer():
        return [head, "-", tail]
    before = SURNAME.search(text[max(0, end - len(word) - 24) : end - len(word)])
    if before and before[1].lower() in given_names():
        return [word]
    parts = _parts(word)
    if len(parts) == 1 and word.count("-") == 1 and word[word.index("-") + 1 :][:1].isupper():
        left, right = word.split("-")
        start = end - len(word)
        if right in demonyms():
            return [word]
        known = left in gazetteer() or right in gazetteer()
        if ROUTE.match(text, end) or (known and PLACED.search(text[max(0, start - 10) : start])):
            return [left, "-", right]
    return parts


SURNAME = re.compile(r"(?:^|\s)([A-Z][^\W\d_]+)\s$")


def _parts(word: str) -> list[str]:
    """Cut "Iran-Pakistan" where both halves are places; leave double surnames whole."""
    places = gazetteer()
    for cut, letter in enumerate(word):
        if letter != "-" or word[:cut] not in places or word[cut + 1 :] not in places:
            continue
        if max(places[word[:cut]][1], places[word[cut + 1 :]][1]) > 1:
            return [word[:cut], "-", word[cut + 1 :]]
    return [word]


def _months(found: Tokens) -> None:
    """Write the month of May in small letters as "may~", so that it is no modal verb."""
    low, word = found.low, found.word
    for at, name in enumerate(word) if "May" in word else ():
        if (
            name == "May"
            and at
            and (
                low[at - 1][0].isdigit()
                or (at + 1 < len(low) and low[at + 1][0].isdigit())
                or low[at - 1]
                in (
                    "in",
                    "of",
                    "by",
                    "since",
                    "until",
                    "late",
                    "early",
                    "next",
                    "last",
                    "from",
                    "before",
                    "during",
                    "mid",
                    "this",
                )
            )
        ):
            low[at] = "may~"


PADDING = 4  # empty tokens behind the text, so that looking ahead never falls off its end


def tokenize(text: str) -> Tokens:
    """Return the tokens of `text`; linear in its length."""
    found = Tokens(text)
    start, whole = found.start, found.word
    for match in TOKEN.finditer(text):
        at, word = match.start(), match.group()
        for part in (word,) if len(word) == 1 or word.isalpha() else _cut(word, text, match.end()):
            start.append(at)
            whole.append(part)
            at += len(part)
    found.end = [*map(add, start, map(len, whole)), *[len(text)] * PADDING]
    start += [len(text)] * PADDING
    whole += ["\0"] * PADDING
    found.low = list(map(str.lower, whole))
    _months(found)
    base, bits = verbs().base.get, verbs().bits
    found.base = [base(w, "") for w in found.low]
    found.bits = [bits[w] if b else 0 for w, b in zip(found.low, found.base, strict=True)]
    return found


def is_contracted(low: str) -> bool:
    """Say whether "not" is joined to a word: "didn't"."""
    return low.endswith(("n't", "n’t"))
