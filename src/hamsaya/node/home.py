"""A node's home: the folder that holds `node.toml`, `keys/`, `compacts/`, `files/` and the embedded database."""

import secrets
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from hamsaya.core.compact.table import Table, listed
from hamsaya.core.errors import Refused

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Membership:
    """This node's part in one compact: whose side it is, and where the neighbour's door stands."""

    id: str
    party: str
    neighbour: str = ""
    neighbour_tls: str = ""
    neighbour_root: str = ""
    neighbour_bag: str = ""


@dataclass(frozen=True)
class NodeHome:
    """What `node.toml` says; a home not yet made has all defaults and no compact."""

    path: Path
    listen: str = "127.0.0.1:8400"
    peer_listen: str = "127.0.0.1:8440"
    database: str = "sqlite"
    hosts: tuple[str, ...] = LOOPBACK
    origins: tuple[str, ...] = ()
    compacts: tuple[Membership, ...] = ()

    @property
    def is_loopback(self) -> bool:
        """Tell whether the officers' pages are served to this machine alone."""
        return self.listen.rpartition(":")[0] in LOOPBACK and not self.origins

    @cached_property
    def keys(self) -> Path:
        """Return the folder of the keys (0700; every file in it 0600)."""
        return self.path / "keys"

    def membership(self, compact: str) -> Membership:
        """Return this node's part in a compact, or raise Refused."""
        for each in self.compacts:
            if each.id == compact:
                return each
        raise Refused("compact.not-here", compact=compact)

    def compact_source(self, compact: str) -> bytes:
        """Return the bytes of the compact's file."""
        return (self.path / "compacts" / f"{compact}.toml").read_bytes()


def read_home(path: Path) -> NodeHome:
    """Return what `node.toml` in this folder says; defaults where there is none yet; Refused where it does not hold."""
    file = path / "node.toml"
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NodeHome(path)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused("home.unreadable", path=str(file), reason=str(error)) from error
    table = Table(values, "", "home")
    home = NodeHome(
        path,
        listen=table.get("listen", str, NodeHome.listen),
        peer_listen=table.get("peer_listen", str, NodeHome.peer_listen),
        database=table.get("database", str, NodeHome.database),
        hosts=tuple(table.items("hosts", str, list(LOOPBACK))),
        origins=tuple(table.items("origins", str, [])),
        compacts=tuple(listed(_compact_tables(table), _membership).values()),
    )
    table.close()
    return home


def _compact_tables(table: Table) -> list[Table]:
    return [
        Table(values, f"compact[{number}]", table.area)
        for number, values in enumerate(table.items("compact", dict, []), 1)
    ]


def _membership(table: Table) -> Membership:
    return Membership(
        id=table.slug("id"),
        party=table.text("party"),
        neighbour=table.get("neighbour", str, ""),
        neighbour_tls=table.get("neighbour_tls", str, ""),
        neighbour_root=table.get("neighbour_root", str, ""),
        neighbour_bag=table.get("neighbour_bag", str, ""),
    )


def read_secret_key(path: Path) -> str:
    """Return the pages' secret from `keys/django.secret`; before a home is made, one that lives with the process."""
    file = path / "keys" / "django.secret"
    if not (path / "node.toml").exists():
        return secrets.token_urlsafe(50)
    try:
        secret = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused("key.unreadable", path=str(file)) from error
    if len(secret) < 50:
        raise Refused("key.half-written", path=str(file))
    return secret
