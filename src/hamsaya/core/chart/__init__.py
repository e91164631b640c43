"""Charts for whoever would rather look: drawings with their table and data, for either direction, without scripts."""

from hamsaya.core.chart.bars import bars
from hamsaya.core.chart.columns import columns
from hamsaya.core.chart.figure import Chart
from hamsaya.core.chart.model import Limit, Row, Series, Table
from hamsaya.core.chart.spans import Mark, Plan, Span, spans

__all__ = ["Chart", "Limit", "Mark", "Plan", "Row", "Series", "Span", "Table", "bars", "columns", "spans"]
