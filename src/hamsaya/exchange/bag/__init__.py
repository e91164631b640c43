"""Bags: the exchange in files that a courier carries. `write_bag` and `read_bag`.

They are looked up when asked for: whoever only checks a bag's volumes needs no database and no settings.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hamsaya.exchange.bag.read import Taken, read_bag
    from hamsaya.exchange.bag.seal import make_bag_key
    from hamsaya.exchange.bag.write import Written, write_bag

__all__ = ["Taken", "Written", "make_bag_key", "read_bag", "write_bag"]
_WHERE = {"Taken": "read", "read_bag": "read", "make_bag_key": "seal", "Written": "write", "write_bag": "write"}


def __getattr__(name: str) -> Any:
    """Return one of the names above."""
    if name not in _WHERE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
