"""One report, cut up: tokens, sentence units, names and dates, with the look-ups that every rule needs."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from hamsaya.reading.dates import Dated, find_dates, report_date, written_dates
from hamsaya.reading.model import Span
from hamsaya.reading.names import Mention, find_names
from hamsaya.reading.split import Unit, units
from hamsaya.reading.tokens import Tokens, tokenize

OPEN_QUOTES, CLOSE_QUOTES = "“«‘", "”»"
QUOTES = frozenset('“«”»"')


@dataclass(slots=True)
class Page:
    """What the rules read.

    `first[n]`, `last[n]`: tokens of unit n; `unit_of`: token -> unit; `name_at`: token -> mention. `words[n]`,
    `bases[n]`: the words of unit n in small letters and the bases of its verbs, so that a rule whose words do not stand
    there need not look at its tokens; `asks[n]`: whether it ends as a question. `negative`: the page's words that deny,
    `claims[n]`: whether unit n speaks of a claim, `classes`, `topics`: unit -> word classes, words that say what it is
    about; all are filled when asked for.
    """

    text: str
    tokens: Tokens
    units: list[Unit]
    first: list[int]
    last: list[int]
    unit_of: list[int]
    names: list[Mention]
    dates: list[Dated]
    doc_date: str | None
    name_at: dict[int, Mention] = field(default_factory=dict)
    date_at: dict[int, Dated] = field(default_factory=dict)
    quoted: list[bool] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    bases: list[frozenset[str]] = field(default_factory=list)
    asks: list[bool] = field(default_factory=list)
    negative: frozenset[str] | None = None
    claims: list[bool] | None = None
    classes: dict[int, frozenset[str]] = field(default_factory=dict)
    topics: dict[int, frozenset[str]] = field(default_factory=dict)

    def span(self, first: int, last: int) -> Span:
        """Return the characters of tokens first to last (exclusive)."""
        start, end = self.tokens.start[first], self.tokens.end[last - 1]
        return Span(start, end, self.text[start:end])

    def token_at(self, char: int) -> int:
        """Return the first token that ends behind a character."""
        return bisect_right(self.tokens.end, char)


def _quoted(tokens: Tokens) -> list[bool]:
    """Say for each token whether it stands inside quotation marks.

    A paragraph without its closing mark ends there.
    """
    if QUOTES.isdisjoint(tokens.word):
        return [False] * len(tokens)
    inside, found = False, []
    for at, word in enumerate(tokens.word):
        if at and inside and "\n" in tokens.text[tokens.end[at - 1] : tokens.start[at]]:
            inside = False
        if word in "“«":
            inside = True
        elif word in "”»":
            inside = False
        elif word == '"':
            inside = not inside
        found.append(inside)
    return found


def make_page(text: str) -> Page:
    """Cut `text` up; linear in its length."""
    tokens, pieces = tokenize(text), units(text)
    first = [bisect_left(tokens.start, u.start) for u in pieces]
    last = [bisect_left(tokens.start, u.end) for u in pieces]
    unit_of = [0] * len(tokens)
    for number, (a, b) in enumerate(zip(first, last, strict=True)):
        unit_of[a:b] = [number] * (b - a)
    begins = set(first) | {i + 1 for i, w in enumerate(tokens.word) if w in '“"«:•-(' and i + 1 < len(tokens)}
    begins |= {bisect_left(tokens.start, u.label[1]) for u in pieces if u.label}
    for at, word in enumerate(tokens.word):
        if word[0].isupper() and at not in begins:
            tokens.base[at], tokens.bits[at] = "", 0
    headings = frozenset(i for n, u in enumerate(pieces) if u.kind == "heading" for i in range(first[n], last[n]))
    written = written_dates(text)
    doc = report_date(text, written)
    names = find_names(tokens, frozenset(begins), headings)
    dates = find_dates(text, written, doc)
    page = Page(text, tokens, pieces, first, last, unit_of, names, dates, doc.isoformat() if doc else None)
    page.name_at = {i: m for m in names for i in range(m.first, m.last)}
    page.date_at = {
        i: d for d in dates for i in range(bisect_left(tokens.start, d.start), bisect_left(tokens.start, d.end))
    }
    page.quoted = _quoted(tokens)
    _sum_up(page)
    return page


def _sum_up(page: Page) -> None:
    """Keep of each unit what many rules ask for."""
    low, base = page.tokens.low, page.tokens.base
    pieces = list(zip(page.first, page.last, strict=True))
    page.words = [frozenset(low[first:last]) for first, last in pieces]
    page.bases = [frozenset(base[first:last]) for first, last in pieces]
    page.asks = [page.text[unit.start : unit.end].rstrip().endswith("?") for unit in page.units]
