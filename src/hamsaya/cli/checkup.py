"""What `hamsaya doctor` looks at: each check returns findings, and a finding says what to do."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from hamsaya.core.errors import HamsayaError
from hamsaya.node.home import Membership, NodeHome

OK, WARN, BAD = "ok", "warn", "bad"
LEAST_FREE = 1_000_000_000
CLOCK_APART = 300
_NULL = re.compile(r"NULL value in (?P<table>\w+)\.(?P<column>\w+)")
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: what was looked at, how it stands, and the key and values of its sentence."""

    check: str
    state: str
    says: str
    values: dict[str, Any] = field(default_factory=dict)


Check = Callable[[NodeHome, datetime], Iterator[Finding]]


def look(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """Yield every finding; a check that fails itself is a finding as well."""
    for check in (
        check_home,
        check_keys,
        check_clock,
        check_disk,
        check_database,
        check_logs,
        check_link,
        check_retention,
        check_officers,
    ):
        name = check.__name__.removeprefix("check_")
        try:
            yield from check(home, now)
        except HamsayaError as error:
            yield Finding(name, BAD, f"refused.{error.code}", dict(error.params))
        except OSError as error:
            yield Finding(
                name, BAD, "refused.disk.failed", {"reason": error.strerror or "", "path": error.filename or ""}
            )


def check_home(home: NodeHome, _now: datetime) -> Iterator[Finding]:
    """The folder of the node, and that nobody else may look into it."""
    mode = home.path.stat().st_mode & 0o077
    state, says = (WARN, "doctor.home_open") if mode else (OK, "doctor.home_ok")
    yield Finding("home", state, says, {"path": home.path})


def check_keys(home: NodeHome, _now: datetime) -> Iterator[Finding]:
    """Every key: there, whole, private, and the one that the log names; the root key not on this machine."""
    from hamsaya.core.note import encode_vkey
    from hamsaya.exchange.peer.certificate import CERTIFICATE_FILE, read_pin
    from hamsaya.node.keyring import key_path, read_key
    from hamsaya.node.ledger import read_our_head
    from hamsaya.node.trust import key_history

    read_pin(home.keys / CERTIFICATE_FILE)
    for path in sorted(home.keys.glob("*")):
        if path.stat().st_mode & 0o077 and path.suffix in {".key", ".secret", ".age"}:
            yield Finding("keys", BAD, "refused.key.mode", {"path": path, "mode": f"{path.stat().st_mode & 0o777:04o}"})
    for member in home.compacts:
        key = read_key(key_path(home.keys, member.id))
        history = key_history(read_our_head(member.id))
        fits = history.current == key.verify_key
        values = {"compact": member.id, "key": encode_vkey(key.verify_key)}
        yield Finding("keys", OK if fits else BAD, "doctor.key_ok" if fits else "doctor.key_other", values)
        if (root := key_path(home.keys, member.id, "root")).exists():
            yield Finding("keys", WARN, "doctor.root_here", {"path": root})


def check_clock(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """The machine's clock: not in the past of what it wrote, and not far from the neighbour's."""
    from hamsaya.exchange.peer.link import link_state
    from hamsaya.node import sql

    newest = (sql.one("SELECT max(stored) FROM node_entry") or (0,))[0] or 0
    if now < EARLIEST or now.timestamp() < newest - CLOCK_APART:
        yield Finding("clock", BAD, "doctor.clock_back", {"now": f"{now:%Y-%m-%d %H:%M} UTC"})
        return
    for member in home.compacts:
        offset = link_state(member.id, int(now.timestamp())).clock_offset
        if offset is not None and abs(offset) > CLOCK_APART:
            yield Finding("clock", WARN, "doctor.clock_apart", {"seconds": abs(offset), "compact": member.id})
            return
    yield Finding("clock", OK, "doctor.clock_ok", {"now": f"{now:%Y-%m-%d %H:%M} UTC"})


def check_disk(home: NodeHome, _now: datetime) -> Iterator[Finding]:
    """Room on the disk of the node's folder."""
    usage = shutil.disk_usage(home.path)
    values = {"free": f"{usage.free / 1e9:.1f}", "total": f"{usage.total / 1e9:.1f}"}
    low = usage.free < LEAST_FREE
    yield Finding("disk", BAD if low else OK, "doctor.disk_low" if low else "doctor.disk_ok", values)


def check_database(_home: NodeHome, _now: datetime) -> Iterator[Finding]:
    """The database: of this version, whole, and with the triggers that let logs only grow."""
    from django.db import connection

    from hamsaya.cli.open_node import is_migrated
    from hamsaya.node import sql

    if not is_migrated():
        yield Finding("database", BAD, "refused.database.not-ready")
        return
    if sql.is_sqlite():
        if damage := find_damage():
            yield Finding("database", BAD, "doctor.database_damaged", {"said": damage})
            return
        triggers = sql.one(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'node\\_%\\_no\\_%' ESCAPE '\\'"
        )
    else:
        triggers = sql.one("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal AND tgname ~ '^node_.*_no_'")
    if not triggers or triggers[0] < 4:
        yield Finding("database", BAD, "doctor.triggers_missing")
        return
    yield Finding("database", OK, "doctor.database_ok", {"vendor": connection.display_name})


def find_damage() -> str:
    """Return what SQLite finds wrong with its file, or "".

    Some versions (3.40) call columns of tables without row ids NULL that are not: such a line is asked about again.
    """
    from hamsaya.node import sql

    for (said,) in sql.rows("PRAGMA quick_check"):
        found = _NULL.fullmatch(said)
        if said != "ok" and not (found and not _has_null(found["table"], found["column"])):
            return str(said)
    return ""


def _has_null(table: str, column: str) -> bool:
    from hamsaya.node import sql

    return sql.one(f'SELECT 1 FROM "{table}" WHERE "{column}" IS NULL LIMIT 1') is not None  # noqa: S608 -- SQLite's own names


def check_logs(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """Our logs against what was signed, the neighbour's against what was found, and the records against both."""
    from hamsaya.exchange.peer.link import link_state
    from hamsaya.node.head import read_heads
    from hamsaya.node.keyring import high_water

    for member in home.compacts:
        heads = read_heads(member.id)
        before = high_water(home.keys, member.id).read()
        state = link_state(member.id, int(now.timestamp()))
        for head in heads:
            values = {"origin": head.origin, "size": head.size, "signed": before, "behind": head.size - head.projected}
            if head.frozen:
                yield Finding("logs", BAD, "doctor.log_frozen", values)
            elif head.is_ours and head.sort == "shared" and (head.reconcile or before > head.size):
                yield Finding("logs", BAD, "doctor.log_reconcile", values)
            elif head.projected < head.size:
                yield Finding("logs", WARN, "doctor.log_behind", values)
            else:
                yield Finding("logs", OK, "doctor.log_ok", values)
        if state.evidence:
            yield Finding("logs", WARN, "doctor.evidence", {"count": state.evidence, "compact": member.id})


def check_link(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """The neighbour's door, and how much of our log the neighbour has acknowledged."""
    from hamsaya.exchange.peer.link import link_state

    for member in home.compacts:
        if not (member.neighbour_root and member.neighbour_tls):
            yield Finding("link", WARN, "doctor.not_met", {"compact": member.id})
            continue
        if not member.neighbour:
            yield Finding("link", WARN, "doctor.no_address", {"compact": member.id})
        else:
            yield knock(home, member)
        state = link_state(member.id, int(now.timestamp()))
        values = {"compact": member.id, "stored": state.stored_there, "ours": state.ours}
        yield Finding(
            "mirrors",
            WARN if state.is_alarm else OK,
            "doctor.mirror_old" if state.is_alarm else "doctor.mirror_ok",
            values,
        )


def knock(home: NodeHome, member: Membership) -> Finding:
    """Ask at the neighbour's door for the checkpoint of our own log's mirror; any answer will do."""
    from hamsaya.exchange.peer.ask import Ask, LinkDown
    from hamsaya.exchange.peer.http import HttpFetcher

    values = {"compact": member.id, "address": member.neighbour}
    fetcher = HttpFetcher(member.neighbour, member.neighbour_tls.split()[0], home.keys, seconds=10)
    try:
        fetcher.fetch(Ask("GET", f"/hamsaya%2F{member.id}%2F{member.party}/checkpoint"))
    except LinkDown as down:
        return Finding("link", BAD, "doctor.link_down", values | {"reason": down.params.get("reason", "")})
    except HamsayaError as error:
        return Finding("link", BAD, "doctor.link_down", values | {"reason": error.code})
    finally:
        fetcher.close()
    return Finding("link", OK, "doctor.link_ok", values)


def check_retention(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """Retention: run of late, and nothing past its time still here."""
    from hamsaya.node import retain

    for member in home.compacts:
        last = retain.last_run(member.id)
        due = sum(map(len, retain.due(member.id, now).values()))
        fresh = last is not None and now - last.at < 2 * retain.EVERY and not due
        values = {"compact": member.id, "at": f"{last.at:%Y-%m-%d %H:%M} UTC" if last else "-", "count": due}
        yield Finding(
            "retention", OK if fresh else WARN, "doctor.retention_ok" if fresh else "doctor.retention_due", values
        )


def check_officers(home: NodeHome, now: datetime) -> Iterator[Finding]:
    """Enough officers for what takes two, and no demonstration that others can reach."""
    from django.conf import settings

    from hamsaya.people.models import Assignment
    from hamsaya.people.roles import ADMIN, HEAD

    if settings.HAMSAYA_DEMO and not home.is_loopback:
        yield Finding("officers", BAD, "doctor.demo_open")
    for member in home.compacts:
        held = Assignment.objects.current(now).filter(post__compact=member.id, officer__is_active=True)
        able = {each.officer_id for each in held if {ADMIN, HEAD} & set(each.post.roles)}
        state, says = (OK, "doctor.officers_ok") if len(able) >= 2 else (WARN, "doctor.officers_few")
        yield Finding("officers", state, says, {"compact": member.id, "count": len({each.officer_id for each in held})})
