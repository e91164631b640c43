"""Scores: each side's own word on each side's duty, 0 to 3 or "no evidence"; two of them, never an average.

A score above 0 without evidence shows as claimed. What a later score replaces is kept. After the comment round of a
sitting its scores are frozen: a later one stands beside them and does not count for that sitting, unless it names the
material that came to light since and reopens the frozen one, which stays in the history.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from hamsaya.core.kinds import Act, Position
from hamsaya.core.undertaking import Undertaking

SCORES = ("not_begun", "begun", "well_advanced", "done", "no_evidence")
DIRECTIONS = ("up", "same", "down")
GIVEN = ("score", "direction", "evidence", "sitting", "reopens")
COMMENT_ROUND = timedelta(days=14)

U = TypeVar("U", bound=Undertaking)


@dataclass(frozen=True, slots=True)
class Scored:
    """One score as it counts: whose duty, who scored, the rail's value 0 to 3 or None for no evidence."""

    party: str
    by: str
    score: str
    direction: str
    evidence: tuple[str, ...]
    at: str
    sitting: str | None
    reopens: dict[str, str] | None = None
    """What came to light after the comment round, where that is why the score was given."""

    @property
    def value(self) -> int | None:
        """Return 0 to 3, or None for "no evidence", which is never a zero."""
        place = SCORES.index(self.score) if self.score in SCORES else 4
        return place if place < 4 else None

    @property
    def claimed(self) -> bool:
        """Tell whether it is above zero with no evidence."""
        return bool(self.value) and not self.evidence


def score(state: U, act: Act, at: Position) -> U:
    """Set one's own score of a party's duty; the one before is kept."""
    party = act.body["party"]
    given = {name: act.body[name] for name in GIVEN if name in act.body}
    by = state.scores.get(party, {})
    before = by.get(at.party)
    kept = (*state.earlier_scores, {**before, "party": party, "by": at.party}) if before else state.earlier_scores
    new = {**state.scores, party: {**by, at.party: {**given, "at": at.at}}}
    return state.replace(scores=new, earlier_scores=kept)


def retract(state: U, act: Act, at: Position) -> U:
    """Take a piece of one's own evidence out of one's scores; the same state where it stands nowhere."""
    gone = act.body["evidence"]
    scores: dict[str, dict[str, dict[str, Any]]] = {}
    for party, given in state.scores.items():
        mine = given.get(at.party, {})
        left = [each for each in mine.get("evidence", ()) if each != gone]
        scores[party] = {**given, at.party: {**mine, "evidence": left}} if "evidence" in mine else given
    if scores == state.scores:
        return state
    return state.replace(scores=scores, retracted=(*state.retracted, {**act.body, "by": at.party, "at": at.at}))


def all_scores(state: Undertaking) -> Iterator[Scored]:
    """Yield every score ever given, the latest of each pair last."""
    for each in state.earlier_scores:
        yield _scored(each["party"], each["by"], each)
    for party, given in state.scores.items():
        for by, each in given.items():
            yield _scored(party, by, each)


def scores_at(state: Undertaking, sitting: str | None = None, frozen: str = "") -> dict[tuple[str, str], Scored]:
    """Return the score that counts, by (whose duty, who scored): the latest, or the latest for that sitting.

    `frozen`: the last day of the comment round; what was scored for the sitting after it counts only where it reopens.
    """
    found = {}
    for each in all_scores(state):
        if sitting is None or (each.sitting == sitting and not _is_too_late(each, frozen)):
            found[each.party, each.by] = each
    return found


def after_freeze(state: Undertaking, sitting: str, frozen: str) -> tuple[Scored, ...]:
    """Return the scores given for a sitting after its comment round had ended: shown, not counted."""
    return tuple(each for each in all_scores(state) if each.sitting == sitting and _is_too_late(each, frozen))


def reopened(state: Undertaking, sitting: str, frozen: str) -> tuple[Scored, ...]:
    """Return the scores that reopened a frozen one with later material, the oldest first."""
    late = [each for each in all_scores(state) if each.sitting == sitting and frozen and each.at[:10] > frozen]
    return tuple(each for each in late if each.reopens)


def _is_too_late(each: Scored, frozen: str) -> bool:
    return bool(frozen) and each.at[:10] > frozen and not each.reopens


def freeze_day(opened: str) -> str:
    """Return the last day of the comment round that begins when both reports are open."""
    return (date.fromisoformat(opened[:10]) + COMMENT_ROUND).isoformat()


def gap(one: Scored | None, two: Scored | None) -> int | None:
    """Return how far two scores of one duty are apart; None where one of them is missing or says no evidence."""
    if one is None or two is None or one.value is None or two.value is None:
        return None
    return abs(one.value - two.value)


def _scored(party: str, by: str, each: dict[str, Any]) -> Scored:
    evidence = tuple(each.get("evidence", ()))
    return Scored(
        party, by, each["score"], each.get("direction", "same"), evidence, each["at"], each.get("sitting"),
        each.get("reopens"),
    )  # fmt: skip
