"""Bags: the exchange in files that a courier carries. `write_bag` and `read_bag`."""

from hamsaya.exchange.bag.read import Taken, read_bag
from hamsaya.exchange.bag.seal import make_bag_key
from hamsaya.exchange.bag.write import Written, write_bag

__all__ = ["Taken", "Written", "make_bag_key", "read_bag", "write_bag"]
