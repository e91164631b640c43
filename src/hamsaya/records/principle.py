"""Principle: a standing rule of conduct tied to every record; in force where both have affirmed the same words."""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import Digest, Items, Quote, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, digest_of, open_state, register


class Enter(Act, by=OWNER, opens=True, roles=("desk",)):
    """Enter a principle with its sources."""

    title = Wording(limit=160)
    wording = Wording(limit=800)
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Affirm(Act, by=OTHER, roles=("desk", "head")):
    """Sign exactly these words."""

    digest = Digest()


class Principle(State, frozen=True):
    """A principle and whether both have signed its words."""

    title: dict[str, str]
    wording: dict[str, str]
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []
    affirmed: bool = False


@register
class PrincipleKind(Kind[Principle]):
    """Standing rules of conduct."""

    name, state, acts, statuses = "principle", Principle, (Enter, Affirm), ("reported", "adopted")
    audience, use, section = "OPEN", "U0", "council"
    _words = {"en": "Each respects the other's territory.", "fa": "هر یک قلمرو دیگری را محترم می‌شمارد."}
    example = (
        Step(OWNER, Enter, {"title": {"en": "Respect for territory"}, "wording": _words}),
        Step(OTHER, Affirm, {"digest": digest_of(_words)}),
    )

    def check(self, state: Principle | None, act: Act, at: Position) -> None:
        """Refuse a signature under other words than these."""
        if isinstance(act, Affirm) and state is not None and act.digest != digest_of(state.wording):
            raise Refused("principle.other-words")

    def apply(self, state: Principle | None, act: Act, at: Position) -> Principle | None:
        """Fold one act in."""
        if state is None:
            return open_state(Principle, act)
        if isinstance(act, Affirm) and not state.affirmed and act.digest == digest_of(state.wording):
            return state.replace(affirmed=True)
        return state

    def facets(self, state: Principle, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return Facets(
            title=state.title,
            status="adopted" if state.affirmed else "reported",
            area="principle",
            refs=tuple(state.sources),
            text=" ".join(state.wording.values()),
        )
