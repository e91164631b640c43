"""The JSON of `hamsaya read --json`.

Offsets in code points, each draft with rule, certainty, modality and the rest.
"""

from typing import Any

from hamsaya.reading.model import Commitment, Draft, Entity, Incident, Reading, Span


def _span(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _draft(draft: Draft, **more: Any) -> dict[str, Any]:
    return {
        **_span(draft.span),
        "rule": draft.rule,
        "certainty": draft.certainty,
        "modality": draft.modality,
        "parties": list(draft.parties),
        "speaker": draft.speaker,
        "when": draft.when,
        "place": draft.place,
        **more,
    }


def _entity(entity: Entity) -> dict[str, Any]:
    """Return an entity; reason and office only where there is one."""
    more = {key: value for key, value in (("reason", entity.reason), ("office", entity.office)) if value}
    return {"type": entity.type, **_span(entity.span), "norm": entity.norm, **more}


def _commitment(draft: Commitment) -> dict[str, Any]:
    trigger = _span(draft.trigger) if draft.trigger else None
    return _draft(draft, firm=draft.firm, deadline=draft.deadline, missing=list(draft.missing), trigger=trigger)


def _incident(draft: Incident) -> dict[str, Any]:
    return _draft(
        draft,
        status=draft.status,
        forces=draft.forces,
        territory=draft.territory,
        joint=draft.joint,
        distance_km=draft.distance_km,
    )


def to_json(reading: Reading) -> dict[str, Any]:
    """Return one entry of `docs`: plain values only."""
    units = [{**_span(s.span), "kind": s.kind, "modality": s.modality} for s in reading.sentences]
    return {
        "file": reading.file,
        "language": reading.language,
        "doc_date": reading.doc_date,
        "notes": list(reading.notes),
        "sentences": [[s.span.start, s.span.end] for s in reading.sentences],
        "units": units,
        "entities": [_entity(e) for e in reading.entities],
        "commitments": [_commitment(c) for c in reading.commitments],
        "calls": [_draft(c) for c in reading.calls],
        "meetings": [_draft(m, kind=m.kind, status=m.status, who=list(m.who)) for m in reading.meetings],
        "denials": [_draft(d, claim=_span(d.claim) if d.claim else None) for d in reading.denials],
        "attributions": [_draft(a, source=a.source) for a in reading.attributions],
        "incidents": [_incident(i) for i in reading.incidents],
        "statements": [_draft(s, quoted=s.quoted) for s in reading.statements],
        "assessments": [_draft(a, scope=a.scope, direction=a.direction) for a in reading.assessments],
        "principles": [_draft(p) for p in reading.principles],
        "events": [_draft(e) for e in reading.events],
        "context": [_draft(c) for c in reading.context],
    }
