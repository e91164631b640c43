"""Persons by shape.

Title or office and capitalised name, given names, the speech verb beside them, surname again later.
"""

from hamsaya.reading.inflect import PAST, THIRD
from hamsaya.reading.labels import labelled
from hamsaya.reading.lexicon import gazetteer, load, words
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.runs import ACRONYM, INITIAL, NAME, OFFICE, TITLE, Run, capital, is_family, is_given, name_words
from hamsaya.reading.things import is_thing

SPEECH = words(load("cues")["always"] + " " + load("cues")["content"])
CONTEXT = load("persons")
BY_PERSON, NOT_AFTER, FOLK = (words(CONTEXT[name]) for name in ("by_person", "not_after", "folk"))
HOLY = frozenset(["st", "saint", "ste"])
EAST, ALSO_GIVEN = words(CONTEXT["east"]), words(CONTEXT["also_given"])
MOST_WORDS = 5
NO_OFFICE = frozenset(["of", "to", "in", "at", "for", "from", "with", "near", "on", "the", "and", "or"])
AFTER_OFFICE = frozenset([",", ":", "in", "at", "for", "on"])
INSIDE = frozenset(["in", "at", "near", "outside", "inside", "around", "beyond"])


def take(finder: Finder, run: Run) -> None:
    """Find persons by title, office, given name, or the speech verb beside them."""
    if NAME not in run.kind and ACRONYM not in run.kind:
        return
    tokens, known = finder.tokens, name_words()
    heading = run.first in finder.headings
    for start, end in stretches(run, NAME + (ACRONYM if heading else "")):
        first = _behind_place(finder, run, start, end)
        office = _of_office(finder, first, end)
        moved = first > start and end - first > 1
        while not moved and first < end - 2 and finder.taken.get(first) == "place":
            first += 1
        if office:
            finder.taken[first] = "office"
            first += 1
        last = end
        while (
            first < last
            and tokens.low[last - 1] in known.particles
            and last - first > 1
            and not capital(tokens.word[last - 1])
        ):
            last -= 1
        if (
            not 0 < last - first <= MOST_WORDS + 2
            or not finder.free(first, last)
            or tokens.end[last - 1] - tokens.start[first] < 2 + tokens.word[first].endswith(".")  # "A."
            or (heading and not _in_heading(finder, first, last))
        ):
            continue
        if (
            office
            or _titled(finder, run, first, last, start)
            or (
                not is_thing(finder, first, last)
                and (moved or _known_shape(finder, run, first, last) or _beside_speech(finder, run, first, last))
            )
        ):
            keep(finder, first, last)


def _in_heading(finder: Finder, first: int, last: int) -> bool:
    """Say whether a heading shows a person plainly: a label, "Hon. X Y", "By X Y", "X Y, Consul"."""
    tokens, before = finder.tokens, finder.low(first - 1).rstrip(".")
    rank = before in name_words().titles and (finder.low(first - 1).endswith(".") or before not in name_words().heads)
    signed = last == len(tokens) or "\n" in tokens.text[tokens.end[last - 1] : tokens.start[last]]
    if before in name_words().titles and last - first > 1 and signed:
        return True
    return labelled(finder, first, last) or (
        last - first > 1
        and (rank or before == "by" or (_office_after(finder, last) and not tokens.word[first].isupper()))
    )


def _weight(run: Run, first: int, last: int) -> int:
    """Return the weight of the gazetteer name that covers the whole span, or 0."""
    return max((p[3] for p in run.places if p[0] <= first and p[1] >= last), default=0) if run.places else 0


def _titled(finder: Finder, run: Run, first: int, last: int, start: int) -> bool:
    """Say whether a title or an office stands right before the name."""
    inside = run.kind[: start - run.first]
    title = inside.endswith(TITLE) or (TITLE in inside and inside.endswith(OFFICE))
    if finder.low(start - 1).rstrip(".") in HOLY or (finder.low(last) in NOT_AFTER and not title):
        return False
    if last < run.last and run.kind[last - run.first] == OFFICE and last - first == 1:
        return False
    weight = _weight(run, first, last)
    if weight == 3 or (weight == 2 and last - first == 1 and not inside.endswith(TITLE)):
        return False
    return title or ((start == run.first or set(inside) == {OFFICE}) and office_before(finder, start))


