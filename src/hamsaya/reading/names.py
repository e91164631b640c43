"""Persons, organisations and places by shape: title or office and capitalised name, surname again later, gazetteer, cues."""

from dataclasses import dataclass, field

from hamsaya.reading.lexicon import demonyms, gazetteer, load, words
from hamsaya.reading.runs import ACRONYM, DEMONYM, INITIAL, NAME, OFFICE, TITLE, Run, capital, classify, find_runs, name_words
from hamsaya.reading.tokens import Tokens

SPEECH = words(load("cues")["always"] + " " + load("cues")["content"])
MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens first to last (exclusive) of one entity; `norm` is the place id or the person's fullest name."""

    first: int
    last: int
    type: str
    norm: str


@dataclass(slots=True)
class Finder:
    """Works through the runs of one report."""

    tokens: Tokens
    starts: frozenset[int]
    headings: frozenset[int]
    runs: list[Run] = field(default_factory=list)
    people: dict[str, str] = field(default_factory=dict)
    taken: dict[int, str] = field(default_factory=dict)
    found: list[Mention] = field(default_factory=list)
    seen_places: set[str] = field(default_factory=set)

    def take(self, first: int, last: int, kind: str, norm: str) -> None:
        """Keep a mention unless its tokens already belong to another."""
        if any(i in self.taken for i in range(first, last)):
            return
        for i in range(first, last):
            self.taken[i] = kind
        self.found.append(Mention(first, last, kind, norm))

    def text(self, first: int, last: int) -> str:
        """Return the characters of a token span."""
        return self.tokens.text[self.tokens.start[first] : self.tokens.end[last - 1]]


def find_names(tokens: Tokens, starts: frozenset[int], headings: frozenset[int]) -> list[Mention]:
    """Return persons, organisations and places, in order.

    `starts`: tokens that begin a sentence; `headings`: tokens inside headings (there only places and dates count).
    """
    lower = frozenset(w for w in tokens.word if w[0].islower())
    finder = Finder(tokens, starts, headings, find_runs(tokens, starts))
    classify(tokens, finder.runs, starts, lower)
    for run in finder.runs:
        _bodies(finder, run)
    for run in finder.runs:
        _persons(finder, run)
    for run in finder.runs:
        _again(finder, run)
    for run in finder.runs:
        _places(finder, run)
    for run in finder.runs:
        _by_shape(finder, run)
    for run in finder.runs:
        _place_again(finder, run)
    return sorted(finder.found, key=lambda m: m.first)


def _stretches(run: Run, wanted: str) -> list[tuple[int, int]]:
    """Return token spans of a run whose classes are all in `wanted`."""
    found, at = [], 0
    while at < len(run.kind):
        end = at
        while end < len(run.kind) and run.kind[end] in wanted:
            end += 1
        if end > at:
            found.append((run.first + at, run.first + end))
        at = max(end, at + 1)
    return found


def _bodies(finder: Finder, run: Run) -> None:
    """Find organisations: capitalised words with a body's noun ("Border Guard Council"), acronyms; and named sites."""
    tokens, known = finder.tokens, name_words()
    for first, last in _stretches(run, NAME + OFFICE + DEMONYM + ACRONYM + TITLE):
        heads = [i for i in range(first, last) if tokens.low[i] in known.body]
        site = tokens.low[last - 1] in known.site
        names = [i for i in range(first, last - 1) if run.kind[i - run.first] == NAME]
        if site and last - first > 1 and names and not heads:
            start = names[0] if not (last - first <= 4) else first
            while start < last - 1 and run.kind[start - run.first] in (DEMONYM, TITLE):
                start += 1
            finder.take(start, last, "place", finder.text(start, last).lower().replace(" ", "-"))
        elif heads and (last - first > 1):
            _organisation(finder, run, first, heads[-1] + 1)
    for i in range(run.first, run.last):
        if run.kind[i - run.first] == ACRONYM and tokens.low[i] != "i" and finder.text(i, i + 1) not in gazetteer() and i not in finder.headings:
            if tokens.word[i] in known.acronyms:
                finder.take(i, i + 1, "org", tokens.low[i])


def _organisation(finder: Finder, run: Run, first: int, last: int) -> None:
    """Take a body's name, unless it is an office ("Foreign Minister") or a title goes before it."""
    while first < last and run.kind[first - run.first] in (DEMONYM, TITLE):
        first += 1
    if last > first and not any(run.kind[i - run.first] == TITLE for i in range(first, last)):
        finder.take(first, last, "org", finder.text(first, last).lower())


