"""Bags: the exchange in files that a courier carries. `write_bag`, `read_bag` and `make_bag_key`.

They are imported when they are asked for, so that a bag's volumes can be checked without Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamsaya.exchange.bag.read import Taken, read_bag
    from hamsaya.exchange.bag.seal import make_bag_key
    from hamsaya.exchange.bag.write import Written, write_bag

__all__ = ["Taken", "Written", "make_bag_key", "read_bag", "write_bag"]

_WHERE = {"Taken": "read", "read_bag": "read", "make_bag_key": "seal", "Written": "write", "write_bag": "write"}


def __getattr__(name: str) -> object:
    """Return a public name from the module that holds it."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(name)
