"""The papers of a sitting: its agenda as it stands, and the minutes before the chairs."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hamsaya.core import cycle, meeting
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, isolated
from hamsaya.exchange.paper.margin import day_words, foot, head_line, under
from hamsaya.exchange.paper.sheet import Part, Sheet
from hamsaya.node import agenda as agendas
from hamsaya.node import council, queries
from hamsaya.people.viewer import Viewer


def agenda(viewer: Viewer, reader: Reader, record: str, now: datetime, address: str = "") -> Sheet | None:
    """Return the agenda: day and host, standing items, what entered by itself and why, what the sides put on.

    Its digest is the root of our log, from which it was made. None where the record is no sitting.
    """
    state = queries.record(viewer, viewer.compact, record).state
    if not isinstance(state, meeting.Meeting):
        return None
    held = council.held_days(council.sittings(viewer, viewer.compact))
    today = now.astimezone(reader.party.tz).date()
    entered = agendas.entered(council.items(viewer, viewer.compact), today, held)
    always = [reader.word(f"council.standing_{code}") for code in cycle.STANDING]
    numbered = [(reader.digits(at), words) for at, words in enumerate(always, 1)]
    nothing, item = reader.word("paper.nothing"), reader.word("field_sitting.item")
    parts = [
        _when(state, reader),
        Part(reader.word("council.standing"), [reader.word("council.no"), item], (1, 9), numbered),
        Part(
            reader.word("council.by_themselves"), [reader.word("council.no"), item, reader.word("field.reason")],
            (1, 5, 4), [_entered(each, reader) for each in entered], nothing,
        ),
        Part(
            reader.word("council.put_on"), [reader.word("web.side"), item, reader.word("under_objection")],
            (2, 4, 4), [_written(each, reader) for each in agendas.written(state)], nothing,
        ),
    ]  # fmt: skip
    title = f"{reader.word('agenda')} · {state.number} · {reader.titled(state.title)}"
    return Sheet(title, under(reader, now), parts, head_line(viewer)[0], address or record, foot(reader))


def _when(state: meeting.Meeting, reader: Reader) -> Part:
    host, form = meeting.host_of(state), reader.word(f"sitting_form_{state.form}")
    row = (day_words(meeting.day_of(state) or "", reader), reader.party_name(host) if host else "–", form)
    columns = [reader.word("field.day"), reader.word("field.host"), reader.word("field.form")]
    return Part(reader.word("kind.sitting"), columns, (4, 3, 3), [row])


def _entered(each: agendas.Entered, reader: Reader) -> tuple[str, str, str]:
    why = reader.listed([reader.word(f"council.because_{code}") for code in each.reasons])
    return each.item.state.number, reader.titled(each.item.row.title), why


def _written(each: agendas.Written, reader: Reader) -> tuple[str, str, str]:
    others = [f"{reader.party_name(by)}: {isolated(reader.titled(title))}" for by, title in each.other_titles]
    return reader.party_name(each.by), reader.titled(each.title), reader.listed(others, "semicolon") or "–"


def minutes(
    viewer: Viewer, reader: Reader, record: str, now: datetime, address: str = "", langs: Sequence[str] = LANGUAGES
) -> Sheet | None:
    """Return the minutes before the chairs, these languages side by side; None where there are none yet."""
    state = queries.record(viewer, viewer.compact, record).state
    digest = meeting.presented(state) if isinstance(state, meeting.Meeting) else None
    if digest is None:
        return None
    text = state.texts[digest]
    reserved = meeting.reserved_in(text)
    sides = [
        _item(number, key, item, reserved, reader, langs) for number, key, item in meeting.numbered(state, text) if item
    ]
    chairs, secretaries = state.signed.get(digest, {}), state.attested.get(digest, {})
    rows = [
        (reader.party_name(each.code), _hand(each.code in chairs, reader), _hand(each.code in secretaries, reader))
        for each in reader.compact.parties
    ]
    heads = [reader.word("web.side"), reader.word("council.chairs"), reader.word("council.secretaries")]
    signed = Part(reader.word("paper.signatures"), heads, (3, 4, 4), rows)
    title = f"{state.number} · {reader.titled(state.title)}"
    parts = [Part(reader.word("minutes"), sides=sides), _next(text, reader), signed, *_approval(state, reader)]
    return Sheet(title, under(reader, now), parts, digest, address or digest, foot(reader))


def _approval(state: meeting.Meeting, reader: Reader) -> list[Part]:
    """Return what the sides have said of the signed minutes since; nothing while neither has."""
    rows = [
        (
            reader.party_name(party), reader.word(f"approval_{said['view']}"),
            isolated(reader.name(said["words"])) if said.get("words") else "–",
        )
        for party, said in sorted(meeting.approvals_of(state).items())
    ]  # fmt: skip
    columns = [reader.word("web.side"), reader.word("field.view"), reader.word("field.words")]
    return [Part(reader.word("council.step_approval"), columns, (3, 4, 8), rows)] if rows else []


def _next(text: dict[str, Any], reader: Reader) -> Part:
    """Return when and where the minutes say that the next sitting is, which text decides, and why no day is named."""
    host = reader.party_name(text["next_host"]) if text.get("next_host") else reader.word("not_stated")
    told = {
        "next_day": day_words(text["next_day"], reader), "next_host": host,
        "authentic": reader.word(f"authentic_{text['authentic']}"),
    }  # fmt: skip
    if text.get("reason"):
        told["reason"] = reader.word(f"reason_{text['reason']}")
    columns = [reader.word(f"field.{name}") for name in told]
    return Part(reader.word("council.standing_next_sitting"), columns, (4,) * len(told), [list(told.values())])


def _item(
    number: str, key: str, item: dict[str, Any], reserved: dict[str, list[Any]], reader: Reader, langs: Sequence[str]
) -> dict[str, Any]:
    shown = [lang for lang in LANGUAGES if lang in langs and lang in item["text"]] or list(item["text"])
    texts = [{"lang": lang, "text": item["text"][lang]} for lang in shown]
    told = {
        "owner": reader.office_name(item.get("owner")) or reader.word("not_stated"),
        "limit": day_words(item["limit"], reader), "binding": reader.word(f"binding_{item['binding']}"),
    }  # fmt: skip
    notes = [f"{reader.word(f'field.{name}')}: {words}" for name, words in told.items()]
    for each in reserved.get(key, ()):
        whose = reader.word("council.reservation_of", party=reader.party_name(each["party"]))
        notes.append(f"{whose}: {isolated(reader.name(each['words']))}")
    return {"number": number, "kind": reader.word(f"minute_{item['item']}"), "texts": texts, "notes": notes}


def _hand(given: bool, reader: Reader) -> str:
    return reader.word("yes" if given else "no")
