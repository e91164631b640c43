"""Request: one desk asks the other for information on a place, event, body, asset, route, rule or document.

A person is not a subject: that goes by the legal or consular channel. Refusing has listed grounds and is an answer.
"""

from typing import Any

from msgspec.structs import replace

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Code, Codes, Text
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Position, Step, register
from hamsaya.core.letter import (
    Acknowledge,
    Answer,
    Close,
    Correct,
    Header,
    Letter,
    LetterKind,
    Translate,
    check_letter,
    fold_letter,
    letter_facets,
)  # fmt: skip
from hamsaya.core.text import in_all

SUBJECTS = ("place", "event", "organisation", "asset", "route", "rule", "document")
REASONS = ("prevent_attack", "trace_incident", "protect_market", "open_crossing", "check_claim", "prepare_sitting")
ASPECTS = ("state", "time", "place", "number", "cause", "rule", "contact", "plan")
HELD = ("own_territory", "own_agency", "earlier_letter", "public_statement", "joint_body")
GROUNDS = (
    "not_held", "law_forbids", "harms_inquiry", "harms_person", "disproportionate", "wrong_channel", "higher_leave",
)  # fmt: skip
EXTENTS = ("whole", "partial")


class Ask(Header, by=OWNER, opens=True, roles=("duty", "desk")):
    """Ask for information; say what for and why the other side may have it."""

    subject = Code("subject", SUBJECTS, group="what")
    aspects = Codes("aspect", ASPECTS, optional=True, group="what")
    reason = Code("request_reason", REASONS, group="what")
    held = Code("held", HELD, optional=True, group="what")


class Give(Act, by=OTHER, roles=("duty", "desk", "head")):
    """Give the information, whole or in part."""

    takes_files = True
    extent = Code("extent", EXTENTS)
    text = Text(limit=500)


class Refuse(Act, by=OTHER, roles=("duty", "desk", "head")):
    """Decline, on a listed ground."""

    ground = Code("refusal", GROUNDS)


class Request(Letter, frozen=True, kw_only=True):
    """A request and what came back."""

    subject: str
    reason: str
    aspects: list[str] = []
    held: str | None = None
    given: tuple[dict[str, Any], ...] = ()
    refused: str | None = None
    refused_at: str | None = None
    settled: int | None = None
    """How many answers there were when the whole was given or declined: a time that these stated is over."""

    @property
    def first_answer(self) -> str | None:
        """Return the instant of the first answer of any sort, or None while there is none."""
        found = (super().first_answer, self.given[0]["at"] if self.given else None, self.refused_at)
        return min((each for each in found if each), default=None)


@register
class RequestKind(LetterKind[Request]):
    """Information requests (message catalogue 10 and 11)."""

    name, state, acts = "request", Request, (Ask, Close, Correct, Translate, Acknowledge, Answer, Give, Refuse)
    statuses = ("open", "acknowledged", "answered", "declined", "closed")
    example = (
        Step(
            OWNER,
            Ask,
            {
                "from_desk": "zahedan",
                "to_desk": "turbat",
                "channel": "security",
                "traffic": "actual",
                "urgency": "today",
                "basis": "own_agency",
                "certainty": "possible",
                "reply_wanted": True,
                "happened": {"precision": "not_stated"},
                "place": {"place": "mirjaveh-taftan", "precision": "exact"},
                "subject": "route",
                "reason": "open_crossing",
                "aspects": ["rule"],
                "held": "own_territory",
                "text": {"lang": "en", "text": "Which axle load may the approach road take?"},
            },
        ),
        Step(OTHER, Acknowledge),
        Step(
            OTHER,
            Give,
            {"extent": "partial", "text": {"lang": "en", "text": "Light lorries; the bridge is being measured."}},
        ),
        Step(OTHER, Refuse, {"ground": "not_held"}),
        Step(OWNER, Close),
    )

    def check(self, state: Request | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant, and a refusal after the whole was given."""
        check_letter(state, act, at)
        if isinstance(act, Refuse) and state is not None and any(one["extent"] == "whole" for one in state.given):
            raise Refused("request.given-already")

    def apply(self, state: Request | None, act: Act, at: Position) -> Request | None:
        """Fold one act in."""
        match act:
            case Give() if state is not None:
                settled = len(state.answers) if act.extent == "whole" else state.settled
                return state.replace(given=(*state.given, {**act.body, "at": at.at}), settled=settled)
            case Refuse() if state is not None and state.refused is None:
                return state.replace(refused=act.ground, refused_at=at.at, settled=len(state.answers))
        return super().apply(state, act, at) if state is None else fold_letter(state, act, at)

    def title(self, state: Request) -> dict[str, str]:
        """Return the letter's title by language."""
        return in_all(f"subject_{state.subject}")

    def facets(self, state: Request, owner: str, other: str) -> Facets:
        """Return what lists show; a time stated for the rest of a partial answer, or after it, stays owed."""
        facets = letter_facets(state, self.title(state), other)
        if state.closed or not (state.given or state.refused):
            return facets
        promised = facets.due if len(state.answers) > (state.settled or 0) else None
        return replace(
            facets,
            status="declined" if state.refused and not state.given else "answered",
            due=promised,
            needs=(other,) if promised else (),
        )
