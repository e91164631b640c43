"""Commitment: something undertaken, its wording, and what each side says became of it.

Agreement is a derived state: a text is adopted when both parties have signed its digest, which covers wording,
definition of done, due date and legal character. A press report adopts nothing. Where one side withdraws while the
other accepts, the acceptance counts if its writer had not yet seen the withdrawal (protocol, joint records).
"""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_STATED,
    Code,
    Codes,
    Day,
    Digest,
    Entity,
    Items,
    Line,
    Number,
    Parties,
    Party,
    Quote,
    Record,
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
    State,
    Step,
    digest_of,
    open_state,
    register,
)

MODALITIES = ("agreed", "pledged", "proposed", "called", "asserted", "event", "principle")
CHARACTERS = (
    "treaty",
    "memorandum_of_understanding",
    "agreed_minutes",
    "joint_statement",
    "one_sided_statement",
    "press_report_only",
)
BINDING = ("yes", "no", "not_stated")
AUTHENTIC = ("all_equal", "en", "fa", "ur")
MISSING = (
    "interval", "first_date", "host", "mandate", "date", "which_side", "number", "powers", "acceptance", "measures",
    "which", "definition", "programme", "baseline", "target", "what", "how", "limits", "channel", "frequency", "posts",
    "mechanism", "list", "procedure", "deeds", "venue", "result", "route",
)  # fmt: skip
SCORES = ("not_begun", "begun", "well_advanced", "done", "no_evidence")
DIRECTIONS = ("up", "same", "down")


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
    """Propose a text for both to sign: wording, definition of done, due date, legal character. Proposing signs it."""

    wording = Wording(limit=1000)
    authentic = Code("authentic", AUTHENTIC, default="all_equal")
    definition = Wording(limit=1000)
    due = Day(may_be_unstated=True, default=NOT_STATED)
    character = Code("character", CHARACTERS, default="agreed_minutes")
    binding = Code("binding", BINDING, default="not_stated")
    offices = Items(Entity("office"), optional=True)


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


class Dispute(Act, by=EITHER, roles=("desk", "head")):
    """Say that one does not share the other side's account, and why."""

    ground = Wording(limit=800)


class Settle(Act, by=EITHER, roles=("desk", "head")):
    """Take back one's own dispute: only who raised it may."""


class Restate(Act, by=EITHER, roles=("desk",)):
    """Link this undertaking to an earlier one that it says again."""

    restates = Record("commitment")


class Cite(Act, by=EITHER, roles=("desk",)):
    """Set a further source beside this undertaking, in its own words and its own modality: nothing is averaged."""

    modality = Code("modality", MODALITIES)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Commitment(State, frozen=True):
    """An undertaking: as reported, the texts put forward and who signed which, and each side's account."""

    number: str
    title: dict[str, str]
    wording: dict[str, str]
    modality: str
    bound: list[str]
    area: str
    verifiability: int
    due: str
    sources: list[str] = []
    places: list[str] = []
    missing: list[str] = []
    restates: str | None = None
    quotes: list[dict[str, Any]] = []
    cites: tuple[dict[str, Any], ...] = ()
    """Further sources, each as its act said it, with who set it here."""
    texts: dict[str, dict[str, Any]] = {}
    """Text by digest."""
    signed: dict[str, dict[str, list[int]]] = {}
    """Digest to party to [index in that party's log, size it had seen of the other's]."""
    withdrawn: dict[str, dict[str, int]] = {}
    """Digest to party to index of the withdrawal."""
    scores: dict[str, dict[str, dict[str, Any]]] = {}
    """Whose duty, to who scored it, to the score."""
    disputes: dict[str, dict[str, str]] = {}


def text_of(act: Propose) -> dict[str, Any]:
    """Return what the digest of a proposal covers."""
    names = ("wording", "authentic", "definition", "due", "character", "binding", "offices")
    return {name: act.body[name] for name in names if name in act.body}


def _set(table: dict[str, dict[str, Any]], key: str, party: str, value: object) -> dict[str, dict[str, Any]]:
    return {**table, key: {**table.get(key, {}), party: value}}


def _stands(state: Commitment, digest: str, party: str, others: list[int]) -> bool:
    """Tell whether a party's signature stands: not withdrawn, or withdrawn after the other had accepted unseeing."""
    index = state.withdrawn.get(digest, {}).get(party)
    return index is None or others[1] <= index


def adopted_digest(state: Commitment) -> str | None:
    """Return the digest of the text in force: signed by both, the newest by the first signatory's log."""
    standing = []
    for digest, signatures in state.signed.items():
        if digest not in state.texts or len(signatures) != 2:
            continue
        (one, mine), (two, theirs) = sorted(signatures.items())
        if _stands(state, digest, one, theirs) and _stands(state, digest, two, mine):
            standing.append((mine[0], theirs[0], digest))
    return max(standing)[2] if standing else None


