"""A page together with who speaks where."""

from bisect import bisect_right
from dataclasses import dataclass

from hamsaya.reading.names import country_of
from hamsaya.reading.page import Page
from hamsaya.reading.speaker import learn_offices
from hamsaya.reading.speech import Cue, find_statements


@dataclass(slots=True)
class Scene:
    """The page, its speech cues in order, and the country each named person speaks for."""

    page: Page
    cues: list[Cue]
    country: dict[str, str]
    by_unit: dict[int, str]

    def speaker_at(self, token: int) -> str | None:
        """Return who speaks at a token: the cue of its own sentence, else the one before in its paragraph."""
        return self.by_unit.get(self.page.unit_of[token]) if token < len(self.page.unit_of) else None

    def parties(self, first: int, last: int) -> tuple[str, ...]:
        """Return the countries named in tokens first..last, or "both"."""
        page = self.page
        found: list[str] = []
        for at in range(first, last):
            land = country_of(page.tokens.word[at]) or (
                page.name_at[at].norm[:2]
                if at in page.name_at and page.name_at[at].type == "place" and page.name_at[at].norm[2:3] in ("", ":")
                else None
            )
            if land and land not in found and land.isupper():
                found.append(land)
        words = page.tokens.low[first:last]
        if not found and (
            {"both", "two", "sides", "parties", "they", "we", "countries", "ministers"} & set(words) or not words
        ):
            return ("both",)
        return tuple(found)

    def place_in(self, first: int, last: int) -> str | None:
        """Return the first place named in tokens first..last."""
        for at in range(first, last):
            mention = self.page.name_at.get(at)
            if mention and mention.type == "place":
                return self.page.span(mention.first, mention.last).text
        return None

    def when_in(self, first: int, last: int) -> str | None:
        """Return the first date value in tokens first..last."""
        return next((self.page.date_at[i].norm for i in range(first, last) if i in self.page.date_at), None)


def make_scene(page: Page) -> Scene:
    """Find the speakers of a page."""
    offices = learn_offices(page)
    cues = find_statements(page, offices)
    country = {name: land for name, _, land in offices if land}
    by_unit: dict[int, str] = {}
    starts = page.first
    for cue in cues:
        by_unit.setdefault(bisect_right(starts, cue.first) - 1, cue.speaker)
    return Scene(page, cues, country, by_unit)
