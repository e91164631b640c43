"""Find runs of capitalised words and say what each word of a run may be."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from hamsaya.reading.lexicon import demonyms, gazetteer, given_names, load, words
from hamsaya.reading.tokens import Tokens

TITLE, OFFICE, DEMONYM, PLAIN, NAME, PLACE, CALENDAR, ACRONYM = "TODFNPCA"
PREFIXED = re.compile(r"(?:al|el|ad|as|ar|ul|an|at|ash|az|bin|ould|d|l)[-'’][A-Z]")
INITIAL = re.compile(r"(?:[A-Z]\.)+$|(?:Sh|Ch|Yu|Zh|Kh|Ts|Ya|Yo)\.$")
PREFIX_OF_NATION = re.compile(
    r"(?:Pan|Trans|Euro|Anti|Non|Pro|Inter|Ibero|Indo|Sino|Russo|Franco|Anglo|Greco|Turko|Afro|Luso"
    r"|Hispano|Austro|Serbo)$"
)


@dataclass(frozen=True, slots=True)
class NameWords:
    """Sets of words the name finder asks for."""

    titles: frozenset[str]
    heads: frozenset[str]
    institution: frozenset[str]
    body: frozenset[str]
    site: frozenset[str]
    acronyms: frozenset[str]
    particles: frozenset[str]
    plain: frozenset[str]
    calendar: frozenset[str]
    locative: frozenset[str]
    kind_after: frozenset[str]
    kind_before: frozenset[str]
    before: frozenset[str]
    loose: frozenset[str]
    inner: frozenset[str]
    who: frozenset[str]
    given: frozenset[str]


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Read the sets from offices, names, function and dates."""
    offices, names, function, dates = load("offices"), load("names"), load("function"), load("dates")
    calendar = (
        f"{dates['weekdays'].replace('day', 'days')} {dates['months']} {dates['short']} {dates['weekdays']} "
        f"may~ ramadan nowruz muharram eid easter christmas arbaeen ashura diwali"
    )
    pick = [
        words(t)
        for t in (
            offices["titles"],
            offices["heads"],
            offices["institution"],
            offices["body"],
            offices["site"],
            offices["acronyms"],
            names["particles"],
            function["words"],
            calendar,
            function["locative"],
            function["kind_after"],
            function["kind_before"],
            offices["before"],
            function["loose"],
        )
    ]
    persons = load("persons")
    pick += [
        words(persons["inner"]),
        words(offices["heads"]) | words(persons["folk"]) | words(persons["folk_before"]),
        given_names(),
    ]
    return NameWords(*pick)


@dataclass(slots=True)
class Run:
    """Tokens first to last (exclusive) that stand together with capitals; `kind` has one letter per token."""

    first: int
    last: int
    kind: str = ""
    places: list[tuple[int, int, str, int]] = field(default_factory=list)


def plain_letters(word: str) -> str:
    """Return a word in small letters without accents."""
    return "".join(c for c in unicodedata.normalize("NFD", word.lower()) if not unicodedata.combining(c))


def is_given(word: str) -> bool:
    """Say whether a word is a given name the data knows."""
    known = name_words().given
    low = word.lower()
    if low in known or (not word.isascii() and plain_letters(word) in known):
        return True
    first, joined, second = low.partition("-")
    return bool(joined) and len(first) > 3 and first in known and (second in known or word[len(first) + 1 :].istitle())


ENDINGS = tuple(load("persons")["endings"].split())


def is_family(word: str) -> bool:
    """Say whether a word ends like a family name."""
    return len(word) > 4 and word[0].isupper() and not word.isupper() and word.lower().endswith(ENDINGS)


def capital(word: str) -> bool:
    """Say whether a word is written like a name."""
    if word.islower():
        return False
    return word[0].isupper() or (word[0].islower() and bool(PREFIXED.match(word)))


