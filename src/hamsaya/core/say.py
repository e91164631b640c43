"""What an act says, as a sentence in the reader's language: codes, counts, times and places become words.

Free text is never part of the sentence's meaning: it is shown beside it, as written (rendering rules).
"""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_KNOWN,
    NOT_STATED,
    Code,
    Codes,
    Count,
    Day,
    Digest,
    Entity,
    Field,
    Flag,
    Instant,
    Items,
    Line,
    Number,
    Parties,
    Party,
    Quote,
    Row,
    Text,
    When,
    Where,
    Wording,
)  # fmt: skip
from hamsaya.core.kinds import Act, Kind, Position
from hamsaya.core.reader import Reader
from hamsaya.core.text import PLACEHOLDER, has_word

STOPS = ".۔"


def value_words(field: Field[Any], value: Any, reader: Reader) -> str:
    """Return a field's value in the reader's words; nothing there is said as "not stated"."""
    if value is None or value in (NOT_STATED, [], {}):
        return reader.word("not_stated")
    if value == NOT_KNOWN:
        return reader.word("not_known")
    for types, show in _SHOW:
        if isinstance(field, types):
            return show(field, value, reader)
    return reader.digits(value) if isinstance(value, int) else str(value)


def _code(field: Any, value: str, reader: Reader) -> str:
    key = f"{field.codes}_{value}".replace("-", "_")
    return reader.word(key) if has_word(key) else value


def _entity(field: Any, value: str, reader: Reader) -> str:
    if field.of == "place":
        return reader.place_name(value)
    finder: Callable[[str], Any] = getattr(reader.compact, field.of)
    try:
        return reader.name(finder(value).name)
    except Refused:
        return value


def _items(field: Any, value: list[Any], reader: Reader) -> str:
    mark = "semicolon" if isinstance(field.item, Wording | Row) else "comma"
    return reader.listed([value_words(field.item, each, reader).rstrip(STOPS) for each in value], mark)


def _row(field: Any, value: dict[str, Any], reader: Reader) -> str:
    there = [(cell, value[name]) for name, cell in field.cells.items() if name in value]
    return reader.listed([value_words(cell, each, reader).rstrip(STOPS) for cell, each in there])


_SHOW: tuple[tuple[type[Field[Any]] | tuple[type[Field[Any]], ...], Callable[[Any, Any, Reader], str]], ...] = (
    (Code, _code),
    (Codes, lambda field, value, reader: reader.listed([_code(field, each, reader) for each in value])),
    ((Count, Number), lambda _field, value, reader: reader.digits(value)),
    (Flag, lambda _field, value, reader: reader.word("yes" if value is True else "no")),
    (Wording, lambda _field, value, reader: reader.name(value)),
    (Text, lambda _field, value, _reader: value.get("text", "")),
    ((Day, Instant), lambda _field, value, reader: reader.bare(value)),
    (When, lambda _field, value, reader: reader.when(value)),
    (Where, lambda _field, value, reader: reader.where(value)),
    (Party, lambda _field, value, reader: reader.party_name(value)),
    (Parties, lambda _field, value, reader: reader.listed([reader.party_name(each) for each in value])),
    (Entity, _entity),
    (Line, lambda _field, value, reader: reader.hours(value)),
    (Digest, lambda _field, value, _reader: value[:12]),
    (Quote, lambda _field, value, reader: reader.word("phrase.quoted", words=value.get("text", ""))),
    (Row, _row),
    (Items, _items),
)


def field_label(kind: Kind[Any], name: str, reader: Reader) -> str:
    """Return a field's label: the kind's own where it has one, else the shared one, else the name."""
    own = f"field_{kind.name.replace('-', '_')}.{name}"
    shared = f"field.{name}"
    return reader.word(own if has_word(own) else shared) if has_word(own) or has_word(shared) else name


def act_label(kind: Kind[Any], act: str, reader: Reader) -> str:
    """Return an act's label as a verb: the kind's own or the shared one; its wire name where we do not know it."""
    own, shared = (f"act.{name}.{act}".replace("-", "_") for name in (kind.name, "letter"))
    return next((reader.word(key) for key in (own, shared) if has_word(key)), act)


