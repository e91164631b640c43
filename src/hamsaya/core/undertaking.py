"""What became of something undertaken: delivered and working, side states, answers, slips. Pure and without a clock.

*Delivered* is the output, accepted by the other side; *working* is the outcome, looked at after ninety days and again
at each sitting. Each side's word stands alone: a block names who says so, a suspension who suspended.
"""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, TypeVar

from hamsaya.core.agreement import Agreeing, adopted, adopted_at, in_force, must_sign, open_texts, too_late
from hamsaya.core.fields import NOT_STATED
from hamsaya.core.kinds import Act, Position

ANSWERS = ("done", "on_time", "late_until", "blocked_by", "not_pursued", "not_ours")
WORKING = ("yes", "partly", "no")
CAUSES = ("own_side", "other_side", "third_party", "funds", "law", "security", "weather", "other")
GROUNDS = ("working", "overtaken", "replaced", "not_pursued")
CHECK_AFTER = timedelta(days=90)
STATUSES = (
    "reported", "proposed", "adopted", "said_delivered", "delivered", "working", "suspended", "blocked", "disputed",
    "closed",
)  # fmt: skip


class Undertaking(Agreeing, frozen=True, kw_only=True):
    """The part of a commitment that says how it goes."""

    bound: list[str]
    due: str
    restates: str | None = None
    kept_pace: bool = False
    """A milestone of the earlier undertaking had been met: restating it is no slip."""
    delivered: dict[str, dict[str, Any]] = {}
    """Whose duty, to what was said on delivery."""
    accepted: dict[str, dict[str, Any]] = {}
    """Whose delivery, to the other side's acceptance."""
    milestones: dict[str, dict[str, Any]] = {}
    """Number of the milestone in the text in force, to who said it is met."""
    checks: tuple[dict[str, Any], ...] = ()
    suspended: dict[str, dict[str, Any]] = {}
    blocked: dict[str, dict[str, Any]] = {}
    disputes: dict[str, dict[str, str]] = {}
    answers: tuple[dict[str, Any], ...] = ()
    closing: dict[str, dict[str, Any]] = {}
    scores: dict[str, dict[str, dict[str, Any]]] = {}
    """Whose duty, to who scored it, to the latest score."""
    earlier_scores: tuple[dict[str, Any], ...] = ()
    """Scores that a later one replaced, the oldest first."""
    retracted: tuple[dict[str, Any], ...] = ()


U = TypeVar("U", bound=Undertaking)


def said(act: Act, at: Position) -> dict[str, Any]:
    """Return what an act says, with who said it and when by the writer's clock."""
    return {**act.body, "by": at.party, "at": at.at}


def deliver(state: U, act: Act, at: Position) -> U:
    """Say that one's own duty is delivered; what is said again stands in its place."""
    if at.party not in state.bound:
        return state
    return state.replace(delivered={**state.delivered, at.party: said(act, at)})


def accept(state: U, act: Act, at: Position) -> U:
    """Accept the other side's delivery; it stands whichever of the two acts a node folds first."""
    party = act.body["party"]
    if party == at.party or party in state.accepted:
        return state
    return state.replace(accepted={**state.accepted, party: said(act, at)})


def put(state: U, name: str, act: Act, at: Position) -> U:
    """Set one's own entry in a table of side states; the same again changes nothing."""
    table: dict[str, dict[str, Any]] = getattr(state, name)
    if {key: value for key, value in table.get(at.party, {}).items() if key not in ("by", "at")} == dict(act.body):
        return state
    return state.replace(**{name: {**table, at.party: said(act, at)}})


def take(state: U, name: str, at: Position) -> U:
    """Take one's own entry out of a table of side states: only who set it may."""
    table: Mapping[str, Any] = getattr(state, name)
    if at.party not in table:
        return state
    return state.replace(**{name: {party: value for party, value in table.items() if party != at.party}})


def text_in_force(state: Undertaking) -> dict[str, Any]:
    """Return the text that both have signed; empty before there is one."""
    return state.texts.get(in_force(state) or "", {})


def due_day(state: Undertaking) -> str:
    """Return the due date in force, or as reported where nothing is adopted; `not-stated` where there is none."""
    return str(text_in_force(state).get("due", state.due))


def is_delivered(state: Undertaking) -> bool:
    """Tell whether every bound side has delivered and the other accepted it."""
    return bool(state.bound) and set(state.bound) <= set(state.accepted) & set(state.delivered)


def is_working(state: Undertaking) -> bool:
    """Tell whether it is delivered and the latest look of each side found it working."""
    latest = {check["by"]: check["working"] for check in state.checks}
    return is_delivered(state) and len(latest) == 2 and set(latest.values()) == {"yes"}


def next_check(state: Undertaking) -> str | None:
    """Return the day of the next look at whether it works: ninety days after delivery, then after the last look."""
    if not is_delivered(state) or is_working(state):
        return None
    moments = [each["at"] for each in state.accepted.values()] + [check["at"] for check in state.checks]
    return (date.fromisoformat(max(moments)[:10]) + CHECK_AFTER).isoformat()