def find_runs(tokens: Tokens, starts: frozenset[int]) -> list[Run]:
    """Return the capitalised runs; a token that begins a sentence (`starts`) begins a new run."""
    found: list[Run] = []
    known = name_words()
    at, count, word = 0, len(tokens), tokens.word
    while at < count:
        if not capital(word[at]):
            at += 1
            continue
        end = at + 1
        while end < count and end not in starts:
            if capital(word[end]) and word[end] != "I":
                end += 1
            elif word[end] in known.particles and tokens.low[end - 1] not in known.plain and _behind(word, end):
                end = _behind(word, end)
            else:
                break
        found.append(Run(at, end))
        at = end
    return found


def _behind(word: list[str], at: int) -> int:
    """Return the token behind the name that up to three particles at `at` lead to ("de la Torre"), or 0."""
    end = at
    while end - at < 3 and end + 1 < len(word) and word[end] in name_words().particles:
        end += 1
    return end + 1 if end > at and capital(word[end]) else 0


def _places(tokens: Tokens, run: Run) -> list[tuple[int, int, str, int]]:
    """Return gazetteer names in a run, longest first from the left, as (first, last, id, weight)."""
    table, text = gazetteer(), tokens.text
    found, at = [], run.first
    while at < run.last:
        for end in range(min(run.last, at + 5), at, -1):
            name = text[tokens.start[at] : tokens.end[end - 1]]
            entry = table.get(name) or (table.get(name.title()) if name.isupper() and len(name) > 3 else None)
            if entry:
                found.append((at, end, *entry))
                at = end
                break
        else:
            at += 1
    return found


def _kind(tokens: Tokens, at: int, begins: bool, lower: frozenset[str]) -> str:
    """Return the class of one capitalised word, gazetteer aside."""
    known, word, low = name_words(), tokens.word[at], tokens.low[at].rstrip(".")
    kind = _pointed(word, low)
    if kind:
        return kind
    short = (
        low in ("jan", "mar", "dec", "may")
        and not tokens.word[at].endswith(".")
        and not begins
        and at + 1 < len(tokens)
        and tokens.word[at + 1][0].isupper()
        and capital(tokens.word[at - 1])
    )
    bare = len(word) == 1 and word not in "AIQU" and tokens.word[at + 1][0].isupper()  # "M Humayun"
    if short or bare or (low == "said" and not begins):
        return NAME
    if low in known.calendar and not (low in {"may", "march"} and begins):
        return CALENDAR
    if word in known.acronyms:
        return ACRONYM
    if low in known.titles or low in known.heads:
        return TITLE
    if low in known.institution or low in known.body or low in known.site:
        return OFFICE
    if low in known.plain or (begins and _common(tokens, at, lower)):
        return PLAIN
    if word.isupper() and len(word) > 1:
        return ACRONYM
    return NAME


def _pointed(word: str, low: str) -> str:
    """Return the class that a word shows by itself: "Iranian", "H.E.", "A.K.", "Indo-Nepalese", "governor-general"."""
    if word in demonyms():
        return DEMONYM
    if "." not in word and "-" not in word:
        return ""
    if (len(word) > 2 and "." in word and low in name_words().titles) or ("-" in low and _office_word(low)):
        return TITLE
    if INITIAL.match(word) or word in ("Md.", "Mohd.", "Sk."):
        return NAME
    return DEMONYM if "-" in word and _two_nations(word) else ""


def _two_nations(word: str) -> bool:
    """Say whether a word joins two nations ("Turkmen-Uzbek", "Indo-Nepalese")."""
    parts = word.split("-")
    return parts[-1] in demonyms() and all(p in demonyms() or PREFIX_OF_NATION.match(p) for p in parts[:-1])


RANKS = frozenset(["sub", "co", "under", "arch", "pro", "ex", "elect", "designate"])


def _office_word(low: str) -> bool:
    """Say whether a hyphened word is an office ("governor-general", "vice-chairman")."""
    known = name_words()
    return all(p in known.titles or p in known.heads or p in known.before or p in RANKS for p in low.split("-"))


