"""Clarification: one side asks what an activity or statement of the other meant; forty-eight hours unless said."""

from hamsaya.core.fields import Codes, Record
from hamsaya.core.kinds import OTHER, OWNER, Facets, Step, register
from hamsaya.core.letter import (
    Acknowledge,
    Answer,
    Close,
    Correct,
    Header,
    Letter,
    LetterKind,
    Translate,
    letter_facets,
)
from hamsaya.core.text import in_all

QUESTIONS = ("purpose", "extent", "end", "joint", "place", "public_statement", "repeated")


class Ask(Header, by=OWNER, opens=True, roles=("duty", "desk")):
    """Ask what was meant."""

    about = Record(optional=True, group="what")
    questions = Codes("question", QUESTIONS, group="what")


class Clarification(Letter, frozen=True, kw_only=True):
    """A question about an activity or a statement."""

    questions: list[str]
    about: str | None = None


@register
class ClarificationKind(LetterKind[Clarification]):
    """Clarification requests (message catalogue 12)."""

    name, state, acts = "clarification", Clarification, (Ask, Close, Correct, Translate, Acknowledge, Answer)
    example = (
        Step(
            OWNER,
            Ask,
            {
                "from_desk": "zahedan", "to_desk": "turbat", "channel": "political", "traffic": "actual",
                "urgency": "soon", "basis": "public_report", "certainty": "unknown", "reply_wanted": True,
                "happened": {"at": "2026-11-20", "precision": "day"}, "place": {"precision": "not_stated"},
                "questions": ["purpose", "end"],
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OTHER, Answer, {"answer": "need_time", "until": "2026-11-24T08:00:00Z"}),
        Step(OWNER, Close),
    )  # fmt: skip

    def title(self, state: Clarification) -> dict[str, str]:
        """Return the letter's title by language."""
        return in_all("kind.clarification")

    def facets(self, state: Clarification, owner: str, other: str) -> Facets:
        """Return what lists show, and what is asked about."""
        facets = letter_facets(state, self.title(state), other)
        return facets.with_refs((state.about,) if state.about else ())
