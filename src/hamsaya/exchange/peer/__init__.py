"""The neighbour's door and the way to his: `serve_door` listens, `run_worker` pushes and pulls.

They are imported when they are asked for, so that the pure modules beside them (`wire`, `certificate`, `tls`) work
without Django.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hamsaya.exchange.peer.opening import serve_door
    from hamsaya.exchange.peer.worker import run_worker

__all__ = ["run_worker", "serve_door"]

_WHERE = {"serve_door": "opening", "run_worker": "worker"}


def __getattr__(name: str) -> object:
    """Return a public function from the module that holds it."""
    if name in _WHERE:
        return getattr(import_module(f"{__name__}.{_WHERE[name]}"), name)
    raise AttributeError(name)
