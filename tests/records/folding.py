"""Two parties at one record: acts are checked as they are made and folded as a node folds them."""

from typing import Any

import pytest

from hamsaya.core.errors import Refused
from hamsaya.core.kinds import Position, apply_act, check_act, kind_of


class Folding:
    """One record of IR's; after every act it is folded again, the owner's acts first, then the other's."""

    def __init__(self, wire: str) -> None:
        found = kind_of(wire)
        assert found is not None
        self.kind = found
        self.state: Any = None
        self.made: dict[str, list[tuple[str, dict[str, Any], Position]]] = {"IR": [], "PK": []}

    def at(self, party: str, day: str, saw: int | None = None) -> Position:
        """Return where the party's next act stands; `saw`: how much of the other's log, all of it by default."""
        other = len(self.made["PK" if party == "IR" else "IR"])
        seen, moment = other if saw is None else saw, f"{day}T08:00:00Z"
        return Position(party, len(self.made[party]), "0" * 64, f"{party.lower()}-desk", moment, seen, party == "IR")

    def act(self, party: str, name: str, /, on: str = "2026-12-01", saw: int | None = None, **body: Any) -> bool:
        """Let an act arrive; return whether it had effect."""
        self.made[party].append((name, body, self.at(party, on, saw)))
        self.state, effects = None, {"IR": [False], "PK": [False]}
        for side in ("IR", "PK"):
            for each, given, at in self.made[side]:
                self.state, had_effect = apply_act(self.kind, self.state, each, given, at)
                effects[side].append(had_effect)
        return effects[party][-1]

    def refused(self, party: str, name: str, /, on: str = "2026-12-01", **body: Any) -> str:
        """Return the code with which an act is refused before it is written."""
        with pytest.raises(Refused) as refused:
            check_act(self.kind, self.state, name, body, self.at(party, on))
        return refused.value.code

    @property
    def status(self) -> str:
        """Return the status that lists show."""
        return str(self.kind.facets(self.state, "IR", "PK").status)

    @property
    def needs(self) -> tuple[str, ...]:
        """Return who must act next."""
        return tuple(self.kind.facets(self.state, "IR", "PK").needs)
