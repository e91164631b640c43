"""A long list in pages: what stands on this one, and how much there is in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest

T = TypeVar("T")
SIZE = 100
ASKED = "page"


@dataclass(frozen=True)
class Sheet(Generic[T]):
    """One page of a list, the first being 1."""

    rows: Sequence[T]
    number: int
    total: int
    query: str
    """What else the address asks for, to stand before the number of a page; "" or ending in "&"."""

    @property
    def earlier(self) -> int:
        """Return the number of the page before, or 0."""
        return self.number - 1

    @property
    def later(self) -> int:
        """Return the number of the page after, or 0 where this is the last."""
        return self.number + 1 if self.number * SIZE < self.total else 0


def sheet(request: HttpRequest, found: Sequence[T] | QuerySet[Any, T]) -> Sheet[T]:
    """Return the page that the address asks for; the last one for a number beyond. Of a query only the page is read."""
    asked, query = request.GET.get(ASKED, ""), request.GET.copy()
    query.pop(ASKED, None)
    total = found.count() if isinstance(found, QuerySet) else len(found)
    last = max(1, -(-total // SIZE))
    number = min(max(1, int(asked)), last) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
    rows = list(found[(number - 1) * SIZE : number * SIZE])
    return Sheet(rows, number, total, f"{query.urlencode()}&" if query else "")
