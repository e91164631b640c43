"""What a sitting waits for, in words: days offered, changes to sign, copies, silence, the parts of a split sitting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hamsaya.core import agreement, cycle, meeting
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.reader import Reader
from hamsaya.core.redline import redlines


def offers(state: meeting.Meeting, ours: str) -> list[tuple[str, list[str], bool]]:
    """Return each side's offered days, and whether we may accept one: theirs, while no day is in force."""
    open_still = meeting.day_of(state) is None and not state.held
    return [(party, days, open_still and party != ours) for party, days in sorted(state.offered.items()) if days]


def changes(state: meeting.Meeting, reader: Reader) -> list[dict[str, Any]]:
    """Return every change of day or host put forward: what, why, who has signed it, and whether we may sign it now."""
    found = []
    for topic in (meeting.DAY, meeting.HOST):
        waiting, both = agreement.open_texts(state, topic), agreement.adopted(state, topic)
        for digest in (*both, *waiting):
            text = state.texts[digest]
            signed = tuple(sorted(state.signed.get(digest, {}))) if digest in both else waiting[digest]
            found.append(
                {
                    "digest": digest, "topic": topic, "what": _what(text, topic, reader), "signed": signed,
                    "reason": reader.word(f"reason_{text['reason']}"), "may_sign": reader.party.code not in signed,
                }
            )  # fmt: skip
    return found


def _what(text: dict[str, Any], topic: str, reader: Reader) -> str:
    if topic == meeting.HOST:
        return reader.party_name(text["host"])
    day = text.get("day", NOT_STATED)
    return reader.word("council.no_day_yet") if day == NOT_STATED else reader.day_both(date.fromisoformat(day))


def copies(state: meeting.Meeting, reader: Reader, today: date) -> list[tuple[str, str, bool]]:
    """Return when each side's government had its copy, and whether it is late: three days after the signature."""
    signed = meeting.last_signature(state)[:10]
    if not signed:
        return []
    offset = dict(cycle.STEPS)["copies"]
    late = (today - date.fromisoformat(signed)).days > offset
    days = {party.code: state.copied.get(party.code, {}).get("day", "") for party in reader.compact.parties}
    return [(code, day, late and not day) for code, day in days.items()]


def redlined(state: meeting.Meeting, item: Mapping[str, Any], reader: Reader) -> list[tuple[str, Any]]:
    """Return the redline of each language against the wording that the item replaces, the reader's own first."""
    before = state.items.get(item.get("replaces", ""))
    found = redlines(before["text"], item["text"]) if before and item.get("text") else {}
    return list(reader.own_first(found).items())


def parts(found: Sequence[tuple[Any, Any]], record: str) -> list[Any]:
    """Return the rows of the sittings that are part of this one: a sitting split over places or days."""
    return [row for row, state in found if state.part_of == record]
