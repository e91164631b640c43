"""A place in a form: what was typed as a listed place, a rectangle or a distance, and how it is shown again."""

import re
from collections.abc import Mapping
from typing import Any

from hamsaya.core.fields.box import EDGES, STEPS, widen
from hamsaya.core.fields.reference import NAMED_PRECISIONS
from hamsaya.core.reader import Reader
from hamsaya.core.text import to_latin

MOST_DIGITS = 9
DEGREES = re.compile(r"[-+]?[0-9]{1,3}(?:\.[0-9]{1,6})?")
SAID = "box"
"""The part of a field's name that a rectangle's own parts follow."""


def read_where(each: Any, name: str, typed: Any, _reader: Reader) -> dict[str, Any]:
    """Return a place as typed, or raise Refused where it is no place, or is said in two ways."""
    place, km = typed.get(f"{name}.place", ""), to_latin(typed.get(f"{name}.km", "").strip())
    edges = [typed.get(f"{name}.{edge}", "").strip() for edge in EDGES]
    if any(edges):
        if place or km:
            raise each.refuse("where-twice")
        return _read_box(each, edges, typed.get(f"{name}.{SAID}") or "within_1km")
    if place:
        return {"place": place, "precision": typed.get(f"{name}.precision") or "settlement"}
    if km:
        if not km.isascii() or not km.isdigit() or len(km) > MOST_DIGITS:
            raise each.refuse("where")
        return {"km": int(km), "inside": typed.get(f"{name}.inside", ""), "precision": "band_only"}
    return {"precision": "not_stated"}


def _read_box(each: Any, edges: list[str], precision: str) -> dict[str, Any]:
    texts = [to_latin(edge).replace("٫", ".").removesuffix("°") for edge in edges]
    if precision not in STEPS or not all(DEGREES.fullmatch(text) for text in texts):
        raise each.refuse("box")
    south, west, north, east = (round(float(text) * 1_000_000) for text in texts)
    return widen((south, west), (north, east), precision)


def show_where(value: Mapping[str, Any], reader: Reader) -> dict[str, Any]:
    """Return what a form shows of a place beside the list: precisions, distance, parties, a rectangle's edges."""
    said = value.get("precision")
    degrees = {edge: reader.digits(f"{value[edge] / 1_000_000:.2f}") if edge in value else "" for edge in EDGES}
    is_box = EDGES[0] in value
    return {
        "precisions": _choices(NAMED_PRECISIONS, said or "settlement", reader),
        "km": reader.digits(value.get("km", "")),
        "parties": [
            (party.code, reader.name(party.name), party.code == value.get("inside", reader.party.code))
            for party in reader.compact.parties
        ],
        "box_precisions": _choices(tuple(STEPS), said if is_box else "within_1km", reader),
        **degrees,
    }


def _choices(codes: tuple[str, ...], chosen: str | None, reader: Reader) -> list[tuple[str, str, bool]]:
    return [(code, reader.word(f"precision_{code}"), code == chosen) for code in codes]
