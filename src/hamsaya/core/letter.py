"""What all letters share: the header, acknowledgement and the coded answers (message catalogue, common header)."""

from typing import Any, ClassVar, TypeVar, cast

from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    Code,
    Codes,
    Digest,
    Entity,
    Flag,
    Instant,
    Items,
    Record,
    Text,
    When,
    Where,
    parse_instant,
)  # fmt: skip
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, open_state

CHANNELS = ("security", "political", "military", "customs", "trade", "consular", "civil_protection")
TRAFFIC = ("actual", "exercise", "test")
URGENCIES = ("now", "soon", "today", "normal")
URGENCY_REASONS = ("life_in_danger", "shots_across", "return_imminent", "misreading", "spreading", "other")
CERTAINTIES = ("observed", "likely", "possible", "unlikely", "unknown")
BASES = ("own_observation", "own_agency", "other_state", "public_report", "not_stated")
CANNOT = ("road_closed", "weather", "no_means", "law", "higher_leave", "security", "other")
UNCLEAR = ("when", "where", "how_many", "who_acts", "still_going", "which_letter")
SLIPS = ("wrong_place", "wrong_time", "misread", "later_known", "other")
ANSWERS = ("done", "doing", "cannot", "not_ours", "clarify", "need_time", "no_comment")
FINAL = ("done", "cannot", "not_ours", "no_comment")
TIMED = ("doing", "need_time")
"""Answers that say until when the next word comes."""

CLOCK_TOLERANCE = 300
"""Seconds that an event may lie ahead of the writer's clock before the letter is refused as being in the future."""


class Header(Act):
    """The opening act of a letter; each kind adds its own fields after these."""

    takes_files = True
    from_desk = Entity("desk", group="more")
    to_desk = Entity("desk", group="more")
    channel = Code("channel", CHANNELS, default="security", group="more")
    traffic = Code("traffic", TRAFFIC, default="actual", group="more")
    urgency = Code("urgency", URGENCIES, default="normal", group="first")
    urgency_reason = Code("urgency_reason", URGENCY_REASONS, optional=True, group="first")
    happened = When()
    place = Where()
    basis = Code("basis", BASES, default="own_observation", group="more")
    certainty = Code("certainty", CERTAINTIES, default="observed", group="more")
    reply_wanted = Flag(default=True, group="more")
    part_of = Record("incident", optional=True, group="more")
    refs = Items(Record(), most=10, optional=True, group="more")
    text = Text(limit=500, group="note")


class Acknowledge(Act, by=OTHER, roles=("duty", "head")):
    """An officer has seen the letter. To acknowledge is not to accept."""


class Answer(Act, by=OTHER, roles=("duty", "desk", "head")):
    """A coded answer to a letter."""

    takes_files = True
    answer = Code("answer", ANSWERS)
    until = Instant(optional=True)
    reason = Code("cannot", CANNOT, optional=True)
    office = Entity("office", optional=True)
    """Who is competent, where it is not this desk."""
    unclear = Codes("unclear", UNCLEAR, optional=True)
    text = Text(limit=500)


class Close(Act, by=OWNER, roles=("duty", "desk", "head")):
    """The sender has finished with the letter."""


class Correct(Act, by=OWNER, roles=("duty", "desk", "head")):
    """Set a place or a time right that the letter had wrong; what was first written stays in the log."""

    slip = Code("slip", SLIPS)
    place = Where(optional=True)
    happened = When(optional=True)
    text = Text(limit=500)


class Translate(Act, by=EITHER, roles=("duty", "desk", "head")):
    """Set a translation beside a free text: a note that the post signs, never instead of the original."""

    of = Digest()
    """The leaf hash of the entry that holds the text."""
    text = Text(limit=1000)


class Letter(State, frozen=True, kw_only=True):
    """Base of a letter's state: the header, who acknowledged it, and the answers in order."""

    from_desk: str
    to_desk: str
    channel: str
    traffic: str
    urgency: str
    happened: dict[str, str]
    place: dict[str, Any]
    basis: str
    certainty: str
    reply_wanted: bool | str
    urgency_reason: str | None = None
    text: dict[str, str] | None = None
    acknowledged_at: str | None = None
    acknowledged_by: str | None = None
    answers: tuple[dict[str, Any], ...] = ()
    part_of: str | None = None
    refs: list[str] = []  # noqa: RUF012 -- msgspec copies it
    corrections: tuple[dict[str, Any], ...] = ()
    """What was set right, each with the place or time that it replaced."""
    translations: tuple[dict[str, Any], ...] = ()
    closed: bool = False

    @property
    def first_answer(self) -> str | None:
        """Return the instant of the first answer, or None while there is none."""
        return str(self.answers[0]["at"]) if self.answers else None


L = TypeVar("L", bound=Letter)


def fold_letter(state: L, act: Act, at: Position) -> L:
    """Fold in an acknowledgement, an answer or the close; the same state for anything else."""
    match act:
        case Acknowledge() if state.acknowledged_at is None:
            return state.replace(acknowledged_at=at.at, acknowledged_by=at.post)
        case Answer():
            answer = {**act.body, "at": at.at, "post": at.post}
            return state.replace(answers=(*state.answers, answer))
        case Correct():
            return _corrected(state, act, at)
        case Translate():
            return _translated(state, act, at)
        case Close() if not state.closed:
            return state.replace(closed=True)
    return state