def _known_shape(finder: Finder, run: Run, first: int, last: int) -> bool:
    """Say whether the first word is a known given name or an initial and more follow."""
    tokens = finder.tokens
    if last - first < 2 or _weight(run, first, last) >= 2 or "'s" in tokens.low[first:last]:
        return False
    if finder.low(last) in NOT_AFTER or finder.low(first - 1) in INSIDE:
        return False
    if finder.low(last) in name_words().kind_after and finder.low(first - 1) == "the":
        return False
    return (
        (finder.low(first - 1) == "by" and first in finder.headings)
        or (
            finder.low(first - 1) == "one" and last - first == 2 and finder.low(last) in ("was", "is", "has", ",", "of")
        )
        or is_given(tokens.word[first])
        or family(finder, first, last)
        or any(INITIAL.match(tokens.word[i]) for i in range(first, last - 1))
    )


def family(finder: Finder, first: int, last: int) -> bool:
    """Say whether the last word ends like a family name, or the first is one that is written first."""
    low, end, before = finder.low(first), finder.tokens.word[last - 1], finder.low(first - 1)
    if before in name_words().locative or before == "the":
        return False
    if is_family(end) and gazetteer().get(end, ("", 0))[1] < 2:
        return True
    return low in EAST and not finder.tokens.word[first].isupper() and 2 <= last - first <= 3


def _beside_speech(finder: Finder, run: Run, first: int, last: int) -> bool:
    """Say whether a speech verb, an office or "led by" shows that the name is a person's."""
    size, weight = last - first, _weight(run, first, last)
    if finder.low(first - 1) == "of" and (size == 1 or finder.taken.get(first - 2) == "person"):
        return False
    before = finder.low(first - 1)
    told = before == "to" and finder.low(first - 2) == "according"
    if (weight and size < 3) or ((before == "the" or before in name_words().locative) and not told):
        return False
    spoken = _speech_near(finder, first, last) or _office_after(finder, last) or labelled(finder, first, last)
    acted = any(finder.low(i) in BY_PERSON for i in range(first - 6, first - 1))
    return spoken or (finder.low(first - 1) == "by" and acted)


def _behind_place(finder: Finder, run: Run, first: int, last: int) -> int:
    """Skip the place of an office's complement: "ambassador to Islamabad Reza X" begins at "Reza"."""
    for start, end, _, weight in run.places:
        if (
            start == first
            and end < last
            and weight >= 2
            and not (finder.low(first) in ALSO_GIVEN and last - first > 2)
            and (
                finder.low(first - 1) in ("to", "in", "of", "for", "at")
                or (finder.low(first - 1) in name_words().heads and weight == 3)
            )
        ):
            return end
    return _behind_unknown(finder, first, last)


def _behind_unknown(finder: Finder, first: int, last: int) -> int:
    """Skip what an office is for where no list knows it: "mayor of Xanthi A B", "secretary for Small Harvests A B"."""
    word = finder.tokens.word
    if finder.low(first - 1) not in ("of", "for", "in", "to") or finder.low(first - 2) not in name_words().heads:
        return first
    for at in range(last - 3, first - 1, -1):
        if finder.low(at).endswith("s") and len(finder.low(at)) > 4 and not is_given(word[at]):
            return at + 1
    if is_given(word[first]):
        return first
    plain = last - 2 if is_family(word[last - 1]) and last - first == 3 else first
    return next((i for i in range(first + 1, last - 1) if is_given(word[i])), plain)


def _of_office(finder: Finder, first: int, end: int) -> bool:
    """Say whether a plural at `first` is what an office is for: "Chief of Stations X Y", "Keeper of the Sluices, X"."""
    word, look = finder.low(first), first - 1
    if (
        not word.endswith("s")
        or "-" in word
        or len(word) < 4
        or (end - first == 1 and finder.low(end) not in AFTER_OFFICE)
    ):
        return False
    while first - look < 4 and finder.tokens.word[look][0].isupper():
        look -= 1
    look -= finder.low(look) == "the"
    return finder.low(look) in ("of", "for") and finder.low(look - 1) in name_words().who


def office_before(finder: Finder, at: int) -> bool:
    """Say whether an office or a title stands directly before token `at`.

    "minister of trade X", "Gen. X", "the mayor, X".
    """
    tokens, known = finder.tokens, name_words()
    look = at - 1
    if finder.low(look) == ")" and "(" in tokens.low[max(0, look - 4) : look]:
        look = next(i for i in range(look - 1, -1, -1) if tokens.low[i] == "(") - 1
        return finder.low(look).rstrip(".") in known.titles
    comma = finder.low(look) == ","
    look -= comma
    if finder.low(look) in NO_OFFICE and not comma:
        return False
    steps = 0
    while look >= 0 and steps < 9 and tokens.word[look][0] not in '.;:!?()"“”':
        low = tokens.low[look].rstrip(".")
        single = low.removesuffix("s")
        office = (
            low in known.heads
            or single in known.heads
            or (low == "number" and finder.low(look - 1) == "opposite")
            or (low in known.titles and tokens.word[look][0].isupper())
        )
        if office or single in known.who:
            if comma and steps and single != low and low not in known.heads and not capital(tokens.word[at + 1]):
                return False
            fits = steps == 0 or (comma and tokens.word[look + 1][0].isupper()) or _complement(finder, look + 1, at)
            if office or (fits and capital(tokens.word[at + 1])):
                return fits
        named = finder.low(look - 1) in ("of", "for")  # "commissioner for supplies"
        if tokens.bits[look] & (PAST | THIRD) and low not in known.institution and not named:
            return False
        look, steps = look - 1, steps + 1
    return False


