"""Commitment: something undertaken, its wording, and what each side says became of it.

Agreement is a derived state: a text is adopted when both parties have signed its digest, which covers wording,
definition of done, scoring guideline, due date, milestones and legal character. A press report adopts nothing. A text
put forward after adoption amends: nothing is reopened in place.
"""

from datetime import date
from typing import Any

from hamsaya.core import agreement, scoring, timed, undertaking
from hamsaya.core.agreement import AUTHENTIC, BINDING, CHARACTERS
from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_STATED,
    Code,
    Codes,
    Day,
    Digest,
    Entity,
    Flag,
    Items,
    Line,
    Number,
    Parties,
    Party,
    Quote,
    Record,
    Row,
    Wording,
)  # fmt: skip
from hamsaya.core.kinds import (
    EITHER,
    OTHER,
    OWNER,
    Act,
    Facets,
    Kind,
    Position,
    Step,
    digest_of,
    open_state,
    register,
)  # fmt: skip
from hamsaya.core.scoring import DIRECTIONS, SCORES
from hamsaya.core.undertaking import ANSWERS, CAUSES, GROUNDS, STATUSES, WORKING, Undertaking

MODALITIES = ("agreed", "pledged", "proposed", "called", "asserted", "event", "principle")
MISSING = (
    "interval", "first_date", "host", "mandate", "date", "which_side", "number", "powers", "acceptance", "measures",
    "which", "definition", "programme", "baseline", "target", "what", "how", "limits", "channel", "frequency", "posts",
    "mechanism", "list", "procedure", "deeds", "venue", "result", "route",
)  # fmt: skip
TEXT = (
    "wording", "authentic", "definition", "guideline", "due", "ambition", "character", "binding", "bound", "offices",
    "milestones", "depends",
)  # fmt: skip
"""What the digest of a text covers."""


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter an undertaking known from a public source: reported, never counted as adopted."""

    number = Line(limit=12)
    title = Wording(limit=160)
    wording = Wording(limit=1000)
    modality = Code("modality", MODALITIES)
    bound = Parties()
    area = Entity("area")
    sources = Items(Record("report"), optional=True)
    places = Items(Line(limit=40), optional=True)
    verifiability = Number(0, 3)
    due = Day(may_be_unstated=True, default=NOT_STATED)
    missing = Codes("missing", MISSING, optional=True)
    restates = Record("commitment", optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Propose(Act, by=EITHER, roles=("desk", "head")):
    """Propose a text for both to sign, or after adoption a text that amends it. Proposing signs it."""

    wording = Wording(limit=1000)
    authentic = Code("authentic", AUTHENTIC, default="all_equal")
    definition = Wording(limit=1000)
    guideline = Wording(limit=1000)
    due = Day(may_be_unstated=True, default=NOT_STATED)
    ambition = Number(1, 3, optional=True)
    character = Code("character", CHARACTERS, default="agreed_minutes")
    binding = Code("binding", BINDING, default="not_stated")
    bound = Parties(optional=True)
    offices = Items(Entity("office"), optional=True, group="more")
    milestones = Items(Row({"words": Wording(limit=300), "due": Day()}), most=12, optional=True, group="more")
    depends = Items(Record("commitment"), optional=True, group="more")


class Adopt(Act, by=EITHER, roles=("desk", "head")):
    """Sign exactly the text that this digest names."""

    digest = Digest()


class Withdraw(Act, by=EITHER, roles=("desk", "head")):
    """Take back one's own signature from a text that the other has not accepted."""

    digest = Digest()


class Score(Act, by=EITHER, roles=("desk",)):
    """Say how far a party's duty has come, with evidence; a score without evidence shows as claimed."""

    party = Party()
    score = Code("score", SCORES)
    direction = Code("direction", DIRECTIONS, default="same")
    evidence = Items(Line(limit=300), optional=True)
    sitting = Record("sitting", optional=True)
    reopens = Wording(limit=400, optional=True, group="more")


class Retract(Act, by=EITHER, roles=("desk",)):
    """Take back a piece of one's own evidence: the score stays and shows as claimed."""

    evidence = Line(limit=300)
    ground = Wording(limit=400)


class Meet(Act, by=EITHER, roles=("desk",)):
    """Say that a milestone of the text in force is met."""

    takes_files = True
    milestone = Number(1, 12)
    evidence = Items(Line(limit=300), optional=True)


class Deliver(Act, by=EITHER, roles=("desk", "head")):
    """Say that one's own duty is delivered: the output is there."""

    takes_files = True
    evidence = Items(Line(limit=300))
    words = Wording(limit=600, optional=True)


class AcceptDelivery(Act, by=EITHER, roles=("desk", "head")):
    """Accept that the other side has delivered its duty."""

    party = Party()


