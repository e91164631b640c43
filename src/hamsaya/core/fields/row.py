"""A row: a few named values that belong together, such as a milestone with its day."""

from collections.abc import Mapping
from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields.plain import Field


class Row(Field[dict[str, Any]]):
    """{"name": value, …}: each value held to its own field; a name that there is not is refused."""

    widget = "row"

    def __init__(self, cells: Mapping[str, Field[Any]], **options: Any) -> None:
        """`cells`: the fields of the row by name, in the order a form asks them."""
        super().__init__(**options)
        self.cells = dict(cells)
        for name, cell in self.cells.items():
            cell.name = name

    def check(self, value: Any) -> dict[str, Any]:
        """Return the row with every value checked, optional ones that are not there left out."""
        if not isinstance(value, dict) or not set(value) <= set(self.cells):
            raise self.refuse("row")
        checked = {}
        for name, cell in self.cells.items():
            if value.get(name) is not None:
                checked[name] = cell.check(value[name])
            elif not cell.optional:
                raise Refused("field.missing", field=name)
        return checked

    def words(self) -> tuple[str, ...]:
        """Return what the cells need, and the label of each."""
        labels = tuple(f"field.{name}" for name in self.cells)
        return labels + tuple(key for cell in self.cells.values() for key in cell.words())
