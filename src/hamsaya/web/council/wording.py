"""Wording help where a text is put forward or signed: what would make it checkable, and what it resembles."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hamsaya.core import checkable
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.intake.resemble import resembling
from hamsaya.node import queries
from hamsaya.node.models import Record
from hamsaya.people.viewer import Viewer

ACTS = ("propose", "adopt")


@dataclass(frozen=True)
class Help:
    """What a text lacks, in words, how checkable it is, and the earlier items it resembles with their likeness."""

    verifiability: int
    lacks: list[str]
    like: list[tuple[Record, int]]


def help_with(text: Mapping[str, Any], viewer: Viewer, reader: Reader, record: str = "") -> Help:
    """Return the help for a text that is put forward on a record."""
    lacks = [reader.word(f"advice.{code}") for code in checkable.advice(text)]
    like = resembling(viewer, text.get("wording") or {}, record)
    return Help(checkable.verifiability(text), lacks, like)


def help_for_form(viewer: Viewer, act: str, record: str, body: Mapping[str, Any], reader: Reader) -> Help | None:
    """Return the help that an act's form on a commitment shows; None for other acts and while nothing is worded."""
    text: Mapping[str, Any] = body
    if act == "adopt":
        text = _text(viewer, record, str(body.get("digest", "")))
    if act not in ACTS or not isinstance(text.get("wording"), dict):
        return None
    return help_with(text, viewer, reader, record)


def _text(viewer: Viewer, record: str, digest: str) -> Mapping[str, Any]:
    try:
        state = queries.record(viewer, viewer.compact, record).state
    except Refused:
        return {}
    return dict(getattr(state, "texts", {}).get(digest, {}))
