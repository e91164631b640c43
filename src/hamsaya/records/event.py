"""Event: an exhibition, summit or observance in the calendar, with every name and date it was reported under."""

from typing import Any

from hamsaya.core.fields import Code, Flag, Items, Line, Number, Parties, Quote, Record, When, Where, Wording
from hamsaya.core.kinds import EITHER, OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register
from hamsaya.core.letter import place_id

EVENTS = ("exhibition", "summit", "observance", "briefing", "incident", "other")


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter an event."""

    title = Wording(limit=160)
    event = Code("event", EVENTS)
    edition = Number(1, 999, optional=True)
    happened = When()
    place = Where()
    takes_part = Parties(optional=True)
    first_time = Flag(optional=True)
    other_names = Items(Line(limit=160), optional=True)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Account(Act, by=EITHER, roles=("desk",)):
    """Set another account of name or date beside it."""

    name_used = Line(limit=160, optional=True)
    happened = When()
    words = Wording(limit=400)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Greet(Act, by=OTHER, roles=("desk", "duty")):
    """Send a ceremonial greeting."""


class Event(State, frozen=True):
    """An event with every account of it."""

    title: dict[str, str]
    event: str
    happened: dict[str, str]
    place: dict[str, Any]
    edition: int | None = None
    takes_part: list[str] = []
    first_time: bool | str | None = None
    other_names: list[str] = []
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    accounts: tuple[dict[str, Any], ...] = ()
    greeted: bool = False


def _account_sources(state: Event) -> list[str]:
    return [source for account in state.accounts for source in account.get("sources", ())]


@register
class EventKind(Kind[Event]):
    """The calendar of events."""

    name, state, acts, statuses = "event", Event, (Enter, Account, Greet), ("entered", "conflict")
    audience, use, section = "OPEN", "U0", "council"
    example = (
        Step(
            OWNER,
            Enter,
            {
                "title": {"en": "Trade exhibition"},
                "event": "exhibition",
                "edition": 12,
                "happened": {"at": "2024-11-19", "until": "2024-11-22", "precision": "range"},
                "place": {"place": "karachi", "precision": "settlement"},
            },
        ),
        Step(
            OTHER,
            Account,
            {
                "name_used": "Trade fair",
                "happened": {"at": "2024-11-11", "until": "2024-11-17", "precision": "range"},
                "words": {"en": "Said to be next week."},
            },
        ),
        Step(OTHER, Greet),
    )

    def apply(self, state: Event | None, act: Act, at: Position) -> Event | None:
        """Fold one act in."""
        if state is None:
            return open_state(Event, act)
        match act:
            case Account():
                return state.replace(accounts=(*state.accounts, {**act.body, "party": at.party}))
            case Greet() if not state.greeted:
                return state.replace(greeted=True)
        return state

    def facets(self, state: Event, owner: str, other: str) -> Facets:
        """Return what lists show."""
        conflict = any(account["happened"] != state.happened for account in state.accounts)
        return Facets(
            title=state.title,
            status="conflict" if conflict else "entered",
            when=state.happened.get("at"),
            place=place_id(state.place),
            refs=tuple(dict.fromkeys((*state.sources, *_account_sources(state)))),
            text=" ".join(state.other_names),
        )