def open_proposals(state: Commitment) -> dict[str, tuple[str, ...]]:
    """Return digests that stand proposed and not adopted, with who has signed each."""
    adopted = adopted_digest(state)
    found = {}
    for digest in state.texts:
        parties = set(state.signed.get(digest, {})) - set(state.withdrawn.get(digest, {}))
        if parties and digest != adopted:
            found[digest] = tuple(sorted(parties))
    return found


def _refs(state: Commitment) -> tuple[str, ...]:
    cited = [source for cite in state.cites for source in cite.get("sources", ())]
    return tuple(dict.fromkeys((*state.sources, *cited, *((state.restates,) if state.restates else ()))))


def _who_must_sign(proposed: dict[str, tuple[str, ...]], owner: str, other: str) -> tuple[str, ...]:
    return tuple(sorted({party for signed in proposed.values() for party in (owner, other) if party not in signed}))


@register
class CommitmentKind(Kind[Commitment]):
    """Undertakings and what became of them."""

    name, state = "commitment", Commitment
    acts = (Enter, Propose, Adopt, Withdraw, Score, Dispute, Settle, Restate, Cite)
    statuses = ("reported", "proposed", "adopted", "disputed")
    audience, use, section = "GOV", "U0", "council"
    _text = {
        "wording": {"en": "Open the market.", "fa": "بازارچه گشوده شود.", "ur": "منڈی کھولی جائے۔"},
        "authentic": "all_equal",
        "definition": {"en": "Traders of both sides have sold there on ten days."},
        "due": "2027-03-01",
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
                "wording": {
                    "en": "A market is to be opened.",
                    "fa": "بازارچه‌ای گشوده خواهد شد.",
                    "ur": "ایک منڈی کھولی جائے گی۔",
                },
                "modality": "agreed",
                "bound": ["IR", "PK"],
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
            {"party": "PK", "score": "begun", "direction": "up", "evidence": ["Foundation laid, photo of the place"]},
        ),
        Step(OWNER, Dispute, {"ground": {"en": "Our inspectors found no building."}}),
        Step(OWNER, Settle),
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
        """Refuse a signature under a text nobody put forward, and a withdrawal after adoption."""
        if state is None:
            return
        if isinstance(act, Adopt | Withdraw) and act.digest not in state.texts:
            raise Refused("commitment.unknown-text")
        if isinstance(act, Adopt) and set(state.withdrawn.get(act.digest, {})) - {at.party}:
            raise Refused("commitment.text-withdrawn")
        if isinstance(act, Withdraw) and adopted_digest(state) == act.digest:
            raise Refused("commitment.already-adopted")
        if isinstance(act, Propose) and act.due != NOT_STATED and act.due < at.at[:10]:
            raise Refused("commitment.due-past")

    def apply(self, state: Commitment | None, act: Act, at: Position) -> Commitment | None:
        """Fold one act in."""
        if state is None:
            return open_state(Commitment, act)
        match act:
            case Propose():
                text = text_of(act)
                after = self._sign(state, digest_of(text), at)
                return after if after is state else after.replace(texts={**state.texts, digest_of(text): text})
            case Adopt():
                return self._sign(state, act.digest, at)
            case Withdraw():
                return self._withdraw(state, act.digest, at)
            case Score():
                given = {name: act.body[name] for name in ("score", "direction", "evidence") if name in act.body}
                return state.replace(scores=_set(state.scores, act.party, at.party, {**given, "at": at.at}))
            case Dispute():
                return state.replace(disputes={**state.disputes, at.party: act.ground})
            case Settle() if at.party in state.disputes:
                return state.replace(disputes={p: words for p, words in state.disputes.items() if p != at.party})
            case Cite() if {**act.body, "party": at.party} not in state.cites:
                return state.replace(cites=(*state.cites, {**act.body, "party": at.party}))
            case Restate() if act.restates != state.restates:
                return state.replace(restates=act.restates)
        return state

    def _sign(self, state: Commitment, digest: str, at: Position) -> Commitment:
        if at.party in state.signed.get(digest, {}):
            return state
        return state.replace(signed=_set(state.signed, digest, at.party, [at.index, at.seen]))

    def _withdraw(self, state: Commitment, digest: str, at: Position) -> Commitment:
        if at.party not in state.signed.get(digest, {}) or at.party in state.withdrawn.get(digest, {}):
            return state
        return state.replace(withdrawn=_set(state.withdrawn, digest, at.party, at.index))

    def facets(self, state: Commitment, owner: str, other: str) -> Facets:
        """Return what lists show."""
        adopted = adopted_digest(state)
        proposed = open_proposals(state)
        status = "disputed" if state.disputes else "adopted" if adopted else "proposed" if proposed else "reported"
        due = state.texts[adopted]["due"] if adopted else state.due
        return Facets(
            title=state.title,
            status=status,
            due=None if due == NOT_STATED else due,
            area=state.area,
            urgency=4,
            needs=_who_must_sign(proposed, owner, other),
            refs=_refs(state),
            text=" ".join((state.number, *state.wording.values())),
        )
