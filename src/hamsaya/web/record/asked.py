"""What a form shows for each field: label, choices in the reader's words, the value so far, what is wrong."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_KNOWN,
    Code,
    Codes,
    Count,
    Day,
    Entity,
    Field,
    Flag,
    Instant,
    Items,
    Number,
    Parties,
    Party,
    Row,
    Text,
    When,
    Where,
    Wording,
    parse_instant,
)  # fmt: skip
from hamsaya.core.fields.moment import WHEN_PRECISIONS
from hamsaya.core.kinds import Act, Kind, Named
from hamsaya.core.reader import Reader
from hamsaya.core.say import field_label
from hamsaya.core.text import LANGUAGES, isolated
from hamsaya.web.form import GROUPS, ordered, show_day
from hamsaya.web.page import refusal
from hamsaya.web.where import show_where

Choice = tuple[str, str, bool]
"""Code, words, chosen."""
Parts = Mapping[str, Mapping[str, str]]
NOTHING: Parts = MappingProxyType({})
NONE_NAMED: Named = MappingProxyType({})
LONGEST = 160
"""Characters of a wording by which a person knows an item in a list."""


@dataclass
class Asked:
    """One field of a form."""

    name: str
    label: str
    widget: str
    required: bool
    more: bool
    value: Any = None
    fault: str = ""
    choices: list[Choice] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def asked(
    kind: Kind[Any],
    act: type[Act],
    body: Mapping[str, Any],
    faults: Mapping[str, Refused],
    reader: Reader,
    parts: Parts = NOTHING,
    named: Named = NONE_NAMED,
) -> list[Asked]:
    """Return the fields of an act's form in the order they are asked.

    `parts`: what stood in those that do not hold; `named`: what the act may name, to be chosen by its words.
    """
    found = [_asked(kind, each, body.get(each.name), faults.get(each.name), reader) for each in ordered(act)]
    for each in found:
        field = each.name.removeprefix("f.")
        if field in named:
            _offer(each, named[field], reader)
        _keep_typed(each, parts.get(field, {}))
    return found


def _offer(found: Asked, named: Mapping[str, Mapping[str, str]], reader: Reader) -> None:
    """Offer what a field may name by its words instead of its digest; what is named already stays among them."""
    words = {digest: _cut(reader.titled(dict(wording))) for digest, wording in named.items()}
    if found.value:
        words.setdefault(found.value, "")
    alike = Counter(words.values())
    told = {digest: _told(text, "" if text and alike[text] == 1 else digest) for digest, text in words.items()}
    chosen = found.value or (next(iter(told)) if found.required and len(told) == 1 else None)
    found.widget = "choice" if found.required else "entity"
    found.choices = [(digest, text, digest == chosen) for digest, text in told.items()]


def _told(text: str, digest: str) -> str:
    """Return words, and the digest where they alone do not tell, that read the right way round in any page."""
    return " · ".join(isolated(part) for part in (text, digest[:12]) if part)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(maxsplit=1)[0]} …"


def marked_by(refused: Refused | None, act: type[Act]) -> dict[str, Refused]:
    """Return the refusal by the field that it is about, where it is about one."""
    name = str(refused.params.get("field", "")) if refused else ""
    return {name: refused} if refused and name in act.fields else {}


def ask_translation(found: list[Asked], reader: Reader) -> None:
    """Ask a translation for its text alone: the entry that it stands beside is known, and the text is no remark."""
    for each in found:
        if each.name == "f.of" and each.value:
            each.widget = "known"
        if each.name == "f.text":
            each.label = reader.word("web.translation")


LISTS = {"precision": "precisions", "inside": "parties", "box": "box_precisions"}
"""The choices that stand beside a field's own, by the part of its name that they answer."""


def _keep_typed(found: Asked, parts: Mapping[str, str]) -> None:
    """Show again what was typed and could not be read, for its writer to change."""
    for part, text in parts.items():
        if LISTS.get(part) in found.extra:
            found.extra[LISTS[part]] = _chosen(found.extra[LISTS[part]], text)
        elif part in ("place", "precision"):
            found.choices = _chosen(found.choices, text)
        elif part in found.extra:
            found.extra[part] = text
        elif not part and not found.choices:
            found.value = found.value or text


def _chosen(choices: list[Choice], code: str) -> list[Choice]:
    return [(each, words, each == code) for each, words, _ in choices]


def _asked(kind: Kind[Any], each: Field[Any], value: Any, fault: Refused | None, reader: Reader) -> Asked:
    found = Asked(
        name=f"f.{each.name}",
        label=field_label(kind, each.name, reader),
        widget=each.widget,
        required=not each.optional,
        more=GROUPS[each.group] == GROUPS["more"],
        value=value,
        fault=refusal(fault, reader) if fault else "",
    )
    _fill(found, each, value, reader)
    return found


def _fill(found: Asked, each: Field[Any], value: Any, reader: Reader) -> None:
    for types, fill in _FILLS:
        if isinstance(each, types):
            fill(found, each, value, reader)
            break


def _words(each: Any, reader: Reader) -> list[tuple[str, str]]:
    return [(code, reader.word(key)) for code, key in zip(each.choices, each.words(), strict=True)]