def _complement(finder: Finder, first: int, at: int) -> bool:
    """Say whether tokens first..at are the complement of an office.

    "of X and Y", "to Z", "for A", "general".
    """
    tokens, known = finder.tokens, name_words()
    if (
        tokens.low[first] not in ("of", "for", "to", "in", "on", "at", "from", "general", "affairs", "'s", "’s", "and")
        and tokens.low[first] not in known.institution
    ):
        return False
    return all(w not in ("said", "told", "that", "who", "which", "will", "with", "by") for w in tokens.low[first:at])


def _speech_near(finder: Finder, first: int, last: int) -> bool:
    """Say whether a speech verb stands right behind or right before a name."""
    tokens = finder.tokens
    after = last + (finder.low(last) == ",")
    while finder.low(after).endswith("ly") or finder.low(after) in ("also", "has", "had", "then", "later", "further"):
        after += 1
    if after < len(tokens) and tokens.base[after] in SPEECH and tokens.bits[after] & 6:
        return True
    return (
        first > 0
        and tokens.base[first - 1] in SPEECH
        and bool(tokens.bits[first - 1] & (PAST | THIRD))
        and tokens.base[first - 1] not in ("tell", "inform", "assure", "brief", "notify")
        and (first - 1 not in finder.starts or finder.low(first - 2) in ('"', "”"))
        and finder.low(last) not in ("was", "is", "will", "would", "has", "had", "were", "are")
    )


def _office_after(finder: Finder, last: int) -> bool:
    """Say whether ", the Iranian foreign minister" or ", head of" stands behind a name."""
    tokens, known = finder.tokens, name_words()
    if finder.low(last) not in (",", "("):
        return False
    for look in range(last + 1, min(last + 8, len(tokens))):
        low = tokens.low[look]
        if low in known.heads or low in known.titles or low in FOLK:
            return True
        if low in (",", ".", "and", "who", ")") or (tokens.bits[look] & PAST and low not in known.before):
            return False
    return False


def keep(finder: Finder, first: int, last: int) -> None:
    """Keep a person and the shorter forms by which the report may name the same one again."""
    if finder.low(last) in ("i", "ii", "iii", "iv", "v", "vi", "vii") and finder.tokens.word[last].isupper():
        last += 1
    full = finder.text(first, last)
    parts = [finder.tokens.word[i] for i in range(first, last)]
    norm = finder.people.get(full, full)
    finder.take(first, last, "person", norm)
    short = [" ".join(parts[a:b]) for a in range(len(parts)) for b in range(a + 1, len(parts) + 1)]
    for form in [full, *short]:
        if len(form) > 2 and (capital(form) or form.startswith("al-")) and form.lower() not in name_words().particles:
            finder.people.setdefault(form, norm)


def again(finder: Finder, run: Run) -> None:
    """Find later mentions of a person by surname or part of the name."""
    for first, last in stretches(run, NAME + ACRONYM + OFFICE) if finder.people else ():
        for at in range(first, last):
            for end in range(min(last, at + MOST_WORDS), at, -1):
                if (
                    end - at < last - first
                    and end - at < 2
                    and any(run.kind[i - run.first] == NAME for i in (at - 1, end) if first <= i < last)
                ):
                    continue
                norm = _same(finder, at, end)
                if norm and finder.free(at, end) and _weight(run, at, end) < 3:
                    finder.take(at, end, "person", norm)


def _same(finder: Finder, at: int, end: int) -> str | None:
    """Return the full name that a short form stands for."""
    text = finder.text(at, end)
    if text not in finder.people and text.startswith("Al-"):  # "al-Mutawa" where a sentence begins
        text = f"al-{text[3:]}"
    if text in finder.people:
        return finder.people[text] if at not in finder.headings or labelled(finder, at, end) else None
    if text.isupper() and len(text) > 2 and (labelled(finder, at, end) or at not in finder.headings):
        return finder.upper().get(text)
    return None
