"""Template tags of the watch: the row of its pages, and months by name."""

from typing import Any

from django import template
from django.urls import reverse

from hamsaya.core.month import Month
from hamsaya.core.reader import Reader

register = template.Library()
PAGES = (
    ("shift", "shift", (), ("duty", "head")),
    ("roster", "roster", (), ("duty", "head", "admin")),
    ("log", "contact_log", (), ()),
    ("figures", "figures", (), ()),
    ("daily", "late", ("daily",), ()),
    ("weekly", "late", ("weekly",), ()),
)
"""Each page of the watch: its words, its address, and the roles that open it."""


@register.inclusion_tag("web/watch/tabs.html", takes_context=True)
def watch_tabs(context: Any) -> dict[str, Any]:
    """Draw the row of pages, as far as the viewer's post opens them."""
    viewer, reader = context["viewer"], context["reader"]
    shown = [
        (name, reverse(f"web:{url}", args=[viewer.compact, *rest]), reader.word(f"watch.{name}"))
        for name, url, rest, roles in PAGES
        if not roles or viewer.has_role(*roles)
    ]
    return {"watch_pages": shown, "tab": context.get("tab"), "compact": viewer.compact, "reader": reader}


@register.filter
def month(value: Month, reader: Reader) -> str:
    """Return a month's name with its year."""
    return value.words(reader)
