"""Who can undertake something: a state, an office, a body, "we", "they"."""

from functools import lru_cache

from hamsaya.reading.clause import PRONOUNS
from hamsaya.reading.lexicon import load, words
from hamsaya.reading.page import Page
from hamsaya.reading.runs import name_words


@lru_cache(maxsize=1)
def actors() -> frozenset[str]:
    """Return the nouns that can undertake something."""
    return words(load("triggers")["actor"]["words"])


def is_actor(page: Page, first: int, last: int) -> bool:
    """Say whether the subject in tokens first..last can bind itself.

    A state, an office, a body, "we", "they".
    """
    low = page.tokens.low
    if first >= last:
        return True
    if low[last - 1] == "there":
        return (
            low[last] in ("is", "are", "shall")
            or "no" in low[last : last + 4]
            or (last + 1 < len(low) and page.quoted[last])
        )
    if low[last - 1] in PRONOUNS and last - first <= 2:
        return low[last - 1] not in ("it", "which", "this", "that", "these", "those")
    head = last
    for look in range(first + 1, last):
        if (
            low[look]
            in ("of", "in", "at", "from", "for", "on", "between", "with", "who", "which", "to", "along", "under")
            and look > first
        ):
            head = look
            break
    if low[head - 1] in actors() or low[head - 1] in name_words().heads:
        return True
    mention = page.name_at.get(head - 1)
    if mention is None and page.tokens.word[head - 1][0].isupper() and head - 1 > first:
        return True
    return (
        mention is not None
        and mention.type in ("person", "org", "place")
        and (mention.type != "place" or _governs(mention.norm, first, mention.first))
    )


def _governs(norm: str, first: int, at: int) -> bool:
    """Say whether a place name stands for a government: a country or a capital."""
    return len(norm) == 2 or norm.endswith(":capital") or at == first
