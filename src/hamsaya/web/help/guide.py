"""The guides for the people at the desks, as pages in the reader's language; their one source is docs/use."""

from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString

from hamsaya.web.page import reader_for, show

GUIDES = ("first-night", "sitting", "claims", "market")


def page(request: HttpRequest, compact: str, guide: str) -> HttpResponse:
    """Show one guide."""
    if guide not in GUIDES:
        raise Http404
    reader = reader_for(request)
    return show(request, "guide", reader=reader, title=title(guide, reader.lang), text=drawn(guide, reader.lang))


def titles(lang: str) -> list[tuple[str, str]]:
    """Return each guide with its title."""
    return [(guide, title(guide, lang)) for guide in GUIDES]


def title(guide: str, lang: str) -> str:
    """Return a guide's first heading."""
    return _text(guide, lang).splitlines()[0].lstrip("# ")


@cache
def drawn(guide: str, lang: str) -> SafeString:
    """Return a guide as HTML. Markup in the text is text: the parser takes none."""
    from markdown_it import MarkdownIt  # slow to import, and needed for these pages alone

    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return SafeString(parser.render(_text(guide, lang)))


@cache
def _text(guide: str, lang: str) -> str:
    return (_folder() / lang / f"{guide}.md").read_text(encoding="utf-8")


def _folder() -> Traversable:
    """Return the folder of the guides: part of an installed package, or `docs/use` in a checkout."""
    packed = resources.files("hamsaya") / "guide"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[4] / "docs" / "use"
