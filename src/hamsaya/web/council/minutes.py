"""The minutes of a sitting as its page tells them: before the chairs, or item by item as they stand."""

from collections.abc import Mapping
from typing import Any

from hamsaya.core import meeting
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.reader import Reader
from hamsaya.web.council import standing

KEPT = ("item", "owner", "limit", "character", "binding", "about")
"""What another wording of an item starts with beside its words."""


def told(state: Any, reader: Reader) -> dict[str, Any] | None:
    """Return the minutes before the chairs, item by item, with reservations inline and who has signed and attested."""
    digest = meeting.presented(state)
    if digest is None:
        return None
    text = state.texts[digest]
    reserved = meeting.reserved_in(text)
    return {
        "digest": digest, "text": text, "signed": tuple(sorted(state.signed.get(digest, {}))),
        "attested": tuple(sorted(state.attested.get(digest, {}))), "outgrown": meeting.is_outgrown(state, digest),
        "items": [
            _item(number, key, item, state, reader) | {"reserved": reserved.get(key, [])}
            for number, key, item in meeting.numbered(state, text)
        ],
    }  # fmt: skip


def standing_now(state: Any, reader: Reader) -> list[dict[str, Any]]:
    """Return the items as they stand, with each side's reservations and what a form for another wording starts with."""
    text = {"items": meeting.standing_items(state)}
    reserved = meeting.reserved_in({"reservations": meeting.reservations(state)})
    return [
        _item(number, key, item, state, reader)
        | {"reserved": reserved.get(key, []), "reword": reworded(item, key, item["text"])}
        for number, key, item in meeting.numbered(state, text)
    ]


def _item(number: str, key: str, item: Mapping[str, Any], state: Any, reader: Reader) -> dict[str, Any]:
    return {
        "number": number, "digest": key, "item": item, "red": standing.redlined(state, item, reader),
        "kind": reader.word(f"minute_{item['item']}") if item else "", "owner": reader.office_name(item.get("owner")),
        "enter": _entering(item, reader) if meeting.minutes_of(state) else [],
        "before": meeting.reserved_before(state, key) if item and not meeting.minutes_of(state) else {},
    }  # fmt: skip


def _entering(item: Mapping[str, Any], reader: Reader) -> list[tuple[str, str]]:
    """Return what the form starts with that enters an agreed commitment as a record; nothing where it is one."""
    if item.get("item") != "commitment" or item.get("about"):
        return []
    bound = [each.party for each in reader.compact.offices if each.id == item.get("owner")]
    known = [("f.bound", party) for party in bound]
    known += [("f.due", item["limit"])] if item["limit"] != NOT_STATED else []
    return [
        *known,
        *((f"f.{name}.{lang}", text) for name in ("title", "wording") for lang, text in item["text"].items()),
    ]


def reworded(item: Mapping[str, Any], digest: str, wording: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return what the form for another wording starts with: the item as it stands, with these words."""
    kept = [(f"f.{name}", item[name]) for name in KEPT if item.get(name) not in (None, NOT_STATED)]
    return [*kept, ("f.replaces", digest), *((f"f.text.{lang}", text) for lang, text in wording.items())]
