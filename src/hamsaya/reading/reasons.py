"""Why each finding was made, for `hamsaya read --explain`: one line a finding."""

from collections.abc import Iterator

from hamsaya.reading.model import Commitment, Draft, Reading

KINDS = ("commitments", "calls", "meetings", "denials", "attributions", "incidents", "statements", "assessments")


def _line(kind: str, draft: Draft) -> str:
    trigger = f' because of "{draft.trigger.text}"' if isinstance(draft, Commitment) and draft.trigger else ""
    speaker = f", said by {draft.speaker}" if draft.speaker else ""
    return (
        f"{draft.span.start}-{draft.span.end} {kind[:-1]} {draft.modality}: rule {draft.rule} "
        f'({draft.certainty}){trigger}{speaker}: "{draft.span.text}"'
    )


def explain(reading: Reading) -> Iterator[str]:
    """Yield one line for each finding in the order of the text, then one for each date with its reason."""
    if reading.notes:
        yield f"{reading.file}: language {reading.language}; {', '.join(reading.notes)}"
    rows = [(d.span.start, _line(kind, d)) for kind in KINDS for d in getattr(reading, kind)]
    yield from (line for _, line in sorted(rows))
    for entity in reading.entities:
        if entity.type == "date":
            yield (
                f"{entity.span.start}-{entity.span.end} date {entity.norm or 'not known'}: {entity.reason}: "
                f'"{entity.span.text}"'
            )
