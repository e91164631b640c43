"""Retention: what is past its time by the compact goes once a day, each run signed into the audit trail."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from hamsaya.core.compact import Compact as Agreed
from hamsaya.core.fields import format_instant
from hamsaya.core.husk import HEAD
from hamsaya.core.kinds import all_kinds, digest_of
from hamsaya.core.retention import ACCESS, CLAIMS, INCIDENTS, LETTERS, OVERRIDES, before, rule_of
from hamsaya.node import erase, sql
from hamsaya.node.fold import ERASED, values
from hamsaya.node.head import read_head
from hamsaya.node.ledger import note_audit
from hamsaya.node.let_pass import NAME as LET_PASS
from hamsaya.node.lookup import agreed_text
from hamsaya.node.models import AUDIT, Compact, Record, Retention
from hamsaya.people.access_log import EVENTS
from hamsaya.people.models import Pending

EVERY = timedelta(hours=20)
"""Time between two runs; so one falls on each day, whatever the hour."""
BATCH = 500
RULES = (LETTERS, INCIDENTS, CLAIMS)
OVERRIDE_EVENTS = frozenset({"second-asked", "second-done", "second-declined"})


def due(compact: str, now: datetime) -> dict[str, list[str]]:
    """Return by rule the records whose time is over and whose content is still here."""
    row = Compact.objects.get(name=compact)
    keep = agreed_text(row.source).keep
    found = {}
    for rule in RULES:
        names = [kind.name for kind in all_kinds() if rule_of(kind) == rule]
        last = format_instant(before(now, keep.months(rule)))
        old = Record.objects.filter(compact=row, name__in=names, changed__lt=last).exclude(status=ERASED)
        found[rule] = list(old.order_by("pk").values_list("record", flat=True))
    return found


def run_daily(compact: str, now: datetime) -> Retention | None:
    """Run retention where the last run is long enough ago."""
    last = last_run(compact)
    return run(compact, now) if last is None or now - last.at >= EVERY else None


def last_run(compact: str) -> Retention | None:
    """Return the newest run."""
    return Retention.objects.filter(compact__name=compact).order_by("-at", "-pk").first()


def run(compact: str, now: datetime) -> Retention:
    """Destroy what is past its time, and sign what was done: how much by each rule, and the digest of all ids."""
    row = Compact.objects.get(name=compact)
    old, counts, gone = due(compact, now), {}, []
    for rule, records in old.items():
        for start in range(0, len(records), BATCH):
            erase.erase(compact, records[start : start + BATCH], int(now.timestamp()))
        counts[rule] = len(records)
        gone += records
    agreed = agreed_text(row.source)
    for rule in (ACCESS, OVERRIDES):
        lines = _empty_trail(compact, rule, agreed, now)
        counts[rule] = len(lines)
        gone += [f"audit:{index}" for index in lines]
    said = json.dumps(counts, sort_keys=True, separators=(",", ":"))
    index = note_audit(compact, "retention", "node", digest_of(sorted(gone)), said, now=now)
    return Retention.objects.create(compact=row, at=now, counts=counts, audit=index)


def _empty_trail(compact: str, rule: str, agreed: Agreed, now: datetime) -> Sequence[int]:
    """Let lines of the audit trail that are past their time become husks; return their indexes."""
    row = Compact.objects.get(name=compact)
    last = before(now, agreed.keep.months(rule))
    head = read_head(compact, row.party, AUDIT)
    statement = (
        'SELECT "index", data FROM node_entry WHERE compact_id = %s AND log_id = %s AND stored < %s'
        " AND substr(data, 1, %s) <> %s"
    )
    found = sql.rows(statement, (row.id, head.id, int(last.timestamp()), len(HEAD), HEAD))
    old = [(head.id, index, bytes(data)) for index, data in found if _rule_of_line(bytes(data)) == rule]
    if old:
        sql.overwrite_deleted(on=True)
        with sql.writing():
            erase.empty(row.id, old)
        sql.overwrite_deleted(on=False)
    if rule == OVERRIDES:
        asked = Pending.objects.filter(compact=compact, action=LET_PASS, asked_at__lt=last)
        asked.update(payload={}, reason="")
    return [index for _, index, _ in old]


def _rule_of_line(data: bytes) -> str:
    """Return the rule that a line of the audit trail is kept by; keys and retention itself stay."""
    entry = values(data)
    if entry["act"] in EVENTS:
        return ACCESS
    is_override = entry["act"] in OVERRIDE_EVENTS and entry["body"].get("target", "").startswith(LET_PASS)
    return OVERRIDES if is_override else ""
