"""A record as a page tells it: its values in words, each side's view, and act by act who said what, with proof."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hamsaya.core.agreement import in_force, open_texts
from hamsaya.core.fields import Field, Items, Quote, Record, format_instant
from hamsaya.core.kinds import AUDIENCES, Act, Kind, Position
from hamsaya.core.letter import Translate
from hamsaya.core.reader import Reader
from hamsaya.core.say import act_label, field_label, say, value_words
from hamsaya.node.attach import ENDINGS
from hamsaya.node.queries import ActView, RecordView
from hamsaya.records.commitment import Commitment
from hamsaya.web.border.side import over_there, places_of
from hamsaya.web.page import post_name
from hamsaya.web.record.files import size_words

TRANSLATE = Translate.name()


@dataclass(frozen=True)
class ToldAct:
    """One act of the history."""

    view: ActView
    sentence: str
    free_text: list[dict[str, Any]]
    known: bool
    label: str
    """The act by its verb."""
    across: str
    """The name of the party on the other side of who acted."""
    files: tuple[tuple[str, str, str], ...] = ()
    """What goes with it: hash, sort and size in words."""
    note: str = ""
    """That a place it names lies on the side of the party that did not act."""
    moved: str = ""
    """For whom its side marks the record since, in words, though the act was made for something else."""


@dataclass(frozen=True)
class ToldText:
    """A text put forward for both to sign."""

    digest: str
    signed: tuple[str, ...]
    adopted: bool
    rows: list[tuple[str, Any]]


@dataclass
class Told:
    """What the record page draws."""

    facts: list[tuple[str, str]] = field(default_factory=list)
    free_text: list[dict[str, Any]] = field(default_factory=list)
    acts: list[ToldAct] = field(default_factory=list)
    views: dict[str, list[ToldAct]] = field(default_factory=dict)
    texts: list[ToldText] = field(default_factory=list)
    scores: list[dict[str, Any]] = field(default_factory=list)
    quotes: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    """Wordings of record, each with its label, set apart from the facts."""
    note: str = ""
    """That the place as it stands now lies on the side of the party that did not write."""


Note = dict[str, Any]


def _notes(found: RecordView, history: Sequence[ActView], reader: Reader) -> dict[str, list[Note]]:
    """Return the translations of free texts by the leaf of the act that holds the text, each with whose it is."""
    notes: dict[str, list[Note]] = {}
    for act in history:
        given = act.body.get("text") if act.act == TRANSLATE and act.had_effect else None
        if isinstance(given, dict) and given.get("text"):
            notes.setdefault(str(act.body.get("of")), []).append(
                {**given, "by": _whose(act, str(given["lang"]), reader)}
            )
    return notes


def _whose(act: ActView, lang: str, reader: Reader) -> str:
    post, party = post_name(act.post, reader), reader.party_name(act.party)
    return reader.word("web.translation_by", language=reader.word(f"lang_{lang}"), post=post, party=party)


def tell(found: RecordView, history: Sequence[ActView], reader: Reader) -> Told:
    """Return what the page of a record tells that reader."""
    notes = _notes(found, history, reader)
    told = Told(acts=[_told_act(found, act, reader, notes.get(act.leaf, [])) for act in history])
    for party in reader.compact.parties:
        told.views[party.code] = [act for act in told.acts if act.view.party == party.code]
    if found.kind is None or found.state is None:
        return told
    told.note = over_there([getattr(found.state, "place", None)], found.row.owner, reader)
    opened = next((act.leaf for act in history if act.party == found.row.owner and act.had_effect), "")
    _tell_values(told, found.kind, found.state, reader, {"leaf": opened, "notes": notes.get(opened, [])})
    if isinstance(found.state, Commitment):
        _tell_commitment(told, found.kind, found.state, reader)
    return told


def _told_act(found: RecordView, act: ActView, reader: Reader, notes: list[Note]) -> ToldAct:
    act_type = found.kind.act(act.act) if found.kind else None
    across = reader.party_name(reader.compact.other(act.party).code)
    if found.kind is None or act_type is None:
        return ToldAct(act, act.act, [], known=False, label="", across=across, files=_files(act, reader))
    owner = found.row.owner
    at = Position(act.party, act.index, act.leaf, act.post, act.at, 0, act.party == owner)
    parsed = act_type(act.body)
    free = [
        {
            **act.body[name],
            "label": field_label(found.kind, name, reader),
            "leaf": "" if act.act == TRANSLATE else act.leaf,
            "notes": notes,
        }
        for name, each in act_type.fields.items()
        if name in act.body and each.widget == "text"
    ]
    number = getattr(found.state, "number", "") or found.row.record.partition("/")[2]
    told = _sentence(found.kind, parsed, at, reader, number)
    note = over_there(places_of(parsed), act.party, reader)
    label, beside = act_label(found.kind, act.act, reader), _files(act, reader)
    moved = reader.word(f"audience_{act.moved.lower()}") if act.moved in AUDIENCES else act.moved
    return ToldAct(act, told, free, known=True, label=label, across=across, files=beside, note=note, moved=moved)


def _files(act: ActView, reader: Reader) -> tuple[tuple[str, str, str], ...]:
    found = []
    for each in act.files:
        sort = ENDINGS.get(str(each["media"]), "").removeprefix(".") or "other"
        found.append((str(each["hash"]), reader.word(f"file.{sort}"), size_words(int(each["size"]), reader)))
    return tuple(found)


def _sentence(kind: Kind[Any], act: Act, at: Position, reader: Reader, number: str) -> str:
    try:
        return say(kind, act, at, reader, number)
    except (KeyError, TypeError, ValueError, AttributeError):
        # A body that does not hold is kept and shown as the act's bare name; the fold flagged it already.
        return act.name()


def _tell_values(told: Told, kind: Kind[Any], state: Any, reader: Reader, beside: Note) -> None:
    opening = next(act for act in kind.acts if act.opens)
    for name, each in opening.fields.items():
        if name == "title" or not hasattr(state, name):  # what a state does not keep stands among its acts
            continue
        value = getattr(state, name)
        label = field_label(kind, name, reader)
        if each.widget == "text":
            told.free_text += [{**value, "label": label, **beside}] if value else []
        elif each.widget == "wording" and value:
            told.quotes.append((label, reader.own_first(value)))
        elif not _points(each):
            told.facts.append((label, value_words(each, value, reader)))


def _points(each: Field[Any]) -> bool:
    """Tell whether a field only points: to other records, which stand under sources, or to words of a source."""
    return isinstance(each, Record) or (isinstance(each, Items) and isinstance(each.item, Record | Quote))


def _tell_commitment(told: Told, kind: Kind[Any], state: Commitment, reader: Reader) -> None:
    propose, score = kind.act("propose"), kind.act("score")
    adopted, proposed = in_force(state), open_texts(state)
    for digest, text in state.texts.items():
        signed = tuple(sorted(state.signed.get(digest, {}))) if digest == adopted else proposed.get(digest, ())
        rows = [(field_label(kind, name, reader), _shown(propose, name, text, reader)) for name in text]
        told.texts.append(ToldText(digest, signed, digest == adopted, rows))
    for party, given in state.scores.items():
        for by, each in given.items():
            words = {name: _shown(score, name, each, reader) for name in ("score", "direction", "evidence")}
            told.scores.append(
                {"party": party, "by": by, "claimed": not each.get("evidence"), **words, "at": each["at"]}
            )


def _shown(act: type[Act] | None, name: str, values: dict[str, Any], reader: Reader) -> Any:
    each = act.fields[name] if act else None
    if each is None:
        return values.get(name)
    value = values.get(name)
    return reader.own_first(value) if each.widget == "wording" and value else value_words(each, value, reader)


def csv_rows(history: Sequence[ActView]) -> list[list[str]]:
    """Return a history as rows for a table: party, index, act, post, claimed time, stored time, leaf, effect."""
    return [
        [
            act.party,
            str(act.index),
            act.act,
            act.post,
            act.at,
            format_instant(act.stored),
            act.leaf,
            str(act.had_effect),
        ]
        for act in history
    ]
