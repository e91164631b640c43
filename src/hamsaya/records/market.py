"""Market: one side's half of a border market: today's status, counters, and the checklist that it alone may tick.

A market that no state has named yet is a slot; a name is given by a signed act.
"""

from hamsaya.core.fields import Code, Codes, Count, Entity, Line, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.text import in_all

STATUSES = ("not_operating", "open", "partial", "closed")
CHECKS = (
    "land",
    "fence",
    "road",
    "power",
    "water",
    "hygiene",
    "customs_post",
    "security_post",
    "vendor_rules",
    "hours_agreed",
)
REASONS = ("none", "weather", "works", "security", "holiday", "health", "strike", "not_stated")


class Announce(Act, by=OWNER, opens=True, roles=("market", "desk")):
    """Enter one's own half of a market or of an unnamed slot."""

    slot = Entity("place")
    title = Wording(limit=120, optional=True)


class Name(Act, by=OWNER, roles=("desk", "head")):
    """Name the market: until a state does, the slot stays unnamed."""

    title = Wording(limit=120)


class Status(Act, by=OWNER, roles=("market", "duty")):
    """Say how one's own half stands today."""

    status = Code("market", STATUSES)
    hours = Line(limit=40, optional=True)
    reason = Code("closing_reason", REASONS, default="none")
    stalls = Count(default="not-known")
    visitors = Count(default="not-known")


class Tick(Act, by=OWNER, roles=("market", "desk")):
    """Set one's own side's checklist: what stands ready."""

    ready = Codes("market_check", CHECKS, optional=True)
    evidence = Line(limit=300, optional=True)


class Note(Act, by=OTHER, roles=("market", "desk")):
    """Take note."""


class Market(State, frozen=True):
    """One half of a market as its own side describes it."""

    slot: str
    title: dict[str, str] | None = None
    status: str = "not_operating"
    hours: str | None = None
    reason: str = "none"
    stalls: int | str = "not-known"
    visitors: int | str = "not-known"
    ready: list[str] = []
    evidence: str | None = None
    noted: bool = False


@register
class MarketKind(Kind[Market]):
    """Border markets (message catalogue 19)."""

    name, state, acts, statuses = "market", Market, (Announce, Name, Status, Tick, Note), STATUSES
    audience, use, section = "OPEN", "U0", "border"
    example = (
        Step(OWNER, Announce, {"slot": "market-slot-1"}),
        Step(OTHER, Note),
        Step(OWNER, Tick, {"ready": ["land", "road"]}),
        Step(OWNER, Name, {"title": {"en": "Market at the bridge", "fa": "بازارچهٔ پل", "ur": "پل والی مارکیٹ"}}),
        Step(
            OWNER,
            Status,
            {"status": "open", "hours": "09:00-14:00", "reason": "none", "stalls": 40, "visitors": "not-known"},
        ),
    )

    def apply(self, state: Market | None, act: Act, at: Position) -> Market | None:
        """Fold one act in."""
        if state is None:
            return open_state(Market, act)
        after = state
        match act:
            case Name():
                after = state.replace(title=act.title)
            case Status():
                after = state.replace(
                    status=act.status, hours=act.hours, reason=act.reason, stalls=act.stalls, visitors=act.visitors
                )
            case Tick():
                after = state.replace(ready=act.ready or [], evidence=act.evidence)
            case Note():
                after = state.replace(noted=True)
        return state if after == state else after

    def facets(self, state: Market, owner: str, other: str) -> Facets:
        """Return what lists show; a slot that nobody has named says so."""
        title = state.title or in_all("market_unnamed")
        return Facets(title=title, status=state.status, place=state.slot, area="markets")
