"""Who is to be told now, and what to say on the telephone, in each language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from hamsaya.core.compact import Desk
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES, direction
from hamsaya.node.alarm import Step, reached
from hamsaya.node.board import BoardRow
from hamsaya.node.clockwork import own_desks
from hamsaya.node.deadline import STATED
from hamsaya.node.models import Record

LISTS = ("daily-list", "weekly-list")
"""Steps that put a letter on a list, which is read in its own time, and ring nowhere."""


@dataclass(frozen=True)
class Script:
    """What to say on the telephone, in one language."""

    lang: str
    dir: str
    text: str


@dataclass(frozen=True)
class Alarm:
    """One letter that rings: who is told, since when, and what is missing."""

    item: BoardRow
    step: Step
    reader: Reader
    is_ours: bool
    """The answer is owed by us; otherwise by them."""

    @property
    def row(self) -> Record:
        """Return the letter's row."""
        return self.item.row

    @property
    def at(self) -> datetime:
        """Return since when."""
        return self.step.at

    @property
    def told(self) -> str:
        """Return who is told, in words."""
        return self.reader.word(f"web.told_{self.step.to}".replace("-", "_"))

    @property
    def missed(self) -> str:
        """Return what is missing, in words."""
        return self.reader.word(f"watch.missed_{self.step.missed}")

    @property
    def script(self) -> tuple[Script, ...]:
        """Return what to say on the telephone, in each language."""
        langs = _order(self.reader)
        return tuple(_script(self.item, self.step, self.reader, lang, is_ours=self.is_ours) for lang in langs)


def alarm_of(item: BoardRow, reader: Reader, *, is_ours: bool) -> Alarm | None:
    """Return the alarm of a letter, or None where no step that rings has been reached."""
    step = reached(tuple(each for each in item.steps if each.to not in LISTS))
    return None if step is None or item.start is None else Alarm(item, step, reader, is_ours)


def alarms(needs_us: Sequence[BoardRow], waits: Sequence[BoardRow], reader: Reader) -> list[Alarm]:
    """Return the alarms of a board, the most urgent and then the oldest first."""
    found = [alarm_of(each, reader, is_ours=True) for each in needs_us]
    found += [alarm_of(each, reader, is_ours=False) for each in waits]
    return sorted((each for each in found if each), key=lambda alarm: (alarm.row.urgency, alarm.at))


def _order(reader: Reader) -> list[str]:
    """Return the languages: the reader's, the neighbour's, which may have to be read out, then the rest."""
    theirs = reader.compact.other(reader.party.code).language
    return sorted(LANGUAGES, key=lambda lang: (lang != reader.lang, lang != theirs))


def _script(item: BoardRow, step: Step, reader: Reader, lang: str, *, is_ours: bool) -> Script:
    ours = reader.party.code
    theirs = reader.compact.other(ours).code
    speaker = Reader.of(reader.compact, ours if is_ours else theirs, lang)
    key = f"watch.script_{'ours' if is_ours else 'theirs'}_{step.missed}"
    since = item.deadline.at if step.missed == STATED and item.deadline else item.start
    text = speaker.word(
        key,
        desk=_desk(reader, ours, speaker),
        sender=_desk(reader, item.row.owner, speaker),
        number=item.row.record.partition("/")[2],
        title=speaker.titled(item.row.title),
        level=speaker.digits(item.row.urgency),
        urgency=speaker.name(reader.compact.urgency(item.row.urgency).name),
        time=speaker.moment(since) if since else "",
    )
    return Script(lang, direction(lang), text)


def _desk(reader: Reader, party: str, speaker: Reader) -> str:
    desks: Sequence[Desk] = own_desks(reader.compact, party)
    return speaker.name(desks[0].name) if desks else speaker.party_name(party)
