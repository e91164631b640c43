"""Who is looking, and as what: the one value from which every query decides what may be seen."""

from dataclasses import dataclass
from typing import Self

from hamsaya.people.roles import SEES_DESK

OFFICER = "officer"
OPERATOR = "operator"
PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A post of our side in one compact, the operator at the node's own keyboard, or the public."""

    compact: str
    post: str
    standing: str = OFFICER
    officer: str = ""
    roles: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()

    @property
    def desk(self) -> bool:
        """Tell whether what is marked DESK may be read."""
        return self.standing == OPERATOR or (self.standing == OFFICER and bool(self.roles & SEES_DESK))

    @property
    def signature(self) -> str:
        """Return how the access log names the viewer: the post, and which of its holders."""
        return f"{self.post}/{self.officer}" if self.officer else self.post

    def has_role(self, *roles: str) -> bool:
        """Tell whether the viewer carries one of the roles."""
        return bool(self.roles.intersection(roles))

    def may_see(self, audience: str, area: str | None = None) -> bool:
        """Tell whether a record with that audience mark and area may be seen. What is unknown is not seen."""
        if audience == "OPEN" or self.standing == OPERATOR:
            return True
        if self.standing != OFFICER:
            return False
        return {"GOV": True, "AREA": area is not None and area in self.areas, "DESK": self.desk}.get(audience, False)

    @classmethod
    def operator(cls, compact: str) -> Self:
        """Return the viewer for the command line at the node itself: sees all, and is logged."""
        return cls(compact, "operator", OPERATOR)

    @classmethod
    def public(cls, compact: str) -> Self:
        """Return the viewer for somebody who has not signed in: what is open alone."""
        return cls(compact, "", PUBLIC)
