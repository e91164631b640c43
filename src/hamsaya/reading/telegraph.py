"""Undertakings in telegraphic style: "Sides to exchange lists by May"."""

from itertools import pairwise

from hamsaya.reading.clause import AUX, finite_at, is_adverb
from hamsaya.reading.frames import Found
from hamsaya.reading.inflect import BASE
from hamsaya.reading.modal import undertaken, unsure
from hamsaya.reading.page import Page
from hamsaya.reading.persons import SPEECH
from hamsaya.reading.subject import subject_start


def telegraph_rule(page: Page, begin: int, end: int) -> list[Found]:
    """Take telegraphic "Sides to exchange lists by May": no finite verb, a noun, "to" and a base verb."""
    low = page.tokens.low
    if "to" not in low[begin:end]:
        return []
    parts = [i for i in range(begin, end) if low[i] == ";"]
    if parts:
        edges = [begin - 1, *parts, end]
        return [f for a, b in pairwise(edges) for f in telegraph_rule(page, a + 1, b)]
    end = next((i for i in range(begin + 3, end - 1) if low[i] == "," and page.tokens.base[i + 1] in SPEECH), end)
    if any(
        ((finite_at(page, i) or low[i] in AUX) and low[i - 1] != "to" and low[i] not in ("been", "being"))
        or page.tokens.base[i] in unsure()
        or page.tokens.base[i] in ("invite", "encourage", "press", "remind")
        for i in range(begin, min(end, begin + 40))
    ):
        return []
    for at in range(begin + 1, min(begin + 14, end - 1)):
        if (
            low[at] == "to"
            and page.tokens.bits[at + 1] & BASE
            and page.tokens.low[at + 1] != "date"
            and not is_adverb(low[at - 1])
            and low[at - 1] not in ("remain", "remains", "need", "needs", "have", "seem", "seems", "appear", "tend")
        ):
            first = subject_start(page, at, begin)
            return undertaken(page, at, at + 1, at + 1, (first, at), end, "telegraph")
    return []