def _fill_code(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    found.choices = [(code, words, code == value) for code, words in _words(each, reader)]


def _fill_codes(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    found.choices = [(code, words, code in (value or ())) for code, words in _words(each, reader)]


def _fill_count(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    found.extra = {"unknown": value == NOT_KNOWN, "may_be_unknown": isinstance(each, Count)}
    found.value = "" if value in (None, NOT_KNOWN) else reader.digits(value)


def _fill_flag(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    found.choices = [
        ("yes", reader.word("yes"), value is True),
        ("no", reader.word("no"), value is False),
        (NOT_KNOWN, reader.word("not_known"), value == NOT_KNOWN),
    ]


def _fill_day(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    found.value = show_day(datetime.fromisoformat(value), reader) if value and value[0].isdigit() else ""
    found.extra = {"example": show_day(datetime(2027, 3, 1, tzinfo=UTC), reader)}


def _parts(value: str, reader: Reader) -> tuple[str, str]:
    """Return a day or an instant as a form's two lines: date and time of day."""
    if len(value) == 10:
        return show_day(datetime.fromisoformat(value), reader), ""
    moment = parse_instant(value)
    return show_day(moment.astimezone(reader.party.tz), reader), reader.clock(moment)


def _fill_instant(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    day, clock = _parts(value, reader) if value else ("", "")
    found.extra = {"day": day, "clock": clock, "capital": reader.name(reader.party.capital)}


def _fill_when(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    value = value or {"precision": "not_stated"}
    day, clock = _parts(value["at"], reader) if "at" in value else ("", "")
    until_day, until_clock = _parts(value["until"], reader) if "until" in value else ("", "")
    found.extra = {
        "day": day, "clock": clock, "until_day": until_day, "until_clock": until_clock,
        "capital": reader.name(reader.party.capital),
    }  # fmt: skip
    found.choices = [(code, reader.word(f"precision_{code}"), code == value["precision"]) for code in WHEN_PRECISIONS]


def _fill_where(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    value = value or {}
    found.choices = [
        (place.id, reader.name(place.name), place.id == value.get("place")) for place in reader.compact.places
    ]
    found.extra = show_where(value, reader)


def _fill_party(found: Asked, _each: Any, value: Any, reader: Reader) -> None:
    chosen = value if isinstance(value, list) else [value]
    found.choices = [(each.code, reader.name(each.name), each.code in chosen) for each in reader.compact.parties]


def _listed(of: str, reader: Reader) -> list[tuple[str, str]]:
    lists: dict[str, Any] = {
        "desk": reader.compact.desks, "office": reader.compact.offices, "area": reader.compact.areas,
        "channel": reader.compact.channels, "place": reader.compact.places,
    }  # fmt: skip
    return [(each.id, reader.name(each.name)) for each in lists[of]]


def _fill_entity(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    found.choices = [(code, words, code == value) for code, words in _listed(each.of, reader)]


def _fill_wording(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    found.extra = {"limit": each.limit, "texts": _texts(found.name, value, reader)}


def _texts(name: str, value: Any, reader: Reader) -> list[tuple[str, str, str, str]]:
    texts = reader.own_first({lang: (value or {}).get(lang, "") for lang in LANGUAGES})
    return [(f"{name}.{lang}", lang, reader.word(f"lang_{lang}"), text) for lang, text in texts.items()]


def _fill_text(found: Asked, each: Any, value: Any, _reader: Reader) -> None:
    found.value = (value or {}).get("text", "")
    found.extra = {"limit": each.limit}


def _cells(row: Row, name: str, values: Mapping[str, Any], reader: Reader) -> list[Asked]:
    found = []
    for cell, each in row.cells.items():
        made = Asked(f"{name}.{cell}", reader.word(f"field.{cell}"), each.widget, required=False, more=False)
        made.value = values.get(cell)
        _fill(made, each, made.value, reader)
        found.append(made)
    return found


def _fill_items(found: Asked, each: Any, value: Any, reader: Reader) -> None:
    if isinstance(each.item, Entity):
        found.widget = "choices"
        found.choices = [(code, words, code in (value or ())) for code, words in _listed(each.item.of, reader)]
    elif isinstance(each.item, Wording):
        rows = list(value or [])[: each.most]
        rows += [{}] * (min(each.most, max(3, len(rows) + 1)) - len(rows))
        found.widget = "wordings"
        found.extra = {
            "limit": each.item.limit,
            "rows": [_texts(f"{found.name}.{row}", texts, reader) for row, texts in enumerate(rows)],
        }
    elif isinstance(each.item, Row):
        rows = list(value or [])[: each.most]
        rows += [{}] * (min(each.most, max(3, len(rows) + 1)) - len(rows))
        found.widget = "rows"
        found.extra = {"rows": [_cells(each.item, f"{found.name}.{at}", row, reader) for at, row in enumerate(rows)]}
    else:
        found.widget = "lines"
        found.value = "\n".join(str(line) for line in value or [])


_FILLS: tuple[tuple[Any, Callable[[Asked, Any, Any, Reader], None]], ...] = (
    (Code, _fill_code),
    (Codes, _fill_codes),
    ((Count, Number), _fill_count),
    (Flag, _fill_flag),
    (Day, _fill_day),
    (Instant, _fill_instant),
    (When, _fill_when),
    (Where, _fill_where),
    ((Party, Parties), _fill_party),
    (Entity, _fill_entity),
    (Wording, _fill_wording),
    (Text, _fill_text),
    (Items, _fill_items),
)
