"""A chart as it stands on a page: heading, key, drawing, and the table that says the same."""

import csv
from dataclasses import dataclass
from io import StringIO
from xml.etree.ElementTree import Element, SubElement, tostring

from hamsaya.core.chart.drawing import Sheet
from hamsaya.core.chart.model import Table
from hamsaya.core.reader import Reader


class Html(str):
    """Text that is markup already: templates place it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the markup."""
        return self


@dataclass(frozen=True)
class Chart:
    """A drawing with its table. In a template `{{ chart }}` is the whole figure, safe to place as it is."""

    table: Table
    svg: Element
    reader: Reader
    data: str = ""
    """Where the table lies as CSV; "" where it is not offered."""
    key: tuple[tuple[str, str, str], ...] = ()
    """Words, look and shape of each kind of mark; empty where there is but one."""

    def __str__(self) -> Html:
        """Return the figure as HTML."""
        return Html(tostring(self._figure(), encoding="unicode", short_empty_elements=False))

    def _figure(self) -> Element:
        figure = Element("figure", {"class": "chart", "id": self.table.name})
        SubElement(figure, "h2").text = self.table.title
        if self.table.note:
            SubElement(figure, "p", {"class": "quiet"}).text = self.table.note
        if not self.table.rows:
            SubElement(figure, "p", {"class": "empty"}).text = self.reader.word("chart.nothing")
            return figure
        self._key(figure)
        roll = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": self.table.title}
        SubElement(figure, "div", roll).append(self.svg)
        self._table(figure)
        return figure

    def _key(self, figure: Element) -> None:
        if not self.key:
            return
        listed = SubElement(figure, "ul", {"class": "ch-key"})
        for words, look, shape in self.key:
            item = SubElement(listed, "li")
            swatch = Sheet(f"{self.table.name}-{look}-k", self.reader, 16, "", width=20)
            swatch.mark(10, 8, shape, look)
            item.append(swatch.root)
            SubElement(item, "span").text = words

    def _table(self, figure: Element) -> None:
        more = SubElement(figure, "details", {"class": "ch-table"})
        SubElement(more, "summary").text = self.reader.word("chart.table")
        roll = {"class": "scroll", "tabindex": "0", "role": "region", "aria-label": self.table.title}
        table = SubElement(SubElement(more, "div", roll), "table", {"class": "tab tab--keep"})
        head = SubElement(SubElement(table, "thead"), "tr")
        for words in (self.table.head, *(series.words for series in self.table.series)):
            SubElement(head, "th", {"scope": "col"}).text = words
        body = SubElement(table, "tbody")
        for row in self.table.rows:
            line = SubElement(body, "tr")
            SubElement(line, "th", {"scope": "row"}).text = row.words
            for value in row.values:
                SubElement(line, "td", {"class": "num"}).text = self.number(value)
        if self.data:
            SubElement(SubElement(more, "p"), "a", {"href": self.data}).text = "CSV"

    def number(self, value: float | None) -> str:
        """Return a value as the reader reads it."""
        return self.table.none if value is None else self.reader.digits(f"{value:g}")

    def csv(self) -> bytes:
        """Return the table as CSV: codes and Latin digits; an empty cell is not known or not told."""
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("row", *(series.code for series in self.table.series)))
        for row in self.table.rows:
            writer.writerow((row.code or row.words, *("" if each is None else f"{each:g}" for each in row.values)))
        return out.getvalue().encode()
