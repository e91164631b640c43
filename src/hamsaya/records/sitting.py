"""Sitting: a meeting of the mechanism from its call to its approved minutes, on which both sides work.

Nothing stops the whole: an item under objection stands with both titles, a reservation stands inside the signed
minutes, silence after thirty days is shown as silence. Day and host change only under both signatures.
"""

from typing import Any

from hamsaya.core import agreement, meeting, proceeding
from hamsaya.core.agreement import AUTHENTIC, BINDING, CHARACTERS
from hamsaya.core.errors import Refused
from hamsaya.core.fields import (
    NOT_STATED,
    Code,
    Day,
    Digest,
    Entity,
    Items,
    Line,
    Party,
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
    Named,
    Position,
    Step,
    digest_of,
    open_state,
    register,
)  # fmt: skip
from hamsaya.core.meeting import DAY, HOST, MINUTES, STATUSES, Meeting
from hamsaya.core.scoring import DIRECTIONS, SCORES

FORMS = ("in_person", "remote", "mixed")
REASONS = ("calendar", "travel", "security", "illness", "elections", "disaster", "other_side", "not_stated")
ITEMS = ("decision", "commitment", "view", "noted")
VIEWS = ("approve", "reserve", "object")
SCORE = Row(
    {
        "commitment": Record("commitment"),
        "party": Party(),
        "score": Code("score", SCORES),
        "direction": Code("direction", DIRECTIONS),
        "evidence": Items(Line(limit=300), optional=True),
    }
)
DESK = ("desk", "head")


class Call(Act, by=OWNER, opens=True, roles=DESK):
    """Call a sitting and offer days for it."""

    number = Line(limit=20)
    title = Wording(limit=160)
    form = Code("sitting_form", FORMS, default="in_person")
    host = Party(optional=True)
    commission = Record("body", optional=True)
    part_of = Record("sitting", optional=True)
    days = Items(Day(), most=6, optional=True)


class OfferDates(Act, by=EITHER, roles=DESK):
    """Offer days; they take the place of those that this side offered before."""

    days = Items(Day(), most=6)


class AcceptDate(Act, by=EITHER, roles=DESK):
    """Accept one of the days that the other side offered."""

    day = Day()


class AddItem(Act, by=EITHER, roles=DESK):
    """Put an item on the agenda."""

    title = Wording(limit=200)
    area = Entity("area", optional=True)
    about = Record(optional=True)


class ObjectItem(Act, by=EITHER, roles=DESK):
    """Object to an item as it is titled: it stands under objection with both titles, and the rest proceeds."""

    item = Digest()
    title = Wording(limit=200)
    ground = Wording(limit=400, optional=True)


class DropItem(Act, by=EITHER, roles=DESK):
    """Take an item of one's own off the agenda, or take back one's objection to the other's."""

    item = Digest()


class Postpone(Act, by=EITHER, roles=("head",)):
    """Propose another day, or none yet; it holds when both have signed it."""

    day = Day(may_be_unstated=True, default=NOT_STATED)
    reason = Code("reason", REASONS)


class ChangeHost(Act, by=EITHER, roles=("head",)):
    """Propose another host than the rule gives; it holds when both have signed it."""

    host = Party()
    reason = Code("reason", REASONS)


class AgreeChange(Act, by=EITHER, roles=("head",)):
    """Sign a change of day or host."""

    digest = Digest()


class SealReport(Act, by=EITHER, roles=DESK, hidden=True):
    """Seal this side's scores: only their digest goes to the other side."""

    digest = Digest()


class OpenReport(Act, by=EITHER, roles=DESK, hidden=True):
    """Open this side's scores once both have sealed."""

    salt = Digest()
    scores = Items(SCORE, most=1000)


class Comment(Act, by=EITHER, roles=("desk",)):
    """Comment on a score in the round of fourteen days."""

    about = Record("commitment")
    words = Wording(limit=600)


class Hold(Act, by=EITHER, roles=DESK):
    """Say that the sitting is held."""

    day = Day()
    venue = Wording(limit=160, optional=True)


class RecordItem(Act, by=EITHER, roles=DESK):
    """Write an item of the minutes, or another wording of one."""

    item = Code("minute", ITEMS)
    text = Wording(limit=1500)
    owner = Entity("office", optional=True)
    limit = Day(may_be_unstated=True, default=NOT_STATED)
    character = Code("character", CHARACTERS, default="agreed_minutes")
    binding = Code("binding", BINDING, default="not_stated")
    about = Record(optional=True, group="more")
    replaces = Digest(optional=True, group="more")


class Reserve(Act, by=EITHER, roles=DESK):
    """Enter a reservation to an item: it is printed inside the minutes, under the item."""

    item = Digest()
    words = Wording(limit=600)


class Present(Act, by=EITHER, roles=DESK):
    """Put the minutes before the chairs: which items in which order, whose reservations, when the next sitting is."""

    items = Items(Digest(), most=200)
    reservations = Items(Row({"item": Digest(), "party": Party(), "words": Wording(limit=600)}), optional=True)
    next_day = Day(may_be_unstated=True, default=NOT_STATED)
    next_host = Party(optional=True)
    reason = Code("reason", REASONS, optional=True)
    authentic = Code("authentic", AUTHENTIC, default="all_equal")


