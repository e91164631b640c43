"""Withdrawal: the originator takes back what it sent; the other node destroys the content and signs that it did.

What remains on both sides is id, hash, kind and times. The other side may refuse, which is shown, and silence shows
as silence.
"""

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Code, Number, Record
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.text import in_all

REASONS = ("sent_by_mistake", "wrong", "harm_to_a_person", "law", "other")
GROUNDS = ("agreed_record", "law_requires", "inquiry")


class Withdraw(Act, by=OWNER, opens=True, roles=("duty", "desk", "head", "spokesperson"), hidden=True):
    """Withdraw one's own record."""

    about = Record()
    reason = Code("withdrawal", REASONS)


class Confirm(Act, by=OTHER, roles=("duty", "desk", "head"), hidden=True):
    """The node confirms that the content is destroyed: how many entries are now a hash alone."""

    entries = Number(0, 1_000_000)


class Refuse(Act, by=OTHER, roles=("head",)):
    """Refuse to destroy it, with the ground."""

    ground = Code("withdrawal_ground", GROUNDS)


class Withdrawal(State, frozen=True):
    """What was withdrawn, and what the other side said."""

    about: str
    reason: str
    confirmed_at: str = ""
    entries: int = 0
    refused_at: str = ""
    ground: str = ""


@register
class WithdrawalKind(Kind[Withdrawal]):
    """Withdrawals (message catalogue 27)."""

    name, state, acts = "withdrawal", Withdrawal, (Withdraw, Confirm, Refuse)
    statuses = ("asked", "confirmed", "refused")
    audience, use, section = "GOV", "U1", "council"
    example = (
        Step(OWNER, Withdraw, {"about": "IR/letter-12", "reason": "sent_by_mistake"}),
        Step(OTHER, Refuse, {"ground": "inquiry"}),
        Step(OTHER, Confirm, {"entries": 3}),
    )

    def check(self, state: Withdrawal | None, act: Act, at: Position) -> None:
        """Refuse the withdrawal of what the other side sent."""
        if isinstance(act, Withdraw) and act.about.partition("/")[0] != at.party:
            raise Refused("withdrawal.not-ours", record=act.about)

    def apply(self, state: Withdrawal | None, act: Act, at: Position) -> Withdrawal | None:
        """Fold one act in."""
        if state is None:
            is_own = act.body["about"].partition("/")[0] == at.party
            return open_state(Withdrawal, act) if is_own else None
        match act:
            case Confirm() if not state.confirmed_at:
                return state.replace(confirmed_at=at.at, entries=act.entries)
            case Refuse() if not state.confirmed_at and not state.refused_at:
                return state.replace(refused_at=at.at, ground=act.ground)
        return state

    def may_follow(self, state: Withdrawal, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        return not state.confirmed_at and not state.refused_at

    def facets(self, state: Withdrawal, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "confirmed" if state.confirmed_at else "refused" if state.refused_at else "asked"
        return Facets(
            title=in_all("kind.withdrawal"),
            status=status,
            urgency=2,
            needs=(other,) if status == "asked" else (),
            refs=(state.about,),
        )
