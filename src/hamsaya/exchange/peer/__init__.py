"""The neighbour's door and the way to his: `serve_door` listens, `run_worker` pushes and pulls."""

from hamsaya.exchange.peer.opening import serve_door
from hamsaya.exchange.peer.worker import run_worker

__all__ = ["run_worker", "serve_door"]