def _office_before(finder: Finder, at: int) -> bool:
    """Say whether an office or a title stands directly before token `at`, as in "minister of trade X" or "Gen. X"."""
    tokens, known = finder.tokens, name_words()
    look = at - 1
    if look >= 0 and tokens.low[look] == ",":
        look -= 1
    steps = 0
    while look >= 0 and steps < 9 and tokens.word[look][0] not in ".;:!?()\"“”":
        low = tokens.low[look].rstrip(".")
        if low in known.titles or low in known.heads or (low.endswith("s") and low[:-1] in known.heads):
            return steps == 0 or _complement(finder, look + 1, at)
        if tokens.bits[look] & 6 and low not in known.institution:
            return False
        look, steps = look - 1, steps + 1
    return False


def _complement(finder: Finder, first: int, at: int) -> bool:
    """Say whether tokens first..at are the complement of an office: "of X and Y", "to Z", "for A", "general"."""
    tokens, known = finder.tokens, name_words()
    if tokens.low[first] not in ("of", "for", "to", "in", "on", "at", "general", "affairs", "'s", "’s", "and") and tokens.low[first] not in known.institution:
        return False
    return all(w not in ("said", "told", "that", "who", "which", "will", "with", "by") for w in tokens.low[first:at])


def _speech_near(finder: Finder, first: int, last: int) -> bool:
    """Say whether a speech verb stands right behind or right before a name."""
    tokens = finder.tokens
    after = last
    while after < len(tokens) and (tokens.low[after].endswith("ly") or tokens.low[after] in ("also", "has", "had", "then", "later", "further")):
        after += 1
    if after < len(tokens) and tokens.base[after] in SPEECH and tokens.bits[after] & 6:
        return True
    return first > 0 and tokens.base[first - 1] in SPEECH and bool(tokens.bits[first - 1] & 4) and first - 1 not in finder.starts


def _office_after(finder: Finder, last: int) -> bool:
    """Say whether ", the Iranian foreign minister" or ", head of" stands behind a name."""
    tokens, known = finder.tokens, name_words()
    if last >= len(tokens) or tokens.low[last] not in (",", "("):
        return False
    for look in range(last + 1, min(last + 8, len(tokens))):
        low = tokens.low[look]
        if low in known.heads or low in known.titles:
            return True
        if low in (",", ".", "and", "who", ")") or (tokens.bits[look] & 4 and low not in known.before):
            return False
    return False


def _by_person(finder: Finder, first: int) -> bool:
    """Say whether a cue of persons stands before: "led by", "by", "named", "Mr"."""
    tokens = finder.tokens
    return first > 1 and tokens.low[first - 1] == "by" and tokens.low[first - 2] in (
        "led", "headed", "chaired", "signed", "represented", "accompanied", "received", "welcomed", "hosted", "succeeded", "replaced", "moderated", "co-chaired", "presided")


def _drop_place(finder: Finder, run: Run, first: int, last: int) -> int:
    """Skip the place of an office's complement: "ambassador to Islamabad Reza X" begins at "Reza"."""
    tokens = finder.tokens
    for start, end, _, weight in run.places:
        if start == first and end < last and weight >= 2 and first > 0 and tokens.low[first - 1] in ("to", "in", "of", "for", "at"):
            return end
    return first


def _persons(finder: Finder, run: Run) -> None:
    """Find persons by title, office, given name, or the speech verb beside them."""
    tokens, known = finder.tokens, name_words()
    for start, last in _stretches(run, NAME):
        first = _drop_place(finder, run, start, last)
        while first < last and tokens.low[last - 1] in known.particles and last - first > 1 and not capital(tokens.word[last - 1]):
            last -= 1
        size = last - first
        if not size or size > MOST_WORDS + 2 or first in finder.headings and not _label(finder, last):
            continue
        named = any(p[0] <= first and p[1] >= last for p in run.places)
        titled = (first > run.first and run.kind[first - 1 - run.first] == TITLE) or (first == run.first or first > start) and _office_before(finder, first)
        weak = size > 1 and (tokens.low[first] in known.given or INITIAL.match(tokens.word[first]) is not None)
        spoken = (size > 1 or not named) and (_speech_near(finder, first, last) or _office_after(finder, last) or _by_person(finder, first) or _label(finder, last))
        if titled and not (named and _place_weight(run, first, last) == 3 and size == 1) or weak and not _major(run, first, last) or spoken and not (named and size < 3):
            _person(finder, first, last)


def _place_weight(run: Run, first: int, last: int) -> int:
    return max((p[3] for p in run.places if p[0] <= first and p[1] >= last), default=0)


def _major(run: Run, first: int, last: int) -> bool:
    """Say whether the whole span is a well-known place."""
    return _place_weight(run, first, last) >= 2


def _label(finder: Finder, last: int) -> bool:
    """Say whether a colon follows, as behind a speaker's name."""
    tokens = finder.tokens
    return last < len(tokens) and tokens.low[last] == ":"


