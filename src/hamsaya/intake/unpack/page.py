"""HTML to text: the article's own words, without scripts, forms, menus or markup."""

import re
from html.parser import HTMLParser

from hamsaya.core.errors import Refused
from hamsaya.intake.unpack.encoding import decode
from hamsaya.intake.unpack.model import Note, Piece

SCRIPT = re.compile(r"<(?:script|iframe|object|embed)\b|\bon\w+\s*=\s*[\"']|javascript:", re.IGNORECASE)
SILENT = frozenset({"script", "style", "noscript", "template", "head", "title", "svg", "iframe", "object"})
BREAKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "article", "section", "td", "blockquote"}
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
MOST_TAGS = 200_000


class _Words(HTMLParser):
    """Gathers what a reader would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 -- the parser's
        self.silent += tag in SILENT
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.silent = max(0, self.silent - (tag in SILENT))
        if tag in BREAKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain(markup: str) -> str:
    """Return the words of a piece of HTML, a blank line between blocks."""
    words = _Words()
    words.feed(markup)
    words.close()
    lines = (line.strip() for line in "".join(words.parts).split("\n"))
    return "\n\n".join(line for line in lines if line)


def unpack_page(name: str, data: bytes) -> Piece:
    """Return the article of an HTML page; Refused where it has no words."""
    markup, notes = decode(data)
    if markup.count("<") > MOST_TAGS:
        raise Refused("intake.markup", most=MOST_TAGS)
    had_scripts: tuple[Note, ...] = (("scripts", {}),) if SCRIPT.search(markup) else ()
    text, title, day = _article(markup)
    text = text or plain(markup)
    if not text.strip():
        raise Refused("intake.no-words")
    return Piece(name, text, "text/html", title=title, published=day, notes=(*notes, *had_scripts, ("markup", {})))


def _article(markup: str) -> tuple[str, str, str]:
    import trafilatura  # slow to import, and needed for these files alone

    try:
        text = trafilatura.extract(markup, include_comments=False, include_tables=True, favor_recall=True) or ""
        about = trafilatura.extract_metadata(markup)
    except Exception:  # noqa: BLE001 -- broken markup may fail anywhere in the extractor; our own reader takes over
        return "", "", ""
    day = str(getattr(about, "date", None) or "")
    return text, str(getattr(about, "title", None) or "")[:300], day if DAY.fullmatch(day) else ""
