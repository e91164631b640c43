"""Typed fields of an act: what a value looks like on the wire, and what is refused.

A field's value is plain JSON (canonical profile of `canonical.py`). `check` returns the value as it goes into the
log or raises `Refused` with a stable code and the field's name. Codes, never words, stand for choices.
"""

from hamsaya.core.fields.moment import NOT_STATED, Day, Instant, When, format_instant, parse_instant
from hamsaya.core.fields.plain import (
    NOT_KNOWN,
    Code,
    Codes,
    Count,
    Field,
    Flag,
    Items,
    Line,
    Number,
    Text,
    Wording,
)
from hamsaya.core.fields.quote import Quote
from hamsaya.core.fields.reference import (
    RECORD,
    Dial,
    Digest,
    Entity,
    Link,
    Parties,
    Party,
    Record,
    Where,
)
from hamsaya.core.fields.row import Row

__all__ = [
    "NOT_KNOWN",
    "NOT_STATED",
    "RECORD",
    "Code",
    "Codes",
    "Count",
    "Day",
    "Dial",
    "Digest",
    "Entity",
    "Field",
    "Flag",
    "Instant",
    "Items",
    "Line",
    "Link",
    "Number",
    "Parties",
    "Party",
    "Quote",
    "Record",
    "Row",
    "Text",
    "When",
    "Where",
    "Wording",
    "format_instant",
    "parse_instant",
]
