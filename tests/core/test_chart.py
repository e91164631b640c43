"""Charts: the drawing, the table and the data say the same; time runs as the reader reads; nothing rests on colour."""

import csv
from datetime import date
from io import StringIO
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from django.template import Context, Engine

from hamsaya.core.chart import Chart, Limit, Mark, Plan, Row, Series, Span, Table, bars, columns, spans
from hamsaya.core.chart.drawing import Sheet
from hamsaya.core.compact.read import load_compact
from hamsaya.core.reader import Reader
from hamsaya.core.text import LANGUAGES

COMPACT = load_compact((Path(__file__).parents[2] / "examples" / "iran-pakistan" / "compact.toml").read_bytes())
TODAY = date(2026, 11, 27)
SIDES = [Series("Iran", "a", "IR"), Series("Pakistan", "b", "PK")]
TABLE = Table("months", "A <b> & c", "Month", SIDES, [Row("one", (3, None), "2026-10"), Row("two", (0, 4), "2026-11")])
MARKS = [Mark("agreed", "agreed"), Mark("delivered", "delivered"), Mark("working", "working")]
PLAN = Plan(
    "ways", "Ways", "Promise", MARKS,
    [Span("C02", (date(2025, 1, 1), date(2025, 3, 2), None), "IR/c02"), Span("C04", (None, None, None), "IR/c04")],
)  # fmt: skip


def reader(lang: str) -> Reader:
    return Reader.of(COMPACT, "IR", lang)