def _person(finder: Finder, first: int, last: int) -> None:
    """Keep a person and the shorter forms by which the report may name the same one again."""
    full = finder.text(first, last)
    parts = [finder.tokens.word[i] for i in range(first, last)]
    norm = finder.people.get(full, full)
    finder.take(first, last, "person", norm)
    for cut in range(1, len(parts)):
        finder.people.setdefault(" ".join(parts[cut:]), norm)
        finder.people.setdefault(" ".join(parts[:cut]), norm) if len(parts[0]) > 2 else None
    for part in parts:
        if len(part) > 2 and capital(part):
            finder.people.setdefault(part, norm)
    finder.people.setdefault(full, norm)


def _again(finder: Finder, run: Run) -> None:
    """Find later mentions of a person by surname or part of the name."""
    upper = {n.upper(): v for n, v in finder.people.items()}
    for start, last in _stretches(run, NAME + ACRONYM):
        at = start
        while at < last:
            for end in range(min(last, at + MOST_WORDS), at, -1):
                text = finder.text(at, end)
                norm = finder.people.get(text) or (upper.get(text) if text.isupper() and (at not in finder.headings or _label(finder, end)) else None)
                if norm and not any(p[0] <= at and p[1] >= end and p[3] == 3 for p in run.places):
                    finder.take(at, end, "person", norm)
                    at = end - 1
                    break
            at += 1


def _locative(finder: Finder, first: int) -> bool:
    tokens, known = finder.tokens, name_words()
    if first and tokens.low[first - 1] in known.locative:
        return True
    return first > 1 and tokens.low[first - 1] == "the" and tokens.low[first - 2] in known.locative


def _places(finder: Finder, run: Run) -> None:
    """Take gazetteer names: great ones anywhere, small ones with a cue or as part of a known list."""
    tokens, known = finder.tokens, name_words()
    for first, last, place, weight in run.places:
        inner = last < run.last and run.kind[last - run.first] in (NAME, ACRONYM) or first > run.first and run.kind[first - 1 - run.first] == NAME
        sure = weight == 3 or (weight == 2 and not inner) or _locative(finder, first) or (last < len(tokens) and tokens.low[last] in known.kind_after)
        if (sure or not inner and (last - first > 1 or first not in finder.starts)) and not any(i in finder.taken for i in range(first, last)):
            finder.take(first, last, "place", place)
            finder.seen_places.add(finder.text(first, last))


def _hyphened(finder: Finder, at: int) -> bool:
    parts = finder.tokens.word[at].replace("‑", "-").split("-")
    return len(parts) == 2 and all(p in gazetteer() and gazetteer()[p][1] >= 2 for p in parts)


def _of_kind(finder: Finder, first: int) -> bool:
    tokens, known = finder.tokens, name_words()
    if not first:
        return False
    before = tokens.low[first - 1]
    if before == "of" and first > 1 and tokens.low[first - 2] in known.kind_before:
        return True
    return before in known.kind_before and before not in ("called", "named", "state", "post", "point", "department")


def _by_shape(finder: Finder, run: Run) -> None:
    """Find unknown places by what stands around them: "in X", "X province", "the village of X"."""
    tokens, known = finder.tokens, name_words()
    for first, last in _stretches(run, NAME):
        if any(i in finder.taken for i in range(first, last)) or first in finder.headings and not _locative(finder, first):
            continue
        after = tokens.low[last] if last < len(tokens) else ""
        cue = _locative(finder, first) or _of_kind(finder, first) or after in known.kind_after
        if cue and last - first <= 3 and last == run.last:
            finder.take(first, last, "place", finder.text(first, last).lower().replace(" ", "-"))
            finder.seen_places.add(finder.text(first, last))


def _place_again(finder: Finder, run: Run) -> None:
    """Find later mentions of places found by shape, and names joined to a place by "and" or a dash."""
    for first, last in _stretches(run, NAME):
        if any(i in finder.taken for i in range(first, last)):
            continue
        joined = first > 1 and finder.tokens.low[first - 1] in ("and", "or", "–", "-", "/", ",") and finder.taken.get(first - 2) == "place"
        listed = joined and finder.tokens.low[first - 1] != ","
        if finder.text(first, last) in finder.seen_places or listed and last - first <= 2:
            finder.take(first, last, "place", finder.text(first, last).lower().replace(" ", "-"))
            finder.seen_places.add(finder.text(first, last))


def country_of(word: str) -> str | None:
    """Return the country id of an adjective ("Iranian") or a place name, or None."""
    entry = gazetteer().get(word)
    return demonyms().get(word) or (entry[0].split(":")[0] if entry and entry[1] == 3 else None)
