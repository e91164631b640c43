"""Joining a compact: the rows of its three logs, and the first entry of ours, in which the root names the node key."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from msgspec.structs import replace

from hamsaya.core.compact import Compact, load_compact
from hamsaya.core.entry import Entry, Seen, encode_entry
from hamsaya.core.errors import Refused
from hamsaya.core.keys import KIND, VerifyKey
from hamsaya.core.merkle import EMPTY_ROOT, Frontier, leaf_hash
from hamsaya.core.note import encode_vkey
from hamsaya.core.trusted import TrustedLog
from hamsaya.node import sql
from hamsaya.node.head import read_head, write_head
from hamsaya.node.keyring import high_water
from hamsaya.node.ledger import check_may_sign, read_our_head, sign_grown
from hamsaya.node.models import AUDIT, SHARED
from hamsaya.node.trust import key_history


def origin_of(compact: str, party: str) -> str:
    """Return the name of a party's log, which stays for life."""
    return f"hamsaya/{compact}/{party}"


def join(
    source: bytes,
    party: str,
    *,
    root: VerifyKey,
    name_body: Mapping[str, object],
    neighbour_root: VerifyKey | None,
    now: datetime,
) -> Compact:
    """Take part in a compact (its file's bytes) as a party; the node key's file is there already.

    `name_body`: what the root key signed over the node key (`core.keys.name_body`). Refused where the node has joined.
    """
    compact = load_compact(source)
    other = compact.other(party).code
    with sql.writing():
        if sql.one("SELECT 1 FROM node_compact WHERE name = %s", (compact.id,)):
            raise Refused("compact.joined-already", compact=compact.id)
        sql.run(
            "INSERT INTO node_compact (name, source, party, neighbour) VALUES (%s, %s, %s, %s)",
            (compact.id, source.decode(), party, other),
        )
        _make_log(compact.id, party, SHARED, origin_of(compact.id, party), root)
        _make_log(compact.id, other, SHARED, origin_of(compact.id, other), neighbour_root)
        _make_log(compact.id, party, AUDIT, f"{origin_of(compact.id, party)}/audit", None)
        add_key_entry(compact.id, "name", name_body, now=now)
    high_water(settings.HAMSAYA_NODE.keys, compact.id).raise_to(1)
    return compact


def _make_log(compact: str, party: str, sort: str, origin: str, root: VerifyKey | None) -> None:
    statement = (
        "INSERT INTO node_log (compact_id, party, sort, origin, size, root, frontier, note, reconcile, projected,"
        " changes, root_key, key_entries)"
        " SELECT id, %s, %s, %s, 0, %s, %s, %s, %s, 0, 0, %s, '' FROM node_compact WHERE name = %s"
    )
    line = encode_vkey(root) if root else ""
    sql.run(statement, (party, sort, origin, EMPTY_ROOT, Frontier().to_bytes(), b"", False, line, compact))


def add_key_entry(compact: str, act: str, body: Mapping[str, object], *, now: datetime) -> int:
    """Append a `key/1` entry (`Name`, `Rotate`, `Revoke`) to our log; return its index. The body is signed already.

    The caller is in a transaction and puts the new key's file in place before it commits.
    """
    head = read_our_head(compact, lock=True)
    check_may_sign(head)
    theirs = read_head(compact, head.neighbour, SHARED)
    seen = Seen(theirs.size, theirs.root.hex())
    at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    data = encode_entry(Entry(KIND, act, f"{head.party}/key", "node", at, seen, "GOV", "U0", body))
    head = sign_grown(head, [(leaf_hash(data), data)], int(now.timestamp()))
    write_head(replace(head, projected=head.size))
    return head.size - 1


def set_root(compact: str, party: str, root: VerifyKey) -> None:
    """Enter the neighbour's root key after the ceremony; Refused where another stands there."""
    with sql.writing():
        head = read_head(compact, party, SHARED, lock=True)
        line = encode_vkey(root)
        if head.root_key not in ("", line):
            raise Refused("key.root-stands", origin=head.origin)
        sql.run("UPDATE node_log SET root_key = %s WHERE id = %s", (line, head.id))


def trusted_log(compact: str, party: str) -> TrustedLog:
    """Return the door for a log's bytes, as far as the log is stored here."""
    head = read_head(compact, party, SHARED)
    return TrustedLog(key_history(head), head.frontier, head.note or None)
