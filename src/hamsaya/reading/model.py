"""What reading a report gives: frozen records, each quoting the exact characters it came from."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """Characters start to end (exclusive.

    Unicode code points of the text as given) and the text they quote.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence unit; `kind` is body, heading, item, label, question or foreign."""

    span: Span
    kind: str = "body"
    paragraph: int = 0
    modality: str = "CONTEXT"


@dataclass(frozen=True, slots=True)
class Entity:
    """A mention of a person, place, org, date or office.

    `norm` is its value, `reason` how a date was worked out.
    """

    span: Span
    type: str
    norm: str | None = None
    reason: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What every finding has: where, by which rule, how sure, and in whose mouth."""

    span: Span
    rule: str
    certainty: str = "high"
    modality: str = "EVENT"
    parties: tuple[str, ...] = ()
    speaker: str | None = None
    when: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment(Draft):
    """An undertaking about future conduct, one record per separate action."""

    trigger: Span | None = None
    firm: str = "general"
    deadline: str | None = None
    missing: tuple[str, ...] = ()
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Call(Draft):
    """An ask, a need or a hope: never an undertaking."""

    cue: Span | None = None


@dataclass(frozen=True, slots=True)
class Meeting(Draft):
    """A meeting, visit, call, press conference, reception or commission session."""

    kind: str = "meeting"
    status: str = "held"
    who: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Denial(Draft):
    """A claim rejected; the claim is quoted apart from the denial."""

    claim: Span | None = None


@dataclass(frozen=True, slots=True)
class Attribution(Draft):
    """Who is said to have made a claim up: the speaker's word, which the denial does not prove."""

    source: str = ""


@dataclass(frozen=True, slots=True)
class Incident(Draft):
    """An operation, attack or other event across or at the border, as reported."""

    status: str = "reported"
    forces: str | None = None
    territory: str | None = None
    joint: bool = False
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Statement(Draft):
    """A speech cue and who speaks; `quoted` says whether the words stand in quotation marks."""

    quoted: bool = False
    author: str = "speaker"


@dataclass(frozen=True, slots=True)
class Assessment(Draft):
    """Someone's judgement of how cooperation fares: never a fact."""

    scope: str = ""
    direction: str = "positive"


@dataclass(frozen=True, slots=True)
class Reading:
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
    notes: tuple[str, ...] = field(default=())
