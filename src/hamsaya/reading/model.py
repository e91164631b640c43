"""What reading a report gives: frozen records, each quoting the exact characters it came from.

A report gives hundreds of them, so they are msgspec structs, made three times as fast as frozen dataclasses. None can
come to hold itself, so the garbage collector need not look at them.
"""

import msgspec


class Span(msgspec.Struct, frozen=True, gc=False):
    """Characters start to end (exclusive.

    Unicode code points of the text as given) and the text they quote.
    """

    start: int
    end: int
    text: str


class Sentence(msgspec.Struct, frozen=True, gc=False):
    """One sentence unit; `kind` is body, heading, item, label, question or foreign."""

    span: Span
    kind: str = "body"
    paragraph: int = 0
    modality: str = "CONTEXT"


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A mention of a person, place, org, date or office.

    `norm` is its value, `reason` how a date was worked out.
    """

    span: Span
    type: str
    norm: str | None = None
    reason: str = ""
    office: str = ""


class Draft(msgspec.Struct, frozen=True, gc=False):
    """What every finding has: where, by which rule, how sure, and in whose mouth."""

    span: Span
    rule: str
    certainty: str = "high"
    modality: str = "EVENT"
    parties: tuple[str, ...] = ()
    speaker: str | None = None
    when: str | None = None
    place: str | None = None


class Commitment(Draft, frozen=True, gc=False):
    """An undertaking about future conduct, one record per separate action."""

    trigger: Span | None = None
    firm: str = "general"
    deadline: str | None = None
    missing: tuple[str, ...] = ()
    number: str | None = None


class Call(Draft, frozen=True, gc=False):
    """An ask, a need or a hope: never an undertaking."""

    cue: Span | None = None


class Meeting(Draft, frozen=True, gc=False):
    """A meeting, visit, call, press conference, reception or commission session."""

    kind: str = "meeting"
    status: str = "held"
    who: tuple[str, ...] = ()


class Denial(Draft, frozen=True, gc=False):
    """A claim rejected; the claim is quoted apart from the denial."""

    claim: Span | None = None


class Attribution(Draft, frozen=True, gc=False):
    """Who is said to have made a claim up: the speaker's word, which the denial does not prove."""

    source: str = ""


class Incident(Draft, frozen=True, gc=False):
    """An operation, attack or other event across or at the border, as reported."""

    status: str = "reported"
    forces: str | None = None
    territory: str | None = None
    joint: bool = False
    distance_km: float | None = None


class Statement(Draft, frozen=True, gc=False):
    """A speech cue and who speaks; `quoted` says whether the words stand in quotation marks."""

    quoted: bool = False
    author: str = "speaker"


class Assessment(Draft, frozen=True, gc=False):
    """Someone's judgement of how cooperation fares: never a fact."""

    scope: str = ""
    direction: str = "positive"


class Reading(msgspec.Struct, frozen=True, gc=False):
    """All that was found in one report."""

    file: str
    text: str
    language: str
    doc_date: str | None
    sentences: tuple[Sentence, ...] = ()
    entities: tuple[Entity, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    calls: tuple[Call, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    denials: tuple[Denial, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    incidents: tuple[Incident, ...] = ()
    statements: tuple[Statement, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    principles: tuple[Draft, ...] = ()
    events: tuple[Draft, ...] = ()
    context: tuple[Draft, ...] = ()
    notes: tuple[str, ...] = ()