class CheckWorking(Act, by=EITHER, roles=("desk",)):
    """Say, ninety days after delivery and at each sitting since, whether it works."""

    working = Code("working", WORKING)
    evidence = Items(Line(limit=300), optional=True)
    words = Wording(limit=600, optional=True)


class Suspend(Act, by=EITHER, roles=("desk", "head")):
    """Suspend one's own part, with the reason and the day on which it is looked at again."""

    ground = Wording(limit=600)
    review = Day()


class Resume(Act, by=EITHER, roles=("desk", "head")):
    """Take up again what one had suspended."""


class Block(Act, by=EITHER, roles=("desk",)):
    """Say what blocks it: by whom is this side's word."""

    cause = Code("cause", CAUSES)
    words = Wording(limit=600, optional=True)


class Unblock(Act, by=EITHER, roles=("desk",)):
    """Say that what one had called a block is gone."""


class Answer(Act, by=EITHER, roles=("desk", "head")):
    """Give this side's answer on the item before a sitting; left blank, the clock signs "no answer"."""

    answer = Code("item", ANSWERS)
    until = Day(optional=True)
    words = Wording(limit=600, optional=True)
    sitting = Record("sitting", optional=True)


class Close(Act, by=EITHER, roles=("desk", "head")):
    """Close it: closed when both say so."""

    ground = Code("closing", GROUNDS)


class Dispute(Act, by=EITHER, roles=("desk", "head")):
    """Say that one does not share the other side's account, and why."""

    ground = Wording(limit=800)


class Settle(Act, by=EITHER, roles=("desk", "head")):
    """Take back one's own dispute: only who raised it may."""


class Restate(Act, by=EITHER, roles=("desk",)):
    """Link this undertaking to an earlier one that it says again: a slip, unless a milestone had been met."""

    restates = Record("commitment")
    kept_pace = Flag(optional=True)


class Cite(Act, by=EITHER, roles=("desk",)):
    """Set a further source beside this undertaking, in its own words and its own modality: nothing is averaged."""

    modality = Code("modality", MODALITIES)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Commitment(Undertaking, frozen=True, kw_only=True):
    """An undertaking: as reported, the texts put forward and who signed which, and each side's account."""

    number: str
    title: dict[str, str]
    wording: dict[str, str]
    modality: str
    area: str
    verifiability: int
    sources: list[str] = []
    places: list[str] = []
    missing: list[str] = []
    quotes: list[dict[str, Any]] = []
    cites: tuple[dict[str, Any], ...] = ()
    """Further sources, each as its act said it, with who set it here."""


def text_of(act: Propose) -> dict[str, Any]:
    """Return what the digest of a proposal covers."""
    return {name: act.body[name] for name in TEXT if name in act.body}


def _refs(state: Commitment) -> tuple[str, ...]:
    cited = [source for cite in state.cites for source in cite.get("sources", ())]
    depends = undertaking.text_in_force(state).get("depends", ())
    return tuple(dict.fromkeys((*state.sources, *cited, *depends, *((state.restates,) if state.restates else ()))))


