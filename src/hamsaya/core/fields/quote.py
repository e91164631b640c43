"""A quotation: the exact characters of a public source, where they stand, and the rule that found them."""

import re
from typing import Any

from hamsaya.core.fields.plain import HASH, Field
from hamsaya.core.fields.reference import RECORD, SLUG

MODALITIES = (
    "agreed", "pledged", "proposed", "called", "asserted", "denied", "event", "principle", "context",
)  # fmt: skip
LONGEST = 600
_HALF = re.compile(r"[\ud800-\udfff]")
"""Halves of a character, which no text holds alone."""


class Quote(Field[dict[str, Any]]):
    """{"source": record id or file hash, "file"?: hash, "start", "end", "text", "rule"?, "modality"?}.

    `start` and `end` count Unicode code points of the source's text, `end` exclusive; `text` is exactly what stands
    between them, cut at 600 characters. A quotation is never corrected: a slip of the source stays in it.
    """

    widget = "quote"

    def check(self, value: Any) -> dict[str, Any]:
        """Return the quotation."""
        if not isinstance(value, dict) or not {"source", "start", "end", "text"} <= set(value):
            raise self.refuse("quote")
        if not set(value) <= {"source", "file", "start", "end", "text", "rule", "modality"}:
            raise self.refuse("quote")
        if not (_is_source(value["source"]) and _is_span(value["start"], value["end"]) and _is_text(value)):
            raise self.refuse("quote")
        if not (_is_hash(value.get("file")) and _is_rule(value.get("rule"))):
            raise self.refuse("quote")
        if value.get("modality") not in (None, *MODALITIES):
            raise self.refuse("quote")
        return dict(value)

    def words(self) -> tuple[str, ...]:
        """Return the key of each modality."""
        return tuple(f"modality_{code}" for code in MODALITIES)


def _is_source(value: object) -> bool:
    return isinstance(value, str) and bool(RECORD.fullmatch(value) or HASH.fullmatch(value))


def _is_hash(value: object) -> bool:
    return value is None or (isinstance(value, str) and HASH.fullmatch(value) is not None)


def _is_rule(value: object) -> bool:
    return value is None or (isinstance(value, str) and SLUG.fullmatch(value) is not None)


def _is_span(start: object, end: object) -> bool:
    if isinstance(start, bool) or isinstance(end, bool) or not isinstance(start, int) or not isinstance(end, int):
        return False
    return 0 <= start < end <= 50_000_000


def _is_text(value: dict[str, Any]) -> bool:
    text = value["text"]
    if not isinstance(text, str) or not text.strip() or _HALF.search(text):
        return False
    span: int = value["end"] - value["start"]
    return len(text) == min(LONGEST, span)
