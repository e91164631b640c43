"""Release: one side asks that something be made public, the other consents; public is only what both released.

What is released is named: a record as both signed it, with or without the two scores, or the monthly figures. The
asking itself stays between the governments.
"""

from hamsaya.core.fields import Code, Instant, Record, Wording
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, State, Step, open_state, register

RELEASES = ("record", "record_and_scores", "figures")


class Ask(Act, by=OWNER, opens=True, roles=("head", "spokesperson"), two_persons=True):
    """Ask to make something public, and thereby consent to it."""

    title = Wording(limit=160)
    what = Code("release", RELEASES, default="record")
    about = Record(optional=True)
    not_before = Instant(optional=True)


class Consent(Act, by=OTHER, roles=("head", "spokesperson"), two_persons=True):
    """Consent: now both have released it, from the later of the two times on."""

    not_before = Instant(optional=True)


class Refuse(Act, by=OTHER, roles=("head", "spokesperson")):
    """Refuse the release."""


class TakeBack(Act, by=OWNER, roles=("head", "spokesperson")):
    """Take one's consent back; what was public stays where others have copied it."""


class End(Act, by=OTHER, roles=("head", "spokesperson")):
    """End one's consent."""


class Release(State, frozen=True):
    """What was asked and what each side says now."""

    title: dict[str, str]
    what: str
    about: str | None = None
    not_before: str | None = None
    answer: str = ""
    taken_back: bool = False


@register
class ReleaseKind(Kind[Release]):
    """Releases to the public."""

    name, state, acts = "release", Release, (Ask, TakeBack, Consent, Refuse, End)
    statuses = ("asked", "released", "refused", "withdrawn")
    audience, use, section = "GOV", "U0", "council"
    example = (
        Step(OWNER, Ask, {"title": {"en": "The border markets"}, "what": "record", "about": "IR/c04"}),
        Step(OTHER, Consent),
        Step(OTHER, End),
        Step(OTHER, Refuse),
    )

    def may_follow(self, state: Release, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        if state.taken_back:
            return False
        waits = state.answer != "released"
        return {Consent: waits, Refuse: not state.answer, End: not waits}.get(act, True)

    def apply(self, state: Release | None, act: Act, at: Position) -> Release | None:
        """Fold one act in."""
        if state is None:
            return open_state(Release, act)
        said = {Consent: "released", Refuse: "refused", End: "withdrawn"}.get(type(act))
        if said and said != state.answer:
            later = max(state.not_before or "", act.body.get("not_before") or "") or None
            return state.replace(answer=said, not_before=later)
        return state.replace(taken_back=True) if isinstance(act, TakeBack) and not state.taken_back else state

    def facets(self, state: Release, owner: str, other: str) -> Facets:
        """Return what lists show."""
        status = "withdrawn" if state.taken_back else state.answer or "asked"
        return Facets(
            title=state.title,
            status=status,
            urgency=4,
            needs=(other,) if status == "asked" else (),
            refs=(state.about,) if state.about else (),
        )
