"""Office: a public office and its holder as publicly reported; duty staff are posts and have no holder here."""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_STATED, Code, Day, Entity, Items, Line, Quote, Record, Wording
from hamsaya.core.kinds import OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

LEVELS = ("public", "post", "body")
"""Only an office of level `public` (ministers, spokespersons, ambassadors, heads of delegation) may name its holder."""


class Announce(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter an office, post or body."""

    office = Entity("office")
    title = Wording(limit=160)
    level = Code("level", LEVELS, default="public")
    holder = Line(limit=120, optional=True)
    spellings = Items(Line(limit=120), optional=True)
    since = Day(may_be_unstated=True, default=NOT_STATED)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Appoint(Act, by=OWNER, roles=("desk",)):
    """Say who holds the office now, as publicly reported."""

    holder = Line(limit=120)
    spellings = Items(Line(limit=120), optional=True)
    since = Day(may_be_unstated=True, default=NOT_STATED)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Vacate(Act, by=OWNER, roles=("desk",)):
    """Say that no holder is stated any more."""


class Office(State, frozen=True):
    """An office with its holders in the order they were entered; the last one holds it."""

    office: str
    title: dict[str, str]
    level: str
    since: str
    holder: str | None = None
    spellings: list[str] = []
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    entered: str = ""
    """When the present holder, or that there is none, was entered: by the writer's clock."""
    earlier: tuple[dict[str, str], ...] = ()


@register
class OfficeKind(Kind[Office]):
    """Directory of offices and their holders."""

    name, state, acts, statuses = "office", Office, (Announce, Appoint, Vacate), ("holder_named", "not_stated")
    audience, use, section = "OPEN", "U0", "directory"
    example = (
        Step(
            OWNER,
            Announce,
            {
                "office": "ir-foreign-minister",
                "title": {"en": "Foreign minister", "fa": "وزیر امور خارجه", "ur": "وزیرِ خارجہ"},
                "level": "public",
                "holder": "A. Example",
                "since": NOT_STATED,
            },
        ),
        Step(OWNER, Appoint, {"holder": "B. Example", "since": "2024-08-21"}),
        Step(OWNER, Vacate),
    )

    def check(self, state: Office | None, act: Act, at: Position) -> None:
        """Refuse a holder's name for anything but a public office."""
        level = act.level if isinstance(act, Announce) else state.level if state else "public"
        if level != "public" and act.body.get("holder"):
            raise Refused("office.no-holder")

    def apply(self, state: Office | None, act: Act, at: Position) -> Office | None:
        """Fold one act in."""
        if state is None:
            return open_state(Office, act).replace(entered=at.at)
        match act:
            case Appoint() if state.level == "public" and act.holder != state.holder:
                return self._kept(state).replace(
                    holder=act.holder,
                    spellings=act.spellings or [],
                    since=act.since,
                    sources=act.sources or [],
                    quotes=act.quotes or [],
                    entered=at.at,
                )
            case Vacate() if state.holder:
                return self._kept(state).replace(holder=None, spellings=[], since=NOT_STATED, quotes=[], entered=at.at)
        return state

    def _kept(self, state: Office) -> Office:
        if not state.holder:
            return state
        before = {"holder": state.holder, "since": state.since, "entered": state.entered}
        return state.replace(earlier=(*state.earlier, before))

    def facets(self, state: Office, owner: str, other: str) -> Facets:
        """Return what lists show."""
        names = " ".join((state.holder or "", *state.spellings, *(one["holder"] for one in state.earlier)))
        return Facets(title=state.title, status="holder_named" if state.holder else "not_stated", text=names)