def course(state: Undertaking) -> tuple[str | None, str | None, str | None]:
    """Return the days on which it was agreed, delivered and found working, None for each that has not happened."""
    signed = adopted(state)
    agreed = adopted_at(state, signed[0])[:10] if signed else None
    done = max(each["at"] for each in state.accepted.values())[:10] if is_delivered(state) else None
    works = max(check["at"] for check in state.checks)[:10] if is_working(state) else None
    return agreed or None, done, works


def slips(state: Undertaking) -> int:
    """Return how often the promise moved: adopted again with a later due date or none, or restated without progress."""
    dues = [str(state.texts[digest].get("due", NOT_STATED)) for digest in adopted(state)]
    moved = sum(1 for one, two in pairwise(dues) if two > one and one != NOT_STATED)
    return moved + bool(state.restates and not state.kept_pace)


def status(state: Undertaking) -> str:
    """Return the one status that lists show; `side_states` has the rest."""
    tests = (
        (len(state.closing) == 2, "closed"),
        (bool(state.disputes), "disputed"),
        (bool(state.suspended), "suspended"),
        (bool(state.blocked), "blocked"),
        (is_working(state), "working"),
        (is_delivered(state), "delivered"),
        (bool(state.delivered), "said_delivered"),
        (in_force(state) is not None, "adopted"),
        (bool(open_texts(state)), "proposed"),
    )
    return next((name for holds, name in tests if holds), "reported")


def side_states(state: Undertaking) -> tuple[str, ...]:
    """Return every side state that holds now, in a fixed order."""
    tests = (
        (state.restates is not None, "restated"),
        (len(adopted(state)) > 1, "amended"),
        (bool(state.suspended), "suspended"),
        (bool(state.blocked), "blocked"),
        (bool(state.disputes), "disputed"),
        (any(each["answer"] == "not_pursued" for each in latest_answers(state).values()), "not_pursued"),
        (is_withdrawn(state), "withdrawn"),
    )
    return tuple(name for holds, name in tests if holds)


def is_withdrawn(state: Undertaking) -> bool:
    """Tell whether a text was put forward and taken back, and none is open or in force since."""
    return bool(state.withdrawn) and in_force(state) is None and not open_texts(state)


def oddities(state: Undertaking) -> tuple[tuple[str, str], ...]:
    """Return what is odd about the signatures, as (code, digest): shown for what it is, the same on both nodes."""
    late = [("accepted_after_withdrawal", digest) for digest in too_late(state)]
    past = [
        ("due_before_adoption", digest)
        for digest in adopted(state)
        if str(state.texts[digest].get("due", NOT_STATED)) < adopted_at(state, digest)[:10]
    ]
    return (*late, *past)


def latest_answers(state: Undertaking, sitting: str | None = None) -> dict[str, dict[str, Any]]:
    """Return each side's latest answer, or its latest for that sitting."""
    return {each["by"]: each for each in state.answers if sitting is None or each.get("sitting") == sitting}


def needs(state: Undertaking, owner: str, other: str) -> tuple[str, ...]:
    """Return who must act next: sign an open text, accept a delivery, close what the other closed."""
    across = {owner: other, other: owner}
    waiting = must_sign(state, (owner, other))
    waiting |= {across[party] for party in state.delivered if party in across and party not in state.accepted}
    if len(state.closing) == 1:
        waiting |= {across[party] for party in state.closing if party in across}
    return () if len(state.closing) == 2 else tuple(sorted(waiting))


def next_day(state: Undertaking) -> str | None:
    """Return the day that lists show: of the review, of the next look, or the due date; None where there is none."""
    if len(state.closing) == 2 or is_working(state):
        return None
    reviews = [each["review"] for each in state.suspended.values()]
    day = max(reviews, default="") or next_check(state) or due_day(state)
    return None if day == NOT_STATED else day


def _unsigned(state: Undertaking, party: str) -> bool:
    return any(party not in signed for signed in open_texts(state).values())


_FOLLOWS: dict[str, Callable[[Undertaking, str], bool]] = {
    "adopt": _unsigned,
    "withdraw": lambda state, party: any(party in signed for signed in open_texts(state).values()),
    "retract": lambda state, party: any(party in given for given in state.scores.values()),
    "deliver": lambda state, _party: in_force(state) is not None,
    "accept-delivery": lambda state, party: any(whose != party for whose in state.delivered),
    "check-working": lambda state, _party: bool(state.delivered),
    "meet": lambda state, _party: bool(text_in_force(state).get("milestones")),
    "suspend": lambda state, party: in_force(state) is not None and party not in state.suspended,
    "resume": lambda state, party: party in state.suspended,
    "unblock": lambda state, party: party in state.blocked,
    "close": lambda state, party: in_force(state) is not None and party not in state.closing,
    "settle": lambda state, party: party in state.disputes,
}


def may_follow(state: Undertaking, act: str, party: str) -> bool:
    """Tell whether the act makes sense now for that party, by its wire name: what pages offer."""
    return _FOLLOWS[act](state, party) if act in _FOLLOWS else True
