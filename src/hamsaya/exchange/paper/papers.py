"""The papers of undertakings: the minister's one-page brief, the matrix of the two scores, a commitment's history."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from hamsaya.core import undertaking
from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.core.scoring import Scored
from hamsaya.core.text import LANGUAGES
from hamsaya.exchange.paper.margin import day_words, foot, head_line, under
from hamsaya.exchange.paper.sheet import Part, Sheet
from hamsaya.node import agenda, council, queries
from hamsaya.node.council import Item
from hamsaya.people.viewer import Viewer

BRIEF_ROWS = 6


def brief(viewer: Viewer, reader: Reader, now: datetime) -> Sheet:
    """Return the minister's brief: due, stuck, what they will raise, what we will raise, last contacts; one A4."""
    today, compact = now.astimezone(reader.party.tz).date(), viewer.compact
    found = council.items(viewer, compact)
    entered = agenda.entered(found, today)
    ours, theirs = council.parties(viewer, compact)
    due = sorted((item for item in found if item.row.due), key=lambda item: item.row.due)
    stuck = [each.item for each in entered if set(each.reasons) & {"overdue", "blocked", "suspended"}]
    parts = [
        _rows(reader, "paper.due", due, lambda item: day_words(item.row.due, reader), "field.due"),
        _rows(reader, "paper.stuck", stuck, lambda item: reader.word(f"status.{item.row.status}")),
        _rows(reader, "paper.they_raise", [item for item in found if _raises(item, theirs, ours)], _status(reader)),
        _rows(reader, "paper.we_raise", [item for item in found if _raises(item, ours, theirs)], _status(reader)),
        _contacts(viewer, reader, today),
    ]
    return _whole("paper.brief", viewer, reader, now, parts)


def _whole(key: str, viewer: Viewer, reader: Reader, now: datetime, parts: Sequence[Part]) -> Sheet:
    """Return a paper made from all records: its digest is our log's root, its code our signed head, for any reader."""
    digest, note = head_line(viewer)
    return Sheet(reader.word(key), under(reader, now), parts, digest, note, foot(reader))


def _raises(item: Item, side: str, other: str) -> bool:
    """Tell whether that side is likely to raise it: it disputes, calls it blocked, or scores the other's duty lower."""
    if side in item.state.disputes or side in item.state.blocked:
        return True
    for duty in item.duties:
        given = {score.by: score for score in duty.scores if score is not None}
        if duty.party == other and duty.gap and given[side].value < given[other].value:  # type: ignore[operator]
            return True
    return False


def _rows(
    reader: Reader, key: str, found: Sequence[Item], last: Callable[[Item], str], head: str = "web.status"
) -> Part:
    rows = [(item.state.number, reader.titled(item.row.title), last(item)) for item in found[:BRIEF_ROWS]]
    more = len(found) - len(rows)
    if more > 0:
        rows.append(("", reader.word("paper.more", count=reader.digits(more)), ""))
    columns = [reader.word("council.no"), reader.word("council.short"), reader.word(head)]
    return Part(reader.word(key), columns, (1, 6, 3), rows, reader.word("paper.nothing"))


def _status(reader: Reader) -> Callable[[Item], str]:
    return lambda item: reader.word(f"status.{item.row.status}")


def _contacts(viewer: Viewer, reader: Reader, today: date) -> Part:
    visits = [
        row for row, _ in queries.states_of(viewer, viewer.compact, "visit") if "" < row.happened <= today.isoformat()
    ]
    latest = sorted(visits, key=lambda row: row.happened, reverse=True)[:4]
    rows = [(day_words(row.happened[:10], reader), reader.titled(row.title)) for row in latest]
    columns = [reader.word("field.day"), reader.word("web.title")]
    return Part(reader.word("paper.contacts"), columns, (3, 7), rows, reader.word("paper.nothing"))


def matrix(viewer: Viewer, reader: Reader, now: datetime) -> Sheet:
    """Return the matrix: every commitment with both sides' scores of each duty, and the gap."""
    found = council.items(viewer, viewer.compact)
    ours, theirs = council.parties(viewer, viewer.compact)
    columns = [
        reader.word("council.no"), reader.word("council.short"), reader.word("council.duty_of"),
        reader.party_name(ours), reader.party_name(theirs), reader.word("gap"),
    ]  # fmt: skip
    rows = [
        (
            item.state.number, reader.titled(item.row.title), reader.party_name(duty.party),
            _score(duty.scores[0], reader), _score(duty.scores[1], reader),
            "–" if duty.gap is None else reader.digits(duty.gap),
        )
        for item in found
        for duty in item.duties
    ]  # fmt: skip
    part = Part(reader.word("council.never_average"), columns, (2, 7, 3, 4, 4, 2), rows, reader.word("paper.nothing"))
    return _whole("paper.matrix", viewer, reader, now, [part])


def history(viewer: Viewer, reader: Reader, record: str, now: datetime, address: str = "") -> Sheet:
    """Return a commitment's history: the text in force in its languages, then act by act.

    Its digest is that of the text both signed; before there is one, the root of our log.
    """
    from hamsaya.core.say import act_label

    found = queries.record(viewer, viewer.compact, record)
    if found.kind is None or found.row.name != "commitment":
        raise Refused("record.missing", record=record)
    text = undertaking.text_in_force(found.state)
    wording = text.get("wording", found.state.wording)
    words = [{"lang": lang, "text": wording[lang]} for lang in LANGUAGES if lang in wording]
    kind = reader.word(f"status.{found.row.status}")
    sides = [{"number": found.state.number, "kind": kind, "texts": words, "notes": []}]
    rows = [
        (
            reader.bare(act.at),
            reader.party_name(act.party),
            act_label(found.kind, act.act, reader),
        )
        for act in queries.history(viewer, viewer.compact, record)
    ]
    columns = [reader.word("field.day"), reader.word("web.side"), reader.word("council.act")]
    acts = Part(reader.word("council.act_by_act"), columns, (5, 3, 6), rows)
    digest = next((each for each, one in found.state.texts.items() if one == text), None) or head_line(viewer)[0]
    parts = [Part(reader.word("field.wording"), sides=sides), acts]
    title = reader.titled(found.row.title)
    return Sheet(title, under(reader, now), parts, digest, address or record, foot(reader))


def _score(score: Scored | None, reader: Reader) -> str:
    if score is None:
        return reader.word("council.not_scored")
    words = reader.word(f"score_{score.score}")
    return f"{words} ({reader.word('claimed')})" if score.claimed else words
