"""Accepted drafts into the record: each becomes its act, with the exact words, the rule, the file and who confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamsaya.core.errors import HamsayaError, Refused
from hamsaya.core.fields import NOT_STATED
from hamsaya.intake.become import Desk, body_of, language_of, opening
from hamsaya.intake.decide import FOLD, FOLDS, RESTATES
from hamsaya.intake.models import ACCEPTED, SIGNED, Draft, Source, Step
from hamsaya.intake.topic import area_of
from hamsaya.node import ledger
from hamsaya.node.access import check_role
from hamsaya.people.viewer import Viewer
from hamsaya.records.claim import Enter as EnterClaim

LONGEST_QUOTE = 600
ALREADY = frozenset({"record.exists", "act.no-effect"})
"""The ledger's answer where a draft was signed and the node stopped before it could note so."""


@dataclass(frozen=True)
class Entered:
    """What became of one accepted draft: its record, or why it could not be signed."""

    draft: Draft
    error: HamsayaError | None = None


def sign(source: Source, desk: Desk, viewer: Viewer, now: datetime) -> list[Entered]:
    """Sign what was accepted of a report, one group an accepted draft; a refused one leaves the others be."""
    drafts = list(source.drafts.filter(state=ACCEPTED).order_by("decided", "pk"))
    if not drafts:
        raise Refused("draft.nothing-accepted")
    _enter_report(source, desk, viewer, now)
    groups = [acts_of(draft, source, desk) for draft in drafts]
    for act in (act for acts in groups for act in acts):
        _check_role(viewer, act)
    results = ledger.append_groups(desk.compact.id, [(acts, viewer.post) for acts in groups], now=now)
    return [_entered(draft, result, viewer) for draft, result in zip(drafts, results, strict=True)]


def _check_role(viewer: Viewer, draft: ledger.Draft) -> None:
    kind, _ = opening(draft.kind)
    act = kind.act(draft.act)
    if act is not None:
        check_role(viewer, act)


def _entered(draft: Draft, result: Any, viewer: Viewer) -> Entered:
    if isinstance(result, HamsayaError) and result.code not in ALREADY:
        return Entered(draft, result)
    draft.state, draft.post = SIGNED, viewer.post
    draft.save(update_fields=["state", "post"])
    Step.objects.filter(draft=draft).delete()
    return Entered(draft)


def _enter_report(source: Source, desk: Desk, viewer: Viewer, now: datetime) -> None:
    """Open the record of the report itself, once."""
    if source.record:
        return
    record = ledger.new_record(desk.compact.id)
    act = ledger.Draft("report", "enter", record, report_body(source, desk))
    _check_role(viewer, act)
    ledger.append(desk.compact.id, [act], post=viewer.post, now=now)
    source.record = record
    source.save(update_fields=["record"])


def report_body(source: Source, desk: Desk) -> dict[str, Any]:
    """Return the body of the act that enters a report: its own words are not in it, its file's digest is."""
    areas = [area.id for area in desk.compact.areas]
    body = {
        "title": {language_of(source): source.title[:200] or source.name},
        "outlet": source.outlet,
        "source": source.sort,
        "published": source.published or NOT_STATED,
        "dated": source.dated,
        "link": source.link,
        "file": source.digest,
        "about": [area_of(source.text[:4000] or source.title, areas)],
    }
    return {name: value for name, value in body.items() if value}


def quote_of(draft: Draft, source: Source) -> dict[str, Any]:
    """Return the draft's exact words as a record keeps them."""
    return {
        "source": source.record, "file": source.digest, "start": draft.start, "end": draft.end,
        "text": draft.quote[:LONGEST_QUOTE], "rule": draft.rule, "modality": draft.modality,
    }  # fmt: skip


def acts_of(draft: Draft, source: Source, desk: Desk) -> list[ledger.Draft]:
    """Return the acts that an accepted draft becomes."""
    way, _, target = draft.link.partition(":")
    proof = {"sources": [source.record], "quotes": [quote_of(draft, source)]}
    body = body_of(draft, source, desk)
    if way == FOLD:
        return [ledger.Draft(draft.kind, FOLDS[draft.kind], target, {**_folded(draft, body), **proof})]
    kind, act = opening(draft.kind)
    body = {**body, **proof}
    if way == RESTATES and "restates" in act.fields:
        body["restates"] = target
    if draft.find == "attribution" and (claim := _claim_beside(draft, source)):
        body["on"] = claim
    acts = [ledger.Draft(kind.name, act.name(), draft.record, body)]
    if act is EnterClaim and draft.find == "denial":
        acts.append(_denial(draft, source, desk, proof))
    return acts


def _folded(draft: Draft, body: dict[str, Any]) -> dict[str, Any]:
    if draft.kind == "commitment":
        return {"modality": body["modality"]}
    words = {language_of(draft.source): draft.quote[:400]}
    name = {"name_used": next(iter(body["title"].values()))[:160]} if draft.kind == "event" else {}
    return {"happened": body["happened"], "words": words, **name}


def _claim_beside(draft: Draft, source: Source) -> str:
    """Return the record of the claim whose denial stands in the same sentence as an attribution, or ""."""
    sentence = next((each for each in source.sentences if each[0] <= draft.start < each[1]), None)
    if sentence is None:
        return ""
    near = source.drafts.filter(
        find="denial", start__gte=sentence[0], start__lt=sentence[1], state__in=(ACCEPTED, SIGNED)
    )
    return near.values_list("record", flat=True).first() or ""


def _denial(draft: Draft, source: Source, desk: Desk, proof: dict[str, Any]) -> ledger.Draft:
    """Return the denial itself, a statement apart from the claim that it rejects."""
    said = Draft(
        source=source, find="denial", modality=draft.modality, start=draft.start, end=draft.end, quote=draft.quote,
        read=draft.read, rule=draft.rule, kind="statement",
    )  # fmt: skip
    body = {**body_of(said, source, desk), **proof, "on": draft.record}
    return ledger.Draft("statement", "enter", ledger.new_record(desk.compact.id), body)
