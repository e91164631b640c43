"""Persons by shape.

Title or office and capitalised name, given names, the speech verb beside them, surname again later.
"""

from hamsaya.reading.inflect import PAST, THIRD
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.names import Finder, stretches
from hamsaya.reading.runs import ACRONYM, INITIAL, NAME, OFFICE, TITLE, Run, capital, is_given, name_words

SPEECH = words(load("cues")["always"] + " " + load("cues")["content"])
MOST_WORDS = 5
BY_PERSON = frozenset(
    [
        "led",
        "headed",
        "chaired",
        "signed",
        "represented",
        "accompanied",
        "received",
        "welcomed",
        "hosted",
        "succeeded",
        "replaced",
        "moderated",
        "co-chaired",
        "presided",
        "written",
    ]
)
OBJECT_VERBS = frozenset(
    [
        "meet",
        "receive",
        "host",
        "thank",
        "promise",
        "succeed",
        "replace",
        "appoint",
        "telephone",
        "accompany",
        "greet",
        "congratulate",
        "welcome",
        "assure",
        "tell",
        "inform",
        "ask",
    ]
)
SITE_AFTER = frozenset(
    [
        "bridge",
        "crossing",
        "airport",
        "gate",
        "port",
        "dam",
        "pass",
        "highway",
        "road",
        "street",
        "market",
        "bridges",
        "hospital",
        "river",
        "canal",
        "sector",
    ]
)
NO_OFFICE = frozenset(["of", "to", "in", "at", "for", "from", "with", "near", "on", "the", "and", "or"])
AFTER_OFFICE = frozenset([",", ":", "in", "at", "for", "on"])
INSIDE = frozenset(["in", "at", "near", "outside", "inside", "around", "beyond"])
HUMAN_VERBS = words(
    """meet promise pledge vow undertake call urge deny reject dismiss agree hope visit arrive lead head chair
    sign host receive travel consider thank welcome express convey stress warn consider believe want tell say
    add ask answer reply hold speak insist bristle sigh smile laugh shake inspect propose refuse decline
    accept appeal invite recall voice guarantee confirm speak take give make go come congratulate condemn
    attend"""
)


def take(finder: Finder, run: Run) -> None:
    """Find persons by title, office, given name, or the speech verb beside them."""
    tokens, known = finder.tokens, name_words()
    heading = run.first in finder.headings
    label = _caps_label(finder, run)
    for start, end in stretches(run, NAME + (ACRONYM if heading or label else "")):
        first = _behind_place(finder, run, start, end)
        office = _of_office(finder, first, end)
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
            or (heading and not _in_heading(finder, first, last))
        ):
            continue
        if (
            office
            or _titled(finder, run, first, last, start)
            or _known_shape(finder, run, first, last)
            or _beside_speech(finder, run, first, last)
        ):
            keep(finder, first, last)


def _in_heading(finder: Finder, first: int, last: int) -> bool:
    """Say whether a heading shows a person plainly: a label, "Hon. X Y", "By X Y", "X Y, Consul"."""
    tokens, before = finder.tokens, finder.low(first - 1).rstrip(".")
    rank = before in name_words().titles and (finder.low(first - 1).endswith(".") or before not in name_words().heads)
    signed = last == len(tokens) or "\n" in tokens.text[tokens.end[last - 1] : tokens.start[last]]
    if before in name_words().titles and last - first > 1 and signed:
        return True
    return _labelled(finder, first, last) or (
        last - first > 1
        and (rank or before == "by" or (_office_after(finder, last) and not tokens.word[first].isupper()))
    )


def _weight(run: Run, first: int, last: int) -> int:
    """Return the weight of the gazetteer name that covers the whole span, or 0."""
    return max((p[3] for p in run.places if p[0] <= first and p[1] >= last), default=0)


def _titled(finder: Finder, run: Run, first: int, last: int, start: int) -> bool:
    """Say whether a title or an office stands right before the name."""
    inside = run.kind[: start - run.first]
    title = inside.endswith(TITLE) or (TITLE in inside and inside.endswith(OFFICE))
    if finder.low(last) in SITE_AFTER and not title:
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
    if finder.low(last) in SITE_AFTER or finder.low(first - 1) in INSIDE:
        return False
    return (
        (finder.low(first - 1) == "by" and first in finder.headings)
        or is_given(tokens.word[first])
        or any(INITIAL.match(tokens.word[i]) for i in range(first, last - 1))
    )


