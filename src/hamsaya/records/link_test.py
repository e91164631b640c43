"""Link test: a desk says at its fixed hour that it is there; the other desk answers, and silence is itself news."""

from hamsaya.core.fields import Code, Instant, Number
from hamsaya.core.fields.reference import Entity
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, register
from hamsaya.core.text import in_all

DESK_STATES = ("staffed", "single", "remote")


class Test(Act, by=OWNER, opens=True, roles=("duty",)):
    """The desk's word that it can be reached."""

    desk = Entity("desk")
    counter = Number(1)
    desk_state = Code("desk", DESK_STATES)
    sent = Instant()


class Answer(Act, by=OTHER, roles=("duty",)):
    """The other desk's word that it was reached too."""

    desk_state = Code("desk", DESK_STATES)
    offset = Number(-100_000_000, 100_000_000, optional=True)
    """By how many seconds the asking node's clock is ahead of the answering one's, as the latter's receipts show."""


class LinkTest(State, frozen=True):
    """One test and its answer."""

    desk: str
    counter: int
    desk_state: str
    sent: str
    answered: str | None = None
    their_desk_state: str | None = None
    offset: int | None = None


@register
class LinkTestKind(Kind[LinkTest]):
    """The twice-daily test of the link between the two desks."""

    name, state, acts, statuses = "link-test", LinkTest, (Test, Answer), ("waiting", "answered")
    audience, use, section = "DESK", "U0", "desk"
    example = (
        Step(OWNER, Test, {"desk": "zahedan", "counter": 41, "desk_state": "staffed", "sent": "2026-11-22T05:00:00Z"}),
        Step(OTHER, Answer, {"desk_state": "single", "offset": 2}),
    )

    def apply(self, state: LinkTest | None, act: Act, at: Position) -> LinkTest | None:
        """Fold one act in."""
        match act:
            case Test():
                return LinkTest(desk=act.desk, counter=act.counter, desk_state=act.desk_state, sent=act.sent)
            case Answer() if state is not None and state.answered is None:
                return state.replace(answered=at.at, their_desk_state=act.desk_state, offset=act.offset)
        return state

    def facets(self, state: LinkTest, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=in_all("link_test_number", number=state.counter),
            status="answered" if state.answered else "waiting",
            when=state.sent,
            urgency=4,
            needs=() if state.answered else (other,),
        )
