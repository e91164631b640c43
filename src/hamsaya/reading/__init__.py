"""Reading public reports: from a report's text to drafts that a person confirms.

What is public is imported when it is asked for, so that screening, which every node does, loads no reader.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamsaya.reading.jsonform import to_json
    from hamsaya.reading.model import Reading
    from hamsaya.reading.reader import read
    from hamsaya.reading.reasons import explain

__all__ = ["Reading", "explain", "read", "to_json"]

_WHERE = {"Reading": "model", "explain": "reasons", "read": "reader", "to_json": "jsonform"}


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(name)
