"""What a chart shows, before anything is drawn: series, rows and a name. The table and the data come from the same."""

from collections.abc import Sequence
from dataclasses import dataclass

LOOKS = ("a", "b", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9")
"""`a` and `b` are the two parties, each with its hue and a filling of its own; the digits are fillings in ink."""


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of value: its words in the key, its filling (one of LOOKS), and its name in the data."""

    words: str
    look: str
    code: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row, its values in the order of the series; None where a value is not known or not told.

    `label` stands in the drawing, `long` in the table where it says more, `code` in the data.
    """

    label: str
    values: Sequence[float | None]
    code: str = ""
    long: str = ""

    @property
    def words(self) -> str:
        """Return the words of the table."""
        return self.long or self.label


@dataclass(frozen=True, slots=True)
class Limit:
    """A value to hold the others against, drawn as a line across: the declared interval, the time allowed."""

    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Table:
    """The values of one chart. `name` is unique on a page and in an address; `head` says what the rows are."""

    name: str
    title: str
    head: str
    series: Sequence[Series]
    rows: Sequence[Row]
    none: str = "–"
    """What stands for a value that is not known or not told."""
    note: str = ""

    def key(self) -> tuple[tuple[str, str, str], ...]:
        """Return the key: words, look and shape of each series; empty where there is but one."""
        return tuple((each.words, each.look, "box") for each in self.series) if len(self.series) > 1 else ()

    def most(self, *, stacked: bool = False) -> float:
        """Return the greatest value, or the greatest sum of a row; at least 1, so that it can divide."""
        sizes = ([value or 0 for value in row.values] for row in self.rows)
        return max((sum(row) if stacked else max(row, default=0) for row in sizes), default=0) or 1
