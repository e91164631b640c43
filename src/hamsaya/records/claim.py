"""Claim: something said in public, its parts, and each side's answer standing alone; who made it up is another record.

A joint verdict exists only where both sides gave the same coded answer to the same part.
"""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED, Code, Day, Items, Line, Number, Quote, Record, Text, Wording
from hamsaya.core.kinds import EITHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

VERDICTS = ("true", "false", "partly", "ours_not_joint", "not_ours", "no_record", "not_yet", "no_comment")
SPREADS = ("single", "several", "wide", "not_stated")


class Enter(Act, by=OWNER, opens=True, roles=("spokesperson", "desk")):
    """Take in a claim and split it into parts that can be answered one by one."""

    title = Wording(limit=160)
    parts = Items(Wording(limit=400), most=8)
    first_seen = Day(may_be_unstated=True, default=NOT_STATED)
    outlet = Line(limit=120, optional=True)
    spread = Code("spread", SPREADS, default="not_stated")
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Answer(Act, by=EITHER, roles=("spokesperson", "desk", "head")):
    """Give one's own side's answer to one part."""

    part = Number(1, 8)
    verdict = Code("verdict", VERDICTS)
    sources = Items(Record("report"), optional=True)
    text = Text(limit=400)


class Attribute(Act, by=EITHER, roles=("spokesperson", "desk", "head")):
    """State who one's side says made the claim up: an attribution, which no denial establishes."""

    words = Wording(limit=400)
    sources = Items(Record("report"), optional=True)


class Claim(State, frozen=True):
    """A claim, its parts, and what each side answered to each."""

    title: dict[str, str]
    parts: list[dict[str, str]]
    first_seen: str
    spread: str
    outlet: str | None = None
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    answers: dict[str, dict[str, dict[str, Any]]] = {}
    """Part number to party to its latest answer."""
    attributions: dict[str, dict[str, str]] = {}


def joint_verdict(state: Claim, part: int) -> str | None:
    """Return the verdict both sides gave to a part, or None where they differ or one is silent."""
    given = [answer["verdict"] for answer in state.answers.get(str(part), {}).values()]
    return given[0] if len(given) == 2 and given[0] == given[1] else None


@register
class ClaimKind(Kind[Claim]):
    """Claims and rumours about events at the border."""

    name, state, acts = "claim", Claim, (Enter, Answer, Attribute)
    statuses = ("open", "answered", "joint")
    audience, use, section = "GOV", "U0", "reports"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "title": {"en": "A joint operation at the border"},
                "parts": [
                    {"en": "Forces of both carried out an operation together."},
                    {"en": "It took place on the line."},
                ],
                "first_seen": NOT_STATED,
                "spread": "several",
            },
        ),
        Step("other", Answer, {"part": 1, "verdict": "false"}),
        Step("other", Attribute, {"words": {"en": "The report was made up by others."}}),
        Step(OWNER, Answer, {"part": 1, "verdict": "not_yet"}),
    )

    def check(self, state: Claim | None, act: Act, at: Position) -> None:
        """Refuse an answer to a part that the claim does not have."""
        if isinstance(act, Answer) and state is not None and act.part > len(state.parts):
            raise Refused("claim.no-such-part", part=act.part, parts=len(state.parts))

    def apply(self, state: Claim | None, act: Act, at: Position) -> Claim | None:
        """Fold one act in."""
        if state is None:
            return open_state(Claim, act)
        match act:
            case Answer() if act.part <= len(state.parts):
                part, answer = str(act.part), {**act.body, "at": at.at}
                return state.replace(answers={**state.answers, part: {**state.answers.get(part, {}), at.party: answer}})
            case Attribute():
                return state.replace(attributions={**state.attributions, at.party: act.words})
        return state

    def facets(self, state: Claim, owner: str, other: str) -> Facets:
        """Return what lists show."""
        joint = all(joint_verdict(state, part) for part in range(1, len(state.parts) + 1))
        silent = tuple(
            party
            for party in (owner, other)
            if any(party not in state.answers.get(str(part), {}) for part in range(1, len(state.parts) + 1))
        )
        return Facets(
            title=state.title,
            status="joint" if joint else "answered" if state.answers else "open",
            when=None if state.first_seen == NOT_STATED else state.first_seen,
            urgency=2,
            needs=silent,
            refs=tuple(state.sources),
            text=" ".join(text for part in state.parts for text in part.values()),
        )
