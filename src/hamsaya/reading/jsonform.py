"""The JSON of `hamsaya read --json`.

Offsets in code points, each draft with rule, certainty, modality and the rest.
"""

from typing import Any

from hamsaya.reading.model import Draft, Reading, Span


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


def to_json(reading: Reading) -> dict[str, Any]:
    """Return one entry of `docs`: plain values only."""
    return {
        "file": reading.file,
        "language": reading.language,
        "doc_date": reading.doc_date,
        "notes": list(reading.notes),
        "sentences": [[s.span.start, s.span.end] for s in reading.sentences],
        "units": [
            {"start": s.span.start, "end": s.span.end, "kind": s.kind, "modality": s.modality}
            for s in reading.sentences
        ],
        "entities": [
            {
                "type": e.type,
                **_span(e.span),
                "norm": e.norm,
                **({"reason": e.reason} if e.reason else {}),
                **({"office": e.office} if e.office else {}),
            }
            for e in reading.entities
        ],
        "commitments": [
            _draft(
                c,
                firm=c.firm,
                deadline=c.deadline,
                missing=list(c.missing),
                trigger=_span(c.trigger) if c.trigger else None,
            )
            for c in reading.commitments
        ],
        "calls": [_draft(c) for c in reading.calls],
        "meetings": [_draft(m, kind=m.kind, status=m.status, who=list(m.who)) for m in reading.meetings],
        "denials": [_draft(d, claim=_span(d.claim) if d.claim else None) for d in reading.denials],
        "attributions": [_draft(a, source=a.source) for a in reading.attributions],
        "incidents": [
            _draft(i, status=i.status, forces=i.forces, territory=i.territory, joint=i.joint, distance_km=i.distance_km)
            for i in reading.incidents
        ],
        "statements": [_draft(s, quoted=s.quoted) for s in reading.statements],
        "assessments": [_draft(a, scope=a.scope, direction=a.direction) for a in reading.assessments],
        "principles": [_draft(p) for p in reading.principles],
        "events": [_draft(e) for e in reading.events],
        "context": [_draft(c) for c in reading.context],
    }