def boxes(chart: Chart, look: str) -> list[float]:
    return [float(each.attrib["x"]) for each in chart.svg.iter("rect") if each.get("class") == f"ch-{look}"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", ["bars", "columns", "spans"])
def test_the_figure_is_well_formed_and_escaped_and_nothing_leaves_the_sheet(lang: str, kind: str) -> None:
    who = reader(lang)
    chart = {"bars": bars(TABLE, who), "columns": columns(TABLE, who), "spans": spans(PLAN, who, TODAY)}[kind]
    figure: Element = fromstring(str(chart))
    width = float(chart.svg.attrib["viewBox"].split()[2])
    places = [float(each.attrib["x"]) for each in figure.iter() if each.tag in ("rect", "text") and "x" in each.attrib]
    assert places
    assert all(0 <= place <= width for place in places)
    assert figure.findtext("h2") == chart.table.title


def test_a_template_places_the_figure_as_it_is_and_what_is_in_it_is_escaped() -> None:
    drawn = Engine().from_string("{{ chart }}").render(Context({"chart": bars(TABLE, reader("en"))}))
    assert drawn.startswith('<figure class="chart" id="months">')
    assert "A &lt;b&gt; &amp; c" in drawn


def test_the_data_holds_codes_and_an_empty_cell_for_what_is_not_known() -> None:
    rows = list(csv.reader(StringIO(bars(TABLE, reader("fa")).csv().decode())))
    assert rows == [["row", "IR", "PK"], ["2026-10", "3", ""], ["2026-11", "0", "4"]]


def test_the_table_tells_what_is_drawn_in_the_readers_digits() -> None:
    figure = fromstring(str(columns(TABLE, reader("fa"))))
    assert [each.text for each in figure.iter("td")] == ["۳", "–", "۰", "۴"]


def test_time_runs_in_reading_direction() -> None:
    english, persian = columns(TABLE, reader("en")), columns(TABLE, reader("fa"))
    assert boxes(english, "a") == sorted(boxes(english, "a"))
    assert boxes(persian, "a") == sorted(boxes(persian, "a"), reverse=True)


def test_each_series_has_a_filling_of_its_own_beside_its_colour() -> None:
    fills = {each.get("class"): each.get("fill") for each in columns(TABLE, reader("en")).svg.iter("rect")}
    assert fills["ch-b"] == "url(#months-b)"
    assert fills["ch-a"] is None


def test_a_limit_is_drawn_across_and_named_in_the_key() -> None:
    chart = columns(TABLE, reader("en"), limit=Limit(2, "Allowed"))
    assert [each.attrib["class"] for each in chart.svg.iter("line")].count("ch-limit") == 1
    assert [words for words, _, _ in chart.key] == ["Iran", "Pakistan", "Allowed"]


def test_a_way_is_open_until_its_last_mark_and_the_table_tells_days() -> None:
    chart = spans(PLAN, reader("en"), TODAY)
    assert [row.values for row in chart.table.rows] == [[60, None], [None, None]]
    assert [each.attrib["class"] for each in chart.svg.iter("line") if each.attrib["class"] == "ch-open"] == ["ch-open"]


@pytest.mark.parametrize("most", [0, 1, 4, 7, 10, 99, 1000, 123_456])
def test_any_size_gets_a_readable_axis(most: int) -> None:
    table = Table("n", "n", "n", SIDES[:1], [Row("x", (most,))])
    rules = list(columns(table, reader("en")).svg.iter("line"))
    assert 2 <= len(rules) <= 6


def test_where_there_is_nothing_the_figure_says_so() -> None:
    empty = Table("n", "Nothing", "n", SIDES, [])
    assert [each.text for each in fromstring(str(bars(empty, reader("en")))).iter("p")] == [
        "There is nothing to draw yet."
    ]


def words(chart: Chart) -> list[tuple[str, float]]:
    """Return the labels under the columns with their places."""
    return [
        (each.text or "", float(each.attrib["x"]))
        for each in chart.svg.iter("text")
        if float(each.attrib["y"]) > 200 and each.get("class") == "ch-t"
    ]


@pytest.mark.parametrize(
    ("count", "label", "drawn"),
    [(6, "Nov 2026", ["Nov 2026"] * 6), (6, "September 2026", ["September", "2026"] * 6),
     (12, "September 2026", ["September", "2026"] * 6), (3, "September 2026", ["September 2026"] * 3)],
)  # fmt: skip
def test_long_labels_go_in_two_lines_and_leave_some_out_before_they_touch(
    count: int, label: str, drawn: list[str]
) -> None:
    table = Table("long", "Long", "Month", SIDES[:1], [Row(label, (1,), str(at)) for at in range(count)])
    found = words(columns(table, reader("en")))
    assert [text for text, _ in found] == drawn
    places = sorted({place for _, place in found})
    assert min(b - a for a, b in pairwise(places)) >= max(map(len, drawn)) * 7.5


def test_a_number_that_has_no_room_is_left_to_the_table() -> None:
    many = [Series(f"s{number}", str(number % 4), f"s{number}") for number in range(40)]
    table = Table("narrow", "Narrow", "Month", many, [Row("one", [1000, *[1] * 39], "one")])
    for chart, numbers in ((bars(table, reader("en"), ""), ["1000"]), (columns(table, reader("en"), ""), [])):
        assert [each.text for each in chart.svg.iter("text") if each.get("class") == "ch-n"] == numbers
        assert str(chart).count("<td") == 40


def test_a_figure_has_its_note_its_key_and_its_file_where_there_are_such() -> None:
    bare = Table("bare", "Bare", "Month", SIDES, [Row("one", (3, 1), "one")])
    noted = Table("bare", "Bare", "Month", SIDES, [Row("one", (3, 1), "one")], note="Without exercises.")
    plain, full = (
        Chart(bare, bars(bare, reader("en"), "").svg, reader("en"), "", ()),
        bars(noted, reader("en"), "/f.csv"),
    )
    assert ["ch-key" in str(each) for each in (plain, full)] == [False, True]
    assert ["Without exercises." in str(each) for each in (plain, full)] == [False, True]
    assert ['href="/f.csv"' in str(each) for each in (plain, full)] == [False, True]


def test_each_mark_has_a_shape_of_its_own_without_its_colour() -> None:
    drawn = set()
    for shape in ("circle", "square", "diamond", "box", "line"):
        sheet = Sheet("marks", reader("fa"), 16, "", width=20)
        sheet.mark(10, 8, shape, "agreed")
        mark = list(sheet.root)[-1]
        drawn.add((mark.tag, mark.get("d", "").lstrip("M0123456789 -.")))
    assert len(drawn) == 5
