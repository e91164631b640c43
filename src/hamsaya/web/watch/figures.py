"""The month's figures as charts, each with its table, as CSV and as JSON."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from hamsaya.core.chart import Chart, Limit, Row, Series, Table, bars, columns
from hamsaya.core.reader import Reader
from hamsaya.core.text import plural
from hamsaya.node.figures import CLAIM, MISUSE_PERCENT, Figures, figures
from hamsaya.people import access_log
from hamsaya.people.gate import viewer_for
from hamsaya.web.page import reader_for, show
from hamsaya.web.table import csv_file
from hamsaya.web.watch.views import chosen_month

MONTHS_BACK = 6


def page(request: HttpRequest, compact: str) -> HttpResponse:
    """Show the figures of a month with the share of level 1 over half a year."""
    viewer, reader, now = viewer_for(request), reader_for(request), timezone.now()
    month, head = chosen_month(request, reader, now)
    found = figures(viewer, compact, [month.plus(-back) for back in reversed(range(MONTHS_BACK))], now)
    wanted = request.GET.get("format", "")
    event = access_log.EXPORT if wanted else access_log.VIEW
    access_log.note_access(viewer, event, f"figures {month.code}", ["DESK"])
    query = f"?calendar={month.calendar}&month={month.code}&format=csv&chart="
    charts = _charts(found, reader, query)
    if wanted == "json":
        return JsonResponse(as_json(found[-1], reader))
    chart = charts.get(request.GET.get("chart", ""))
    if wanted == "csv" and chart is not None:
        return csv_file(f"{chart.table.name}-{month.code}", chart.csv().decode())
    return show(
        request,
        "watch/figures",
        reader=reader,
        tab="figures",
        charts=charts.values(),
        misused=_misused(found[-1], reader),
        **head,
    )


def _misused(found: Figures, reader: Reader) -> list[dict[str, str]]:
    """Return the sides whose share of level 1 shows as misuse."""
    return [
        {"party": reader.name(party.name), "share": reader.digits(f"{found.share(party.code) or 0:.0f}")}
        for party in reader.compact.parties
        if found.is_misused(party.code)
    ]


def _charts(found: Sequence[Figures], reader: Reader, query: str) -> dict[str, Chart]:
    last = found[-1]
    made = (
        bars(_letters(last, reader), reader, f"{query}letters"),
        columns(_waits(last, reader), reader, f"{query}waits"),
        bars(_tests(last, reader), reader, f"{query}tests"),
        bars(_silence(last, reader), reader, f"{query}silence"),
        columns(_share(found, reader), reader, f"{query}share", _limit(reader)),
    )
    return {chart.table.name: chart for chart in made}


def _sides(reader: Reader) -> list[Series]:
    return [Series(reader.name(party.name), party.hue, party.code) for party in reader.compact.parties]


def _letters(found: Figures, reader: Reader) -> Table:
    """Return how many letters of each kind each side sent, and under them the claims it took in."""
    kinds = sorted({kind for counts in found.letters.values() for kind in counts})
    rows = [Row(_kind_words(kind, reader), [each[kind] for each in found.letters.values()], kind) for kind in kinds]
    if any(found.claims.values()):
        rows.append(Row(_kind_words(CLAIM, reader), list(found.claims.values()), CLAIM))
    return Table("letters", reader.word("watch.chart_letters"), reader.word("web.kind"), _sides(reader), rows)


def _kind_words(kind: str, reader: Reader) -> str:
    return plural(f"kind.{kind}".replace("-", "_"), reader.lang)


def _waits(found: Figures, reader: Reader) -> Table:
    series = [Series(reader.word("watch.median"), "0", "median"), Series(reader.word("watch.p90"), "1", "p90")]
    rows = [
        Row(
            f"{reader.digits(level)} {reader.compact.other(party).code}",
            [waits.median, waits.p90],
            f"{reader.compact.other(party).code}-{level}",
            f"{reader.party_name(reader.compact.other(party).code)} · {reader.digits(level)} "
            f"{reader.name(reader.compact.urgency(level).name)} ({reader.digits(waits.count)})",
        )
        for party, by_level in found.waits.items()
        for level, waits in by_level.items()
        if waits.count
    ]
    title, note = reader.word("watch.chart_waits"), reader.word("watch.waits_note")
    return Table("waits", title, reader.word("watch.side_and_level"), series, rows, note=note)


def _tests(found: Figures, reader: Reader) -> Table:
    names = ("answered", "late", "silent", "unsent", "pending")
    series = [Series(reader.word(f"watch.test_{name}"), str(look), name) for look, name in enumerate(names)]
    rows = [
        Row(reader.party_name(party), [getattr(tests, name) for name in names], party)
        for party, tests in found.tests.items()
    ]
    return Table("tests", reader.word("watch.chart_tests"), reader.word("web.side"), series, rows)


def _silence(found: Figures, reader: Reader) -> Table:
    series = [
        Series(reader.word("watch.silent_letters"), "0", "silences"),
        Series(reader.word("watch.unreceived"), "3", "unreceived"),
    ]
    rows = [
        Row(reader.party_name(party), [count, found.unreceived[party]], party)
        for party, count in found.silences.items()
    ]
    note = reader.word("watch.silence_note")
    return Table("silence", reader.word("watch.chart_silence"), reader.word("watch.sender"), series, rows, note=note)


def _share(found: Sequence[Figures], reader: Reader) -> Table:
    rows = [
        Row(
            each.month.words(reader),
            [None if (share := each.share(p.code)) is None else round(share, 1) for p in reader.compact.parties],
            each.month.code,
        )
        for each in found
    ]
    return Table("share", reader.word("watch.chart_share"), reader.word("watch.month"), _sides(reader), rows)


def _limit(reader: Reader) -> Limit:
    return Limit(MISUSE_PERCENT, reader.word("watch.misuse_limit", percent=reader.digits(MISUSE_PERCENT)))


def as_json(found: Figures, reader: Reader) -> dict[str, Any]:
    """Return a month's figures as plain values, by the code of the party that sent."""
    return {
        "calendar": found.month.calendar,
        "month": found.month.code,
        "sides": {
            party.code: {
                "letters": dict(found.letters[party.code]),
                "claims": found.claims[party.code],
                "acknowledged_after_minutes": {
                    str(level): {"count": waits.count, "median": waits.median, "p90": waits.p90}
                    for level, waits in found.waits[party.code].items()
                },
                "link_tests": {
                    name: getattr(found.tests[party.code], name)
                    for name in ("expected", "sent", "answered", "late", "silent", "unsent", "pending")
                },
                "silences": found.silences[party.code],
                "unreceived": found.unreceived[party.code],
                "level_1": found.urgent[party.code],
                "level_1_percent": found.share(party.code),
                "level_1_misused": found.is_misused(party.code),
            }
            for party in reader.compact.parties
        },
    }