class SignMinutes(Act, by=EITHER, roles=("head",)):
    """Sign as chair exactly the minutes that this digest names."""

    digest = Digest()


class Attest(Act, by=EITHER, roles=DESK):
    """Attest as secretary that these are the minutes."""

    digest = Digest()


class Copy(Act, by=EITHER, roles=DESK):
    """Say that this side's government has its copy."""

    digest = Digest()
    day = Day()


class Approve(Act, by=EITHER, roles=("head",)):
    """Approve the signed minutes, reserve, or object; whoever says nothing is shown as silent."""

    digest = Digest()
    view = Code("approval", VIEWS)
    words = Wording(limit=600, optional=True)


class Explain(Act, by=EITHER, roles=DESK):
    """Say why the sitting that should follow this one is late."""

    reason = Code("reason", REASONS)
    words = Wording(limit=400, optional=True)


class Remind(Act, by=EITHER, hidden=True, roles=DESK):
    """Notice that the sitting after this one is overdue; each node signs its own, once a month."""

    day = Day()
    """The day of this notice."""
    due = Day()
    """The day by which the sitting was due."""


class Sitting(Meeting, frozen=True, kw_only=True):
    """A sitting of the mechanism or of a commission."""


_ITEM: dict[str, Any] = {
    "item": "decision", "text": {"en": "The market opens."}, "limit": "2027-03-01", "character": "agreed_minutes",
    "binding": "no",
}  # fmt: skip
_ITEM_DIGEST = meeting.item_digest(_ITEM, "IR")
_RESERVED = {"item": _ITEM_DIGEST, "party": "PK", "words": {"en": "Subject to funds."}}
_PRESENTED: dict[str, Any] = {
    "items": [_ITEM_DIGEST], "reservations": [_RESERVED], "next_day": "2027-07-01", "next_host": "PK",
    "authentic": "all_equal",
}  # fmt: skip
_MINUTES = digest_of({**_PRESENTED, "topic": MINUTES, "number": "HCM-03"})
_SCORES = [{"commitment": "IR/c04", "party": "IR", "score": "begun", "direction": "up", "evidence": ["Photo"]}]
_SALT = "5a" * 32


@register
class SittingKind(Kind[Sitting]):
    """Sittings."""

    name, state, statuses = "sitting", Sitting, STATUSES
    acts = (
        Call, OfferDates, AcceptDate, AddItem, ObjectItem, DropItem, SealReport, OpenReport, Comment, Hold, RecordItem,
        Reserve, Present, SignMinutes, Attest, Copy, Approve, Postpone, ChangeHost, AgreeChange, Explain, Remind,
    )  # fmt: skip
    audience, use, section = "GOV", "U0", "council"
    example = (
        Step(OWNER, Call, {"number": "HCM-03", "title": {"en": "Third sitting"}, "form": "in_person", "host": "IR"}),
        Step(OWNER, OfferDates, {"days": ["2026-12-20", "2026-12-21"]}),
        Step(OWNER, AddItem, {"title": {"en": "Border markets"}, "area": "markets"}),
        Step(OWNER, ChangeHost, {"host": "PK", "reason": "travel"}),
        Step(OWNER, SealReport, {"digest": meeting.seal_digest(_SCORES, _SALT)}),
        Step(OWNER, OpenReport, {"salt": _SALT, "scores": _SCORES}),
        Step(OWNER, Hold, {"day": "2026-12-20", "venue": {"en": "Foreign ministry"}}),
        Step(OWNER, RecordItem, _ITEM),
        Step(OWNER, Present, _PRESENTED),
        Step(OWNER, SignMinutes, {"digest": _MINUTES}),
        Step(OWNER, Attest, {"digest": _MINUTES}),
        Step(OTHER, AcceptDate, {"day": "2026-12-20"}),
        Step(OTHER, AgreeChange, {"digest": digest_of({"topic": HOST, "host": "PK", "reason": "travel"})}),
        Step(OTHER, ObjectItem, {"item": "0" * 64, "title": {"en": "Markets and crossings"}}),
        Step(OTHER, DropItem, {"item": "0" * 64}),
        Step(OTHER, Comment, {"about": "IR/c04", "words": {"en": "The photo is of another place."}}),
        Step(OTHER, Reserve, {"item": _ITEM_DIGEST, "words": {"en": "Subject to funds."}}),
        Step(OTHER, SignMinutes, {"digest": _MINUTES}),
        Step(OTHER, Attest, {"digest": _MINUTES}),
        Step(OTHER, Copy, {"digest": _MINUTES, "day": "2026-12-22"}),
        Step(OTHER, Approve, {"digest": _MINUTES, "view": "approve"}),
        Step(OTHER, Postpone, {"day": "2026-12-28", "reason": "calendar"}),
        Step(OTHER, Explain, {"reason": "elections", "words": {"en": "A new cabinet is being formed."}}),
        Step(OTHER, Remind, {"day": "2027-07-22", "due": "2027-06-22"}),
    )

    def check(self, state: Sitting | None, act: Act, at: Position) -> None:
        """Refuse what the rules of the cycle exclude; on arrival the same is shown, not refused."""
        if state is None:
            return
        match act:
            case AcceptDate() if not any(act.day in days for name, days in state.offered.items() if name != at.party):
                raise Refused("sitting.day-not-offered")
            case SealReport() | OpenReport():
                _check_report(state, act, at)
            case Present():
                _check_minutes(state, act)
            case SignMinutes() | AgreeChange():
                agreement.check_signature(state, act.digest, at)
            case Remind() if at.party in state.reminders.get(act.day, {}):
                raise Refused("sitting.reminded")
            case Attest() | Approve() | Copy() if act.digest not in state.texts:
                raise Refused("commitment.unknown-text")

    def apply(self, state: Sitting | None, act: Act, at: Position) -> Sitting | None:
        """Fold one act in."""
        if state is None:
            made = open_state(Sitting, act)
            return made.replace(called=at.at, offered={at.party: list(act.body.get("days", ()))})
        match act:
            case OfferDates():
                return meeting.own(state, "offered", act.days, at)
            case AcceptDate():
                return meeting.own(state, "day_accepted", act.day, at)
            case AgreeChange() | SignMinutes():
                return agreement.sign(state, act.digest, at)
            case Present():
                return _present(state, act, at)
            case Remind():
                return meeting.under(state, "reminders", act.day, {"due": act.due, "at": at.at}, at)
            case Comment():
                return state.replace(comments=(*state.comments, meeting.said(act, at)))
            case DropItem() if act.item not in state.dropped.get(at.party, []):
                return meeting.own(state, "dropped", [*state.dropped.get(at.party, []), act.item], at)
        return _by_table(state, act, at)

    def may_follow(self, state: Sitting, act: type[Act], party: str) -> bool:
        """Tell whether the act makes sense now."""
        return proceeding.may_follow(state, act.name(), party)

    def named(self, state: Sitting, act: type[Act], party: str) -> Named:
        """Return the items or the minutes that the act may name."""
        return proceeding.named(state, act.name(), party)

    def facets(self, state: Sitting, owner: str, other: str) -> Facets:
        """Return what lists show."""
        about = [each["about"] for each in (*state.agenda.values(), *state.items.values()) if "about" in each]
        refs = [each for each in (state.commission, state.part_of, *about) if each]
        return Facets(
            title=state.title,
            status=meeting.status(state),
            due=meeting.approval_due(state) if meeting.silence_may_approve(state) else None,
            when=meeting.day_of(state),
            urgency=4,
            needs=meeting.needs(state, (owner, other)),
            refs=tuple(dict.fromkeys(refs)),
            text=state.number,
        )


