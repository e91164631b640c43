"""Claim: something said in public, its parts, and each side's answer standing alone; who made it up is another record.

A joint verdict exists only where both sides gave the same coded answer to the same part. A line in three languages is
agreed when both signed the same digest, and public when both consented; a side publishes its own line alone. Earlier
answers stay. No author is kept beyond an outlet or an organisation.
"""

from typing import Any

from hamsaya.core.agreement import (
    Agreeing,
    adopted_at,
    check_signature,
    in_force,
    open_texts,
    put_forward,
    sign,
    withdraw,
)
from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_STATED,
    Code,
    Codes,
    Day,
    Digest,
    Instant,
    Items,
    Line,
    Link,
    Number,
    Quote,
    Record,
    Text,
    Wording,
)  # fmt: skip
from hamsaya.core.kinds import EITHER, OWNER, Act, Facets, Kind, Position, Step, open_state, register
from hamsaya.core.text import LANGUAGES

VERDICTS = ("true", "false", "partly", "ours_not_joint", "not_ours", "no_record", "not_yet", "no_comment")
SPREADS = ("single", "several", "wide", "not_stated")
ORIGINS = ("outlet", "organisation", "official", "social_media", "not_stated")
DANGERS = ("danger", "forces", "other")
"""What ranks a claim: incitement or danger first, then claims about the other side's forces, then the rest."""
ELEMENTS = ("actor", "deed", "place", "time", "numbers")
QUESTIONS = ("happened", "whose", "joint", "where", "when", "numbers", "statement")
MOST_QUESTIONS = 3
MEANS = ("statement", "briefing", "phone", "mail")
ROLES = ("spokesperson", "desk", "head")


class Enter(Act, by=OWNER, opens=True, roles=("spokesperson", "desk")):
    """Take in a claim and split it into parts that can be answered one by one."""

    title = Wording(limit=160)
    parts = Items(Wording(limit=400), most=8)
    danger = Code("danger", DANGERS, optional=True)
    language = Code("lang", LANGUAGES, optional=True)
    first_seen = Day(may_be_unstated=True, default=NOT_STATED)
    origin = Code("claim_origin", ORIGINS, optional=True)
    outlet = Line(limit=120, optional=True)
    link = Link(optional=True)
    spread = Code("spread", SPREADS, default="not_stated")
    like = Items(Record("claim"), most=5, optional=True)
    near = Items(Record(), most=5, optional=True)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Group(Act, by=EITHER, roles=ROLES):
    """Set a similar claim beside this one."""

    claim = Record("claim")


class Ask(Act, by=OWNER, roles=ROLES):
    """Ask the other side: three questions at most."""

    questions = Codes("claim_question", QUESTIONS)
    until = Instant(optional=True)


class Answer(Act, by=EITHER, roles=ROLES):
    """Give one's own side's answer to one part."""

    part = Number(1, 8)
    verdict = Code("verdict", VERDICTS)
    elements = Codes("element", ELEMENTS, optional=True)
    until = Instant(optional=True)
    sources = Items(Record("report"), optional=True)
    text = Text(limit=400)


class Attribute(Act, by=EITHER, roles=ROLES):
    """State who one's side says made the claim up: an attribution, which no denial establishes."""

    words = Wording(limit=400)
    sources = Items(Record("report"), optional=True)


class Hold(Act, by=EITHER, roles=ROLES):
    """Give the holding line: the claim is being checked, and when the next word follows."""

    next = Instant()


class Propose(Act, by=EITHER, roles=ROLES):
    """Put a line in three languages forward and sign it."""

    words = Wording(limit=600, every=True)


class Sign(Act, by=EITHER, roles=ROLES):
    """Sign the line of that digest: now both have."""

    digest = Digest()


class Withdraw(Act, by=EITHER, roles=ROLES):
    """Take one's own signature back while the other has not signed."""

    digest = Digest()


class Consent(Act, by=EITHER, roles=("spokesperson", "head"), two_persons=True):
    """Consent that the agreed line be made public; it is, once both do and the later time has come."""

    digest = Digest()
    not_before = Instant(optional=True)


class Publish(Act, by=EITHER, roles=("spokesperson", "head"), two_persons=True):
    """Publish one's own line: a side may always speak for itself, never of the other's answer."""

    words = Wording(limit=600, every=True)
    not_before = Instant(optional=True)


class Tell(Act, by=EITHER, roles=ROLES):
    """Tell whoever asked; by outlet or organisation, never by name."""

    outlet = Line(limit=120)
    means = Code("claim_means", MEANS)


