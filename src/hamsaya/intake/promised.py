"""Did we ever promise this? Across spellings, three languages and both calendars, answered from the record alone."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from hamsaya.core.text import fold
from hamsaya.intake import concepts, shelf
from hamsaya.intake.line import day_of_report
from hamsaya.intake.typed_date import read_question
from hamsaya.node import queries
from hamsaya.node.access import visible
from hamsaya.node.lookup import within
from hamsaya.node.models import Record, RecordRef
from hamsaya.people.viewer import Viewer

KINDS = ("commitment", "principle", "project", "visit", "event", "statement", "assessment")
MOST = 25
NEAR = 300
"""How many near texts are looked at before marks and dates are heeded."""


@dataclass(frozen=True)
class Answer:
    """One record that answers, when it was said, and how near its words are."""

    row: Record
    days: tuple[str, ...]
    percent: int
    whole: bool
    """All words of the question occur in it."""
    inferred: frozenset[str] = frozenset()
    """Those of its days that only reports tell of whose own day is inferred."""


@dataclass(frozen=True)
class Answers:
    """What was understood of the question, and what answers it."""

    words: str
    start: str
    end: str
    found: tuple[Answer, ...]


def search(viewer: Viewer, text: str) -> Answers:
    """Return what on record answers a typed question, undertakings first."""
    asked = read_question(text)
    if not asked.words and not asked.start:
        return Answers("", "", "", ())
    near, whole = _near(viewer, asked.words) if asked.words else ({}, frozenset[str]())
    rows = _rows(viewer, [*near, *whole]) if asked.words else _of_days(viewer, asked.start, asked.end)
    days = _days(rows)
    kept = [row for row in rows if not asked.start or any(asked.start <= day <= asked.end for day in days[row.pk])]
    found = [
        Answer(row, days[row.pk], min(99, round(100 * near.get(row.record, 0))), row.record in whole) for row in kept
    ]
    found.sort(key=lambda each: (not each.whole, each.row.name != "commitment", -each.percent, each.row.record))
    shown = found[:MOST]
    inferred = _inferred(viewer, [each.row for each in shown])
    answers = tuple(replace(each, inferred=inferred[each.row.pk]) for each in shown)
    return Answers(asked.words, asked.start, asked.end, answers)


def _near(viewer: Viewer, words: str) -> tuple[dict[str, float], frozenset[str]]:
    """Return near records with their likeness, and those in which every word of the question occurs."""
    others = concepts.others(words)
    found = dict(shelf.ask(viewer.compact, " ".join([words, *others]), NEAR))
    for other in others[:6]:
        for name, score in shelf.ask(viewer.compact, other, 40):
            found[name] = max(found.get(name, 0.0), score)
    whole: set[str] = set()
    for kind in KINDS[:2]:
        page = queries.records(viewer, viewer.compact, kind=kind, text=words, size=MOST)
        whole.update(row.record for row in page.rows)
    return found, frozenset(whole)


def _rows(viewer: Viewer, names: Iterable[str]) -> list[Record]:
    wanted = list(dict.fromkeys(names))[: 2 * NEAR]
    found = Record.objects.filter(visible(viewer), record__in=wanted, name__in=KINDS).exclude(status="")
    return list(found.defer("state", "owner_state"))


def _of_days(viewer: Viewer, start: str, end: str) -> list[Record]:
    """Return what reports of these days, or records of these days, say."""
    reports = Record.objects.filter(visible(viewer), name="report", happened__gte=start, happened__lte=end + "~")
    refs = RecordRef.objects.filter(
        compact__name=viewer.compact, ref__in=list(reports.values_list("record", flat=True)[:400])
    )
    found = Record.objects.filter(visible(viewer), pk__in=refs.values("record_id"), name__in=KINDS).exclude(status="")
    found = within(found)
    return list(found.defer("state", "owner_state")[:NEAR])


def _days(rows: Iterable[Record]) -> dict[int, tuple[str, ...]]:
    """Return the days of each record: its own, its due day, and those of the reports that it points to."""
    days = _own_days(rows)
    for pk, _, day in _told(days):
        days[pk].add(day)
    return {pk: tuple(sorted(found)) for pk, found in days.items()}


def _own_days(rows: Iterable[Record]) -> dict[int, set[str]]:
    return {row.pk: {day[:10] for day in (row.happened, row.due) if day} for row in rows}


def _told(records: Iterable[int]) -> list[tuple[int, str, str]]:
    """Return each record with each dated report that it points to, and that report's day."""
    refs = list(RecordRef.objects.filter(record_id__in=list(records)).values_list("record_id", "ref"))
    reports = dict(
        Record.objects.filter(record__in={ref for _, ref in refs}, name="report").values_list("record", "happened")
    )
    return [(pk, ref, reports[ref][:10]) for pk, ref in refs if reports.get(ref)]


def _inferred(viewer: Viewer, rows: Iterable[Record]) -> dict[int, frozenset[str]]:
    """Return for each record the days that only reports tell of whose own day is inferred."""
    stated = _own_days(rows)
    unsure: dict[int, set[str]] = {pk: set() for pk in stated}
    told = _told(stated)
    inferred = {report: day_of_report(viewer, report)[1] for report in {report for _, report, _ in told}}
    for pk, report, day in told:
        (unsure if inferred[report] else stated)[pk].add(day)
    return {pk: frozenset(found - stated[pk]) for pk, found in unsure.items()}


def explain(answer: Answer, words: str) -> list[str]:
    """Return the words of the question, or of its other languages, that stand in the answer's titles."""
    titles = fold(" ".join(answer.row.title.values()))
    asked = [*words.split(), *concepts.others(words)]
    return list(dict.fromkeys(each for each in asked if len(each) > 2 and each in titles))[:6]
