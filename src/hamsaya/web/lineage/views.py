"""The page of a promise's line, and the search that asks whether it was ever promised."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from hamsaya.core.errors import Refused
from hamsaya.core.reader import Reader
from hamsaya.intake import promised
from hamsaya.intake.line import Line, Stop, line_of
from hamsaya.node.models import Record
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.people.viewer import Viewer
from hamsaya.web.lineage.drawing import code_words, draw
from hamsaya.web.page import reader_for, show

LONGEST = 300


def page(request: HttpRequest, compact: str, party: str, slug: str) -> HttpResponse:
    """Show the line on which a commitment stands."""
    viewer, reader = viewer_for(request), reader_for(request)
    record = f"{party}/{slug}"
    try:
        line = line_of(viewer, record)
    except Refused as refused:
        raise Http404 from refused
    names = [track.record for track in line.tracks]
    audiences = Record.objects.filter(compact__name=compact, record__in=names).values_list("audience", flat=True)
    access_log.note_access(viewer, access_log.VIEW, record, list(audiences))
    main = line.tracks[0]
    return show(
        request, "line", reader=reader, line=line, main=main, drawing=draw(line, reader),
        stops=[told_stop(stop, line, viewer, reader) for stop in line.stops], tracks=_tracks(line),
        differing=[tuple(told_stop(stop, line, viewer, reader) for stop in pair) for pair in line.differing],
        slips=reader.word("lineage.slips", count=reader.digits(line.slips)) if line.slips else "",
        says=_says(line, reader),
    )  # fmt: skip


def _tracks(line: Line) -> list[dict[str, Any]]:
    return [
        {"track": track, "party": track.record.partition("/")[0], "slug": track.record.partition("/")[2]}
        for track in line.tracks
    ]


def _says(line: Line, reader: Reader) -> str:
    """Return the drawing as one sentence, for whoever cannot see it."""
    undated = reader.word("lineage.undated")
    days = [reader.day(date.fromisoformat(stop.when)) if stop.when else undated for stop in line.stops]
    parts = [f"{day}: {code_words(stop, reader)}" for day, stop in zip(days, line.stops, strict=True)]
    return f"{reader.titled(line.tracks[0].title)}. " + "; ".join(parts)


def told_stop(stop: Stop, line: Line, viewer: Viewer, reader: Reader) -> dict[str, Any]:
    """Return what a page shows of one stop: its words as they were said, its day, whose they are, where they stand."""
    track = next(track for track in line.tracks if track.record == stop.lane)
    words = stop.words
    lang = reader.lang if reader.lang in words else next(iter(words), "")
    day = date.fromisoformat(stop.when) if stop.when else None
    return {
        "stop": stop, "code": code_words(stop, reader), "day": reader.day_both(day) if day else "",
        "words": words.get(lang, ""), "lang": lang, "office": reader.office_name(stop.office), "number": track.number,
        "siding": track is not line.tracks[0], "url": _url(viewer, stop.record), "source": _url(viewer, stop.source),
        "side": stop.side,
    }  # fmt: skip


def _url(viewer: Viewer, record: str) -> str:
    return reverse("web:record", args=[viewer.compact, *record.split("/")]) if "/" in record else ""


def search(request: HttpRequest, compact: str) -> HttpResponse:
    """Ask whether something was ever promised."""
    viewer, reader = viewer_for(request), reader_for(request)
    question = request.GET.get("q", "")[:LONGEST]
    answers = promised.search(viewer, question) if question.strip() else None
    if answers is not None:
        access_log.note_access(viewer, access_log.SEARCH, question, {each.row.audience for each in answers.found})
    return show(
        request, "promised", reader=reader, q=question, answers=answers,
        found=[_answer(each, answers.words, viewer, reader) for each in answers.found] if answers else [],
        days=_days(answers, reader) if answers else "",
    )  # fmt: skip


def _days(answers: promised.Answers, reader: Reader) -> str:
    if not answers.start:
        return ""
    start, end = (reader.day_both(date.fromisoformat(day)) for day in (answers.start, answers.end))
    return start if answers.start == answers.end else reader.word("lineage.between", start=start, end=end)


def _answer(answer: promised.Answer, words: str, viewer: Viewer, reader: Reader) -> dict[str, Any]:
    row = answer.row
    both = promised.explain(answer, words)
    return {
        "row": row, "url": _url(viewer, row.record),
        "line": reverse("web:line", args=[viewer.compact, *row.record.split("/")]) if row.name == "commitment" else "",
        "days": [(reader.day_both(date.fromisoformat(day)), day in answer.inferred) for day in answer.days],
        "why": reader.word("review.why_words", words=" ".join(both)) if both else reader.word("review.why_alike"),
    }  # fmt: skip
