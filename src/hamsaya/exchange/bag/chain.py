"""Which bags were written and read: number and manifest digest, so that each bag names the one before.

It is kept beside the node's other files and may be lost without harm: the entries in a bag prove themselves.
"""

import os
from dataclasses import asdict, dataclass
from pathlib import Path

import msgspec

from hamsaya.core.errors import Refused
from hamsaya.exchange.bag.manifest import FIRST


@dataclass(frozen=True, slots=True)
class Chain:
    """The last bag written to the neighbour, and the last one read from him."""

    written: int = 0
    written_digest: str = FIRST
    read: int = 0
    read_digest: str = FIRST


def read_chain(home: Path, compact: str) -> Chain:
    """Return what is known; raises Refused where the file is no longer whole."""
    file = _file(home, compact)
    try:
        return msgspec.json.decode(file.read_bytes(), type=Chain)
    except FileNotFoundError:
        return Chain()
    except (OSError, msgspec.MsgspecError) as error:
        raise Refused("bag.chain-unreadable", path=str(file)) from error


def write_chain(home: Path, compact: str, chain: Chain) -> None:
    """Put the file in place, durable before it has its name."""
    file = _file(home, compact)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = file.with_suffix(".part")
    with part.open("wb") as out:
        out.write(msgspec.json.encode(asdict(chain)))
        out.flush()
        os.fsync(out.fileno())
    part.replace(file)


def _file(home: Path, compact: str) -> Path:
    return home / "bags" / f"{compact}.json"