def _corrected(state: L, act: Correct, at: Position) -> L:
    new = {name: act.body[name] for name in ("place", "happened") if act.body.get(name)}
    old = {name: getattr(state, name) for name in new}
    if new == old:
        return state
    corrected = {"slip": act.slip, "was": old, "at": at.at, "post": at.post}
    return state.replace(**new, corrections=(*state.corrections, corrected))


def _translated(state: L, act: Translate, at: Position) -> L:
    note = {"of": act.of, "text": act.text, "party": at.party, "post": at.post}
    if note in [{name: each[name] for name in note} for each in state.translations]:
        return state
    return state.replace(translations=(*state.translations, {**note, "at": at.at}))


def check_letter(state: Letter | None, act: Act, at: Position) -> None:
    """Refuse what cannot be meant: level 1 without a reason, a time in the future, an answer without what it needs."""
    if isinstance(act, Header):
        if act.urgency == "now" and not act.urgency_reason:
            raise Refused("letter.reason-missing", field="urgency_reason")
        if act.from_desk == act.to_desk:
            raise Refused("letter.same-desk", field="to_desk")
        check_not_future(act.happened, at)
    if isinstance(act, Answer):
        check_answer(act)
    if isinstance(act, Translate) and not act.text:
        raise Refused("field.missing", field="text")
    if isinstance(act, Correct):
        check_correction(act, at)
    if state is not None and state.closed and not isinstance(act, AFTER_CLOSING):
        raise Refused("letter.closed")


def check_answer(act: Answer) -> None:
    """Refuse an answer without what its code needs: until when, why not, or whose it is then."""
    match act.answer:
        case "doing" | "need_time" if not act.until:
            raise Refused("letter.until-missing", field="until")
        case "cannot" if not act.reason:
            raise Refused("letter.cannot-why", field="reason")
        case "not_ours" if not act.office:
            raise Refused("letter.whose-missing", field="office")


AFTER_CLOSING = (Correct, Translate)
"""What may still be said of a closed letter."""


def check_correction(act: Correct, at: Position) -> None:
    """Refuse a correction that names nothing, and a time that lies ahead."""
    if not (act.place or act.happened):
        raise Refused("letter.nothing-corrected")
    if act.happened:
        check_not_future(act.happened, at)


def check_not_future(happened: dict[str, str], at: Position) -> None:
    """Refuse a time of event that lies ahead of the writer's own clock."""
    moment = happened.get("at", "")
    if moment <= at.at:
        return
    ahead = len(moment) == 20 and (parse_instant(moment) - parse_instant(at.at)).total_seconds() > CLOCK_TOLERANCE
    if ahead or (len(moment) == 10 and moment > at.at[:10]):
        raise Refused("letter.future", field="happened", at=moment)


def letter_status(state: Letter) -> str:
    """Return `open`, `acknowledged`, `answered` or `closed`."""
    if state.closed:
        return "closed"
    if state.answers:
        return "answered"
    return "acknowledged" if state.acknowledged_at else "open"


def letter_may_follow(state: Letter, act: type[Act]) -> bool:
    """Tell whether a page should offer the act on a letter: nothing on a closed one, one acknowledgement."""
    if issubclass(act, AFTER_CLOSING):
        return True
    return not state.closed and not (act is Acknowledge and state.acknowledged_at is not None)


LETTER_STATUSES = ("open", "acknowledged", "answered", "closed")


def promised_by(state: Letter) -> str | None:
    """Return the time that the last answer set its own side ("doing", "need time"); any later answer ends it."""
    last = state.answers[-1] if state.answers and not state.closed else {}
    return str(last["until"]) if last.get("answer") in TIMED and last.get("until") else None


def letter_facets(state: Letter, title: dict[str, str], other: str) -> Facets:
    """Return what lists show of a letter.

    The other side is needed until it acknowledged and, if wanted, answered; and by the time that it stated itself.
    """
    status, promised = letter_status(state), promised_by(state)
    final = any(answer["answer"] in FINAL for answer in state.answers)
    waits = status == "open" or (state.reply_wanted is True and not final and status != "closed")
    return Facets(
        title=title,
        status=status,
        due=promised,
        when=state.happened.get("at"),
        place=place_id(state.place),
        urgency=URGENCIES.index(state.urgency) + 1,
        area="security",
        needs=(other,) if waits or promised else (),
        refs=tuple(dict.fromkeys(each for each in (state.part_of, *state.refs) if each)),
    )


def place_id(place: dict[str, Any]) -> str | None:
    """Return the gazetteer id of a place, where it has one."""
    return place.get("place")


class LetterKind(Kind[L]):
    """Base of kinds whose records are letters and nothing more: header, acknowledgement, coded answers, close."""

    statuses: ClassVar[tuple[str, ...]] = LETTER_STATUSES
    audience, use, section = "DESK", "U1", "desk"

    def title(self, state: L) -> dict[str, str]:
        """Return the letter's title by language."""
        raise NotImplementedError  # pragma: no cover

    def check(self, state: L | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant."""
        check_letter(state, act, at)

    def apply(self, state: L | None, act: Act, at: Position) -> L | None:
        """Fold one act in."""
        if state is None:
            return cast("L", open_state(type(self).state, act))
        return fold_letter(state, act, at)

    def may_follow(self, state: L, act: type[Act], party: str) -> bool:  # noqa: ARG002 -- the signature of every kind
        """Tell whether a page should offer the act now."""
        return letter_may_follow(state, act)

    def facets(self, state: L, owner: str, other: str) -> Facets:  # noqa: ARG002 -- the signature of every kind
        """Return what lists show."""
        return letter_facets(state, self.title(state), other)
