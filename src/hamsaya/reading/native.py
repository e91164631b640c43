"""Dates, places and offices of pages in Persian and Urdu, by data alone; such pages are read by hand."""

from collections.abc import Iterator

from hamsaya.reading.model import Entity


def native_entities(text: str) -> Iterator[Entity]:
    """Yield what the data files recognise."""
    yield from ()
