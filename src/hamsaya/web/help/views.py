"""Help: what the signs mean and what to do, in the reader's language, on one page."""

from django.http import HttpRequest, HttpResponse

from hamsaya.people.gate import viewer_for
from hamsaya.web.help import guide
from hamsaya.web.page import reader_for, show

TOPICS = ("board", "send", "seen", "answer", "offline", "agree", "proof", "persons", "keys")


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the help."""
    reader, viewer = reader_for(request), viewer_for(request)
    topics = [(reader.word(f"help.{name}_head"), reader.word(f"help.{name}")) for name in TOPICS]
    return show(
        request, "help", reader=reader, topics=topics, urgencies=reader.compact.urgencies, roles=sorted(viewer.roles),
        guides=guide.titles(reader.lang),
    )  # fmt: skip