@register
class CommitmentKind(Kind[Commitment]):
    """Undertakings and what became of them."""

    name, state = "commitment", Commitment
    acts = (
        Enter, Propose, Adopt, Withdraw, Deliver, AcceptDelivery, CheckWorking, Meet, Score, Retract, Answer, Block,
        Unblock, Suspend, Resume, Dispute, Settle, Close, Restate, Cite,
    )  # fmt: skip
    statuses = STATUSES
    audience, use, section = "GOV", "U0", "council"
    _text = {
        "wording": {"en": "Open the market.", "fa": "بازارچه گشوده شود.", "ur": "منڈی کھولی جائے۔"},
        "authentic": "all_equal",
        "definition": {"en": "Traders of both sides have sold there on ten days."},
        "guideline": {"en": "1: site chosen. 2: built. 3: traders of both sides have sold on ten days."},
        "due": "2027-03-01",
        "ambition": 2,
        "milestones": [{"words": {"en": "The site is chosen."}, "due": "2027-01-10"}],
        "character": "agreed_minutes",
        "binding": "no",
    }
    example = (
        Step(
            OWNER,
            Enter,
            {
                "number": "C90",
                "title": {"en": "Open the border market", "fa": "گشایش بازارچهٔ مرزی", "ur": "سرحدی منڈی کا افتتاح"},
                "wording": {"en": "A market is to be opened."},
                "modality": "agreed",
                "bound": ["IR"],
                "area": "markets",
                "verifiability": 2,
                "due": NOT_STATED,
                "missing": ["date", "definition"],
            },
        ),
        Step(OWNER, Propose, _text),
        Step(OTHER, Adopt, {"digest": digest_of(_text)}),
        Step(
            OTHER,
            Score,
            {"party": "IR", "score": "begun", "direction": "up", "evidence": ["Foundation laid, photo of the place"]},
        ),
        Step(OWNER, Dispute, {"ground": {"en": "Our inspectors found no building."}}),
        Step(OWNER, Settle),
        Step(OWNER, Meet, {"milestone": 1, "evidence": ["Decision of the land office"]}),
        Step(OWNER, Suspend, {"ground": {"en": "Floods closed the road."}, "review": "2027-02-01"}),
        Step(OWNER, Resume),
        Step(OWNER, Deliver, {"evidence": ["Photo of the open gate"]}),
        Step(OWNER, Restate, {"restates": "IR/earlier", "kept_pace": True}),
        Step(
            OTHER,
            Retract,
            {"evidence": "Foundation laid, photo of the place", "ground": {"en": "The photo was older."}},
        ),
        Step(OTHER, Block, {"cause": "funds", "words": {"en": "The budget was cut."}}),
        Step(OTHER, Unblock),
        Step(OTHER, Answer, {"answer": "late_until", "until": "2027-04-01"}),
        Step(OTHER, AcceptDelivery, {"party": "IR"}),
        Step(OTHER, CheckWorking, {"working": "partly", "words": {"en": "Open on three days a week."}}),
        Step(OTHER, Close, {"ground": "working"}),
        Step(
            OTHER,
            Cite,
            {
                "modality": "proposed",
                "sources": ["PK/example"],
                "quotes": [{"source": "PK/example", "start": 10, "end": 22, "text": "a new market", "rule": "plan-to"}],
            },
        ),
    )

    def check(self, state: Commitment | None, act: Act, at: Position) -> None:
        """Refuse what could only mislead: signing what nobody put forward, a date in the past, an answer half given."""
        if state is None:
            return
        match act:
            case Adopt() | Withdraw():
                agreement.check_signature(state, act.digest, at, back=isinstance(act, Withdraw))
            case Propose() if act.due != NOT_STATED and act.due < at.at[:10]:
                raise Refused("commitment.due-past")
            case AcceptDelivery() if act.party not in state.delivered or act.party == at.party:
                raise Refused("commitment.nothing-delivered")
            case CheckWorking() if not timed.counts_as_delivered(state, date.fromisoformat(at.at[:10])):
                raise Refused("commitment.not-delivered")
            case Score() if act.reopens and not act.evidence:
                raise Refused("field.missing", field="evidence")
            case Answer() if act.answer == "late_until" and not act.until:
                raise Refused("field.missing", field="until")
            case Answer() if act.answer in ("blocked_by", "not_pursued") and not act.words:
                raise Refused("field.missing", field="words")
            case Meet() if act.milestone > len(undertaking.text_in_force(state).get("milestones", ())):
                raise Refused("commitment.no-milestone")

    def apply(self, state: Commitment | None, act: Act, at: Position) -> Commitment | None:
        """Fold one act in."""
        if state is None:
            return open_state(Commitment, act)
        match act:
            case Propose():
                return agreement.put_forward(state, text_of(act), at)
            case Adopt():
                return agreement.sign(state, act.digest, at)
            case Withdraw():
                return agreement.withdraw(state, act.digest, at)
            case Score():
                return scoring.score(state, act, at)
            case Retract():
                return scoring.retract(state, act, at)
            case Dispute():
                return state.replace(disputes={**state.disputes, at.party: act.ground})
            case Cite() if {**act.body, "party": at.party} not in state.cites:
                return state.replace(cites=(*state.cites, {**act.body, "party": at.party}))
            case Restate() if act.restates != state.restates:
                return state.replace(restates=act.restates, kept_pace=act.kept_pace is True)
        return self._progress(state, act, at)

    def _progress(self, state: Commitment, act: Act, at: Position) -> Commitment:
        match act:
            case Deliver():
                return undertaking.deliver(state, act, at)
            case AcceptDelivery():
                return undertaking.accept(state, act, at)
            case CheckWorking():
                return state.replace(checks=(*state.checks, undertaking.said(act, at)))
            case Meet() if str(act.milestone) not in state.milestones:
                return state.replace(milestones={**state.milestones, str(act.milestone): undertaking.said(act, at)})
            case Answer():
                return state.replace(answers=(*state.answers, undertaking.said(act, at)))
        if type(act) in _SETS:
            return undertaking.put(state, _SETS[type(act)], act, at)
        return undertaking.take(state, _TAKES[type(act)], at) if type(act) in _TAKES else state

    def may_follow(self, state: Commitment, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        return undertaking.may_follow(state, act.name(), party)

    def facets(self, state: Commitment, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status=undertaking.status(state),
            due=undertaking.next_day(state),
            area=state.area,
            urgency=4,
            needs=undertaking.needs(state, owner, other),
            refs=_refs(state),
            text=" ".join((state.number, *state.wording.values())),
        )


_SETS: dict[type[Act], str] = {Suspend: "suspended", Block: "blocked", Close: "closing"}
_TAKES: dict[type[Act], str] = {Resume: "suspended", Unblock: "blocked", Settle: "disputes"}