class Correct(Act, by=EITHER, roles=ROLES):
    """Correct what one's own side said of the claim; what was said before stays to be seen."""

    words = Wording(limit=600)


class Claim(Agreeing, frozen=True, kw_only=True):
    """A claim, its parts, what each side answered to each, and the lines."""

    title: dict[str, str]
    parts: list[dict[str, str]]
    first_seen: str
    spread: str
    danger: str = "other"
    language: str | None = None
    origin: str = "not_stated"
    outlet: str | None = None
    link: str | None = None
    like: list[str] = []
    near: list[str] = []
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    asked: dict[str, Any] = {}
    answers: dict[str, dict[str, dict[str, Any]]] = {}
    """Part number to party to its latest answer."""
    history: tuple[dict[str, Any], ...] = ()
    """Every answer ever given: party, time and body."""
    attributions: dict[str, dict[str, str]] = {}
    holds: dict[str, dict[str, str]] = {}
    consents: dict[str, dict[str, dict[str, str]]] = {}
    """Digest to party to its consent."""
    lines: tuple[dict[str, Any], ...] = ()
    """Each side's own published lines: party, time, words, not_before."""
    told: tuple[dict[str, str], ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()


def joint_verdict(state: Claim, part: int) -> str | None:
    """Return the verdict both sides gave to a part, or None where they differ or one is silent."""
    given = [answer["verdict"] for answer in state.answers.get(str(part), {}).values()]
    return given[0] if len(given) == 2 and given[0] == given[1] else None


def has_answered(state: Claim, party: str) -> bool:
    """Tell whether a party has answered every part."""
    return all(party in state.answers.get(str(part), {}) for part in range(1, len(state.parts) + 1))


def public_line(state: Claim, now: str) -> dict[str, Any] | None:
    """Return the agreed line that both consented to publish and whose time has come at the instant `now`."""
    digest = in_force(state)
    given = state.consents.get(digest or "", {})
    since = max((each.get("not_before") or each["at"] for each in given.values()), default="")
    if digest is None or len(given) < 2 or since > now:
        return None
    return {"digest": digest, "words": state.texts[digest]["words"], "at": since}


def own_lines(state: Claim, now: str) -> tuple[dict[str, Any], ...]:
    """Return the newest line that each side publishes for itself and whose time has come."""
    newest = {each["party"]: each for each in state.lines if each.get("not_before", "") <= now}
    return tuple(newest[party] for party in sorted(newest))


def first_line_at(state: Claim) -> str:
    """Return when the first line of any sort was given: holding, agreed or one's own; "" while there is none."""
    agreed = in_force(state)
    found = [each["at"] for each in (*state.holds.values(), *state.lines)]
    return min([*found, *([adopted_at(state, agreed)] if agreed else [])], default="")


def reopened(state: Claim) -> int:
    """Return how often a side gave another answer to a part after a final one."""
    before: dict[tuple[str, int], str] = {}
    count = 0
    for each in state.history:
        place = (each["party"], each["part"])
        count += before.get(place, "not_yet") not in ("not_yet", each["verdict"])
        before[place] = each["verdict"]
    return count


@register
class ClaimKind(Kind[Claim]):
    """Claims and rumours about events at the border."""

    name, state = "claim", Claim
    acts = (
        Enter, Group, Ask, Answer, Attribute, Hold, Propose, Sign, Withdraw, Consent, Publish, Tell, Correct,
    )  # fmt: skip
    statuses = ("open", "asked", "answered", "joint", "agreed", "released")
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
                "danger": "forces",
                "first_seen": NOT_STATED,
                "origin": "outlet",
                "spread": "several",
            },
        ),
        Step(OWNER, Ask, {"questions": ["happened", "joint"], "until": "2026-11-22T09:00:00Z"}),
        Step(OWNER, Hold, {"next": "2026-11-22T09:00:00Z"}),
        Step("other", Answer, {"part": 1, "verdict": "false"}),
        Step("other", Answer, {"part": 2, "verdict": "partly", "elements": ["place"]}),
        Step("other", Attribute, {"words": {"en": "The report was made up by others."}}),
        Step(OWNER, Answer, {"part": 1, "verdict": "not_yet", "until": "2026-11-22T12:00:00Z"}),
        Step(OWNER, Propose, {"words": dict.fromkeys(LANGUAGES, "There was no joint operation.")}),
        Step("other", Publish, {"words": dict.fromkeys(LANGUAGES, "We acted alone.")}),
        Step("other", Tell, {"outlet": "A news agency", "means": "statement"}),
        Step(OWNER, Correct, {"words": {"en": "The first answer named the wrong day."}}),
    )

    def check(self, state: Claim | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant: a part that is not there, a private account, more than three questions."""
        match act:
            case Enter() if act.body.get("origin") == "social_media" and (
                act.body.get("outlet") or act.body.get("link")
            ):
                raise Refused("claim.private-account")
            case Ask() if len(act.questions) > MOST_QUESTIONS:
                raise Refused("claim.questions", most=MOST_QUESTIONS)
            case Answer() if state is not None and act.part > len(state.parts):
                raise Refused("claim.no-such-part", part=act.part, parts=len(state.parts))
            case Answer() if act.verdict == "partly" and not act.body.get("elements"):
                raise Refused("claim.partly-which")
            case Answer() if act.verdict == "not_yet" and not act.body.get("until"):
                raise Refused("letter.until-missing", field="until")
            case Sign() | Withdraw() if state is not None:
                check_signature(state, act.digest, at, back=isinstance(act, Withdraw))
            case Consent() if state is not None and act.digest != in_force(state):
                raise Refused("claim.not-agreed")

    def apply(self, state: Claim | None, act: Act, at: Position) -> Claim | None:
        """Fold one act in."""
        if state is None:
            return open_state(Claim, act)
        match act:
            case Answer() if act.part <= len(state.parts):
                return _answered(state, act, at)
            case Propose():
                return put_forward(state, {"words": act.words}, at)
            case Sign():
                return sign(state, act.digest, at)
            case Withdraw():
                return withdraw(state, act.digest, at)
            case Consent() if at.party not in state.consents.get(act.digest, {}):
                given = {**state.consents.get(act.digest, {}), at.party: _said(act, at)}
                return state.replace(consents={**state.consents, act.digest: given})
            case Group() if act.claim not in state.like:
                return state.replace(like=[*state.like, act.claim])
        return _noted(state, act, at)

    def may_follow(self, state: Claim, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        if act is Sign:
            return any(party not in hands for hands in open_texts(state).values())
        if act is Withdraw:
            return any(party in hands for hands in open_texts(state).values())
        digest = in_force(state)
        return act is not Consent or (digest is not None and party not in state.consents.get(digest, {}))

    def facets(self, state: Claim, owner: str, other: str) -> Facets:
        """Return what lists show."""
        waiting = {party for hands in open_texts(state).values() for party in (owner, other) if party not in hands}
        needs = tuple(party for party in (owner, other) if not has_answered(state, party) or party in waiting)
        return Facets(
            title=state.title,
            status=_status(state),
            when=None if state.first_seen == NOT_STATED else state.first_seen,
            urgency=2,
            needs=needs,
            refs=tuple(dict.fromkeys((*state.sources, *state.like, *state.near))),
            text=" ".join(text for part in state.parts for text in part.values()),
        )


def _said(act: Act, at: Position) -> dict[str, Any]:
    return {**act.body, "at": at.at, "party": at.party}


def _answered(state: Claim, act: Answer, at: Position) -> Claim:
    part, said = str(act.part), _said(act, at)
    answer = {name: value for name, value in said.items() if name != "party"}
    latest = {**state.answers, part: {**state.answers.get(part, {}), at.party: answer}}
    return state.replace(answers=latest, history=(*state.history, said))


def _noted(state: Claim, act: Act, at: Position) -> Claim:
    match act:
        case Ask():
            return state.replace(asked=_said(act, at))
        case Attribute():
            return state.replace(attributions={**state.attributions, at.party: act.words})
        case Hold():
            return state.replace(holds={**state.holds, at.party: {"next": act.next, "at": at.at}})
        case Publish():
            return state.replace(lines=(*state.lines, _said(act, at)))
        case Tell():
            return state.replace(told=(*state.told, _said(act, at)))
        case Correct():
            return state.replace(corrections=(*state.corrections, _said(act, at)))
    return state


def _status(state: Claim) -> str:
    digest = in_force(state)
    if len(state.consents.get(digest or "", {})) == 2:
        return "released"
    if digest is not None:
        return "agreed"
    if all(joint_verdict(state, part) for part in range(1, len(state.parts) + 1)):
        return "joint"
    return "answered" if state.answers else "asked" if state.asked else "open"