def _check_report(state: Sitting, act: SealReport | OpenReport, at: Position) -> None:
    if isinstance(act, SealReport):
        if at.party in state.seals:
            raise Refused("sitting.sealed-already")
    elif len(state.seals) < 2:
        raise Refused("sitting.not-both-sealed")
    elif meeting.seal_digest(act.scores, act.salt) != state.seals[at.party]["digest"]:
        raise Refused("sitting.not-as-sealed")


def _check_minutes(state: Sitting, act: Present) -> None:
    if set(act.items) - set(state.items):
        raise Refused("sitting.unknown-item")
    if act.next_day == NOT_STATED and not act.reason:
        raise Refused("sitting.next-missing")
    if act.next_host and act.next_host == meeting.host_of(state) and not act.reason:
        raise Refused("sitting.same-host")


_CHANGES: dict[type[Act], str] = {Postpone: DAY, ChangeHost: HOST}
_LISTS: dict[type[Act], str] = {AddItem: "agenda", RecordItem: "items"}
_UNDER: dict[type[Act], tuple[str, str]] = {
    ObjectItem: ("objections", "item"), Reserve: ("views", "item"), Attest: ("attested", "digest"),
}  # fmt: skip
_OWN: dict[type[Act], str] = {Hold: "held", Copy: "copied", Approve: "approvals", Explain: "delays"}
_ONCE: dict[type[Act], str] = {SealReport: "seals", OpenReport: "reports"}


def _by_table(state: Sitting, act: Act, at: Position) -> Sitting:
    sort = type(act)
    if sort in _CHANGES:
        return agreement.put_forward(state, {**act.body, "topic": _CHANGES[sort]}, at)
    if sort in _LISTS:
        return meeting.add(state, _LISTS[sort], act, at)
    if sort in _UNDER:
        table, key = _UNDER[sort]
        return meeting.under(state, table, act.body[key], meeting.said(act, at), at)
    if sort in _ONCE and at.party in getattr(state, _ONCE[sort]):
        return state
    table = _OWN.get(sort) or _ONCE.get(sort, "")
    return meeting.own(state, table, meeting.said(act, at), at) if table else state


def _present(state: Sitting, act: Present, at: Position) -> Sitting:
    text = {**act.body, "topic": MINUTES, "number": state.number}
    digest = digest_of(text)
    if digest in state.texts:
        return state
    return state.replace(texts={**state.texts, digest: text}, put_up={**state.put_up, digest: at.at})
