"""Our side's report for a sitting: written here, sealed by its digest alone, opened once both sides have sealed.

The salt and the scores stay on this node until they are opened, so that the other side can neither copy them nor guess
them from the digest. Opening signs each score onto its commitment as well, all under one checkpoint.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hamsaya.core import meeting
from hamsaya.core.canonical import encode
from hamsaya.core.entry import MAX_ENTRY
from hamsaya.core.errors import Refused
from hamsaya.core.kinds import kind_named
from hamsaya.node import ledger, queries
from hamsaya.node.access import check_role
from hamsaya.node.lookup import compact_of
from hamsaya.node.models import SealedReport
from hamsaya.people.viewer import Viewer

Score = dict[str, Any]
"""One row: commitment, party, score, direction, evidence."""
SALT_BYTES = 32
HEADER = 2000
"""Bytes that an entry may need beside its body: a report is opened in one entry, so it must fit before it is sealed."""


def read(viewer: Viewer, sitting: str) -> list[Score]:
    """Return the scores as kept so far; none before the first are kept."""
    row, _ = compact_of(viewer, viewer.compact)
    kept = SealedReport.objects.filter(compact=row, sitting=sitting).first()
    return list(kept.scores) if kept else []


def keep(viewer: Viewer, sitting: str, scores: Sequence[Score], shown: Sequence[str]) -> None:
    """Keep the scores of the commitments shown to the viewer; rows on others stay as they were kept.

    Refused once the report is sealed, and where a row does not hold.
    """
    state = _state(viewer, sitting)
    row, _ = compact_of(viewer, viewer.compact)
    if row.party in state.seals:
        raise Refused("sitting.sealed-already")
    others = [each for each in read(viewer, sitting) if each["commitment"] not in shown]
    rows = sorted([*others, *scores], key=lambda each: (each["commitment"], each["party"]))
    body = {"salt": "0" * 2 * SALT_BYTES, "scores": rows}
    _act("open-report").parse(body)
    if len(encode(body)) > MAX_ENTRY - HEADER:
        raise Refused("sitting.report-too-long")
    SealedReport.objects.update_or_create(
        compact=row, sitting=sitting, defaults={"scores": rows},
        create_defaults={"scores": rows, "salt": secrets.token_hex(SALT_BYTES)},
    )  # fmt: skip


def seal(viewer: Viewer, sitting: str, now: datetime) -> None:
    """Sign the digest of what is kept. Refused where nothing is."""
    check_role(viewer, _act("seal-report"))
    kept = _kept(viewer, sitting)
    digest = meeting.seal_digest(kept.scores, kept.salt)
    _append(viewer, [ledger.Draft("sitting", "seal-report", sitting, {"digest": digest})], now)


def open_up(viewer: Viewer, sitting: str, now: datetime) -> None:
    """Open our report and sign each of its scores onto its commitment: all of it, or nothing."""
    check_role(viewer, _act("open-report"))
    kept = _kept(viewer, sitting)
    opened = ledger.Draft("sitting", "open-report", sitting, {"salt": kept.salt, "scores": kept.scores})
    _append(viewer, [opened, *(_scored(each, sitting) for each in kept.scores)], now)


def _scored(each: Mapping[str, Any], sitting: str) -> ledger.Draft:
    body = {name: value for name, value in each.items() if name != "commitment"}
    return ledger.Draft("commitment", "score", each["commitment"], {**body, "sitting": sitting})


def _append(viewer: Viewer, drafts: Sequence[ledger.Draft], now: datetime) -> None:
    ledger.append(viewer.compact, drafts, post=viewer.post, now=now)


def _kept(viewer: Viewer, sitting: str) -> SealedReport:
    row, _ = compact_of(viewer, viewer.compact)
    kept = SealedReport.objects.filter(compact=row, sitting=sitting).first()
    if kept is None or not kept.scores:
        raise Refused("sitting.no-report")
    return kept


def _state(viewer: Viewer, sitting: str) -> Any:
    found = queries.record(viewer, viewer.compact, sitting)
    if found.row.name != "sitting" or found.state is None:
        raise Refused("record.missing", record=sitting)
    return found.state


def _act(name: str) -> Any:
    kind = kind_named("sitting")
    return kind.act(name) if kind else None