def _common(tokens: Tokens, at: int, lower: frozenset[str]) -> bool:
    """Say whether a word at the beginning of a sentence is a common word written large."""
    low = tokens.low[at]
    return (
        low in lower
        or bool(tokens.base[at])
        or (low.endswith(("ing", "tion", "tions", "ly", "ment", "ments")) and "-" not in low)
    ) and not is_given(low)


# "U Than Zaw": a word that is plain elsewhere is a name between a title and a name.
TITLED_PLAIN = re.compile(f"({TITLE}){PLAIN}(?={NAME})")


def classify(tokens: Tokens, runs: list[Run], starts: frozenset[int], lower: frozenset[str]) -> None:
    """Give every run its classes and its gazetteer names."""
    for run in runs:
        run.kind = "".join(_kind(tokens, i, i in starts, lower) for i in range(run.first, run.last))
        if len(run.kind) > 1:
            run.kind = TITLED_PLAIN.sub(lambda m: m[1] + NAME, run.kind)
            _within(tokens, run)
        while run.kind.startswith(PLAIN):
            run.first, run.kind = run.first + 1, run.kind[1:]
        run.places = [p for p in _places(tokens, run) if _likely(tokens, run, p, starts, lower)]


def _within(tokens: Tokens, run: Run) -> None:
    """Correct classes by what stands beside: "Gul Agha", "Park Jin-woo", "Delegates X Y", "Jan van der X"."""
    kinds = list(run.kind)
    for i, kind in enumerate(kinds):
        low, behind = tokens.low[run.first + i], kinds[i + 1 : i + 2]
        next_word = tokens.word[run.first + i + 1] if i + 1 < len(kinds) else ""
        if (
            (kind == TITLE and i and kinds[i - 1] == NAME and low in name_words().inner)
            or (kind in (OFFICE, PLAIN, CALENDAR, TITLE) and low in LIKE_NAMES and _rest_of_name(next_word))
            or (low in HAJJ and kinds[i + 1 : i + 3] == [NAME, NAME])
            or (kind == PLAIN and i and low in SHORT_NAMES and kinds[i - 1] == NAME and behind == [NAME])
        ):
            kinds[i] = NAME
        elif kind == NAME and kinds[i + 1 : i + 3] == [NAME, NAME] and _says_who(low, next_word):
            kinds[i] = TITLE
    run.kind = "".join(kinds)


LIKE_NAMES = words("park jan june april august may mai song long")
HAJJ = words("hajj haj")
SHORT_NAMES = words("than so do my an no see may too")
EASTERN = re.compile(r"[A-Z][a-z]{1,4}-[a-z]{2,5}$")


def _says_who(low: str, behind: str) -> bool:
    """Say whether a capitalised word before a name says what people are ("Delegates X Y", "Conscript Mohammad X")."""
    who = name_words().who
    return low[:-1] in who if low.endswith("s") else low in who and is_given(behind)


def _rest_of_name(word: str) -> bool:
    """Say whether a word can only be the rest of a name: "Jin-woo", "van", or a given or family name."""
    return bool(EASTERN.match(word)) or (word in name_words().particles and word.islower()) or is_family(word)


def _likely(
    tokens: Tokens, run: Run, place: tuple[int, int, str, int], starts: frozenset[int], lower: frozenset[str]
) -> bool:
    """Say whether a gazetteer name is meant as a place and not as a word or a name that looks the same."""
    first, last, _, weight = place
    if last - first > 1 or weight == 3:
        return True
    kind, low = run.kind[first - run.first], tokens.low[first]
    if kind in (TITLE, OFFICE, PLAIN, CALENDAR, DEMONYM) or low in lower:
        return False
    if weight == 2:
        return not (first in starts and _common(tokens, first, lower))
    return first not in starts or not is_given(low)