def sentence_key(kind: Kind[Any], act: Act) -> str:
    """Return the key of an act's sentence: the kind's own, or the one that all letters share."""
    own = f"says.{kind.name}.{act.name()}".replace("-", "_")
    with_verdict = f"{own}_{act.body.get('verdict')}"
    if has_word(with_verdict):
        return with_verdict
    if has_word(own):
        return own
    if "answer" in type(act).fields and has_word(f"sentence.answer_{act.body.get('answer')}"):
        return f"sentence.answer_{act.body['answer']}"
    return f"says.letter.{act.name()}"


def say(kind: Kind[Any], act: Act, at: Position, reader: Reader, number: str = "") -> str:
    """Return the act as one sentence for that reader. `number` is the record's number as people write it."""
    key = sentence_key(kind, act)
    values = sentence_values(kind, act, at, reader)
    values["number"] = act.body.get("number") or reader.numbers(number)
    missing = reader.word("not_stated")
    template = reader.word(key)
    said = fill(template, lambda name: values.get(name) or missing)
    rest = _rest(kind, act, reader, template)
    return f"{said} {rest}{reader.word('phrase.list_stop')}" if rest else said


COVERED = {"when": {"happened"}, "where": {"place"}, "by": {"until"}, "right": {"place", "happened"}}
UNSAID = {"sources", "quotes", "proof", "near", "like"}
"""What stands beside the sentence as links."""


def _rest(kind: Kind[Any], act: Act, reader: Reader, template: str) -> str:
    """Return what was given though it might have been left out, and the sentence has no place for: label and value."""
    placed = set(PLACEHOLDER.findall(template))
    if "changes" in placed:
        return ""
    placed |= UNSAID.union(*(COVERED[name] for name in placed & COVERED.keys()))
    given = [name for name, each in type(act).fields.items() if each.optional and act.body.get(name) not in (None, [])]
    rows = [
        reader.word(
            "phrase.change",
            field=field_label(kind, name, reader),
            value=value_words(type(act).fields[name], act.body[name], reader).rstrip(STOPS),
        )
        for name in given
        if name not in placed and not isinstance(type(act).fields[name], Text)
    ]
    return reader.listed(rows, "semicolon")


def fill(template: str, value: Callable[[str], str]) -> str:
    """Fill a template's placeholders; a value that ends in a full stop does not double the template's own."""

    def put(match: re.Match[str]) -> str:
        text = value(match.group(1))
        return text.rstrip(STOPS) if template[match.end() : match.end() + 1] in tuple(STOPS) else text

    return PLACEHOLDER.sub(put, template)


def sentence_values(kind: Kind[Any], act: Act, at: Position, reader: Reader) -> dict[str, str]:
    """Return what the placeholders of an act's sentence stand for."""
    fields = type(act).fields
    values = {name: value_words(each, act.body.get(name), reader) for name, each in fields.items()}
    values["sender"] = reader.party_name(at.party)
    values["receiver"] = reader.name(reader.compact.other(at.party).name)
    values["when"] = reader.when(act.body.get("happened") or {"at": at.at, "precision": "minute"})
    place = act.body.get("place")
    values["where"] = reader.where(place if isinstance(place, dict) else _NOWHERE)
    values["post"] = _post(at.post, reader)
    values["by"] = values.get("until", "")
    values["changes"] = changes(kind, act, reader)
    values["right"] = changes(kind, act, reader, ("place", "happened"))
    return values


_NOWHERE = {"precision": "not_stated"}


def _post(post: str, reader: Reader) -> str:
    try:
        return reader.name(reader.compact.office(post).name)
    except Refused:
        return post


def changes(kind: Kind[Any], act: Act, reader: Reader, only: Collection[str] = ()) -> str:
    """Return the values an act sets, or `only` some of them, as "label: value" in a row, free text left out."""
    rows = [
        reader.word(
            "phrase.change", field=field_label(kind, name, reader), value=value_words(each, act.body[name], reader)
        )
        for name, each in type(act).fields.items()
        if name in act.body and not isinstance(each, Text) and (not only or name in only)
    ]
    return reader.listed(rows)


def facts(
    kind: Kind[Any], body: Mapping[str, Any], fields: Mapping[str, Field[Any]], reader: Reader
) -> list[tuple[str, str]]:
    """Return (label, value) rows of a body for a page or a print, in the order of the fields."""
    return [
        (field_label(kind, name, reader), value_words(each, body.get(name), reader)) for name, each in fields.items()
    ]