def _beside_speech(finder: Finder, run: Run, first: int, last: int) -> bool:
    """Say whether a speech verb, an office or "led by" shows that the name is a person's."""
    size, weight = last - first, _weight(run, first, last)
    if size == 1 and finder.low(first - 1) == "of":
        return False
    if (weight and size < 3) or finder.low(first - 1) in name_words().locative | {"the"}:
        return False
    spoken = _speech_near(finder, first, last) or _office_after(finder, last) or _labelled(finder, first, last)
    acted = any(finder.low(i) in BY_PERSON for i in range(first - 6, first - 1))
    return spoken or (finder.low(first - 1) == "by" and acted)


NO_LABEL = words(
    "presenter anchor announcer narrator newsreader clip caller studio editor "
    "moderator question answer host reporter journalist interviewer speaker chair note denied seized next correction"
)


def _caps_label(finder: Finder, run: Run) -> bool:
    """Say whether a run is the label of someone who speaks more than once ("PETROVA:")."""
    word = finder.low(run.first)
    if finder.low(run.last) != ":" or run.last - run.first != 1 or len(word) < 4 or run.first not in finder.starts:
        return False
    if word in name_words().heads or word in NO_LABEL or run.places:
        return False
    return finder.tokens.text.count(finder.tokens.word[run.first] + ":") > 1


def _labelled(finder: Finder, first: int, last: int) -> bool:
    """Say whether the name is a speaker's label ("OLOO:") or follows one ("Spokesperson: X")."""
    return (finder.low(last) == ":" and (first in finder.starts or first - 1 in finder.starts)) or (
        finder.low(first - 1) == ":" and finder.low(first - 2) in name_words().heads
    )


def _behind_place(finder: Finder, run: Run, first: int, last: int) -> int:
    """Skip the place of an office's complement: "ambassador to Islamabad Reza X" begins at "Reza"."""
    for start, end, _, weight in run.places:
        if (
            start == first
            and end < last
            and weight >= 2
            and (
                finder.low(first - 1) in ("to", "in", "of", "for", "at")
                or (finder.low(first - 1) in name_words().heads and weight == 3)
            )
        ):
            return end
    return first


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
    return finder.low(look) in ("of", "for") and finder.low(look - 1) in name_words().heads


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
        if (
            low in known.heads
            or (low == "number" and finder.low(look - 1) == "opposite")
            or (low in known.titles and tokens.word[look][0].isupper())
            or (low.endswith("s") and low[:-1] in known.heads)
        ):
            return steps == 0 or _complement(finder, look + 1, at)
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
        if low in known.heads or low in known.titles:
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
        if len(form) > 2 and capital(form) and form.lower() not in name_words().particles:
            finder.people.setdefault(form, norm)


def again(finder: Finder, run: Run) -> None:
    """Find later mentions of a person by surname or part of the name."""
    for first, last in stretches(run, NAME + ACRONYM + OFFICE):
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
    if text in finder.people:
        return finder.people[text] if at not in finder.headings or _labelled(finder, at, end) else None
    if text.isupper() and len(text) > 2 and (_labelled(finder, at, end) or at not in finder.headings):
        return finder.upper().get(text)
    return None


def unknown(finder: Finder, run: Run) -> None:
    """Take two to four unknown capitalised words that do what people do ("X Y promised").

    Or stand beside a person.
    """
    tokens = finder.tokens
    for first, last in stretches(run, NAME):
        if (
            not 2 <= last - first <= 4
            or not finder.free(first, last)
            or first in finder.headings
            or last < run.last
            or _weight(run, first, last)
        ):
            continue
        before = finder.low(first - 1)
        if before in name_words().locative | {"the", "/", "(", "of"} or (
            before == "and" and finder.taken.get(first - 2) == "place"
        ):
            continue
        acts = (
            last < len(tokens)
            and tokens.bits[last] & (PAST | THIRD)
            and (tokens.base[last] in HUMAN_VERBS or before in ("", "'s", "’s", ".", "and", ","))
        )
        acts = acts or bool(first and tokens.base[first - 1] in OBJECT_VERBS and tokens.bits[first - 1] & PAST)
        beside = (before in ("and", "with") and finder.taken.get(first - 2) == "person") or (
            finder.low(last) == "and" and finder.taken.get(last + 1) == "person"
        )
        packed = first in finder.starts and finder.low(last) in ("has", "had")
        if acts or beside or packed or (finder.low(last) == "," and first in finder.starts):
            keep(finder, first, last)
