"""Notice: an activity on one's own territory near the border, told before, at the start or after; sole unless said."""

from typing import Any

from hamsaya.core.errors import Refused
from hamsaya.core.fields import NOT_KNOWN, Code, Codes, Entity, Flag, Items, Quote, Record, When
from hamsaya.core.kinds import OTHER, OWNER, Act, Facets, Kind, Position, Step, open_state, register
from hamsaya.core.letter import (
    LETTER_STATUSES,
    Acknowledge,
    Answer,
    Close,
    Correct,
    Header,
    Letter,
    Translate,
    check_letter,
    fold_letter,
    letter_facets,
    letter_may_follow,
)  # fmt: skip
from hamsaya.core.text import in_all

STAGES = ("advance", "start", "after")
ACTIVITIES = (
    "exercise", "law_enforcement", "blasting", "construction", "fencing", "survey", "flight", "controlled_burn",
    "vaccination", "festival", "vip_visit",
)  # fmt: skip
AGAINST = ("trafficking", "smuggling", "armed_group", "illegal_crossing", "none", "not_stated")
EFFECTS = ("noise", "smoke", "road_closed")


class Tell(Header, by=OWNER, opens=True, roles=("duty", "desk")):
    """Tell the other desk of an activity. Notices are transparency, not permission: no units, tactics or targets."""

    stage = Code("notice", STAGES, group="what")
    activity = Code("activity", ACTIVITIES, group="what")
    window = When()
    joint = Flag(default=False, group="more")
    against = Code("against", AGAINST, default="none", group="more")
    effects = Codes("effect", EFFECTS, optional=True)
    contact = Entity("office", optional=True, group="more")
    ended = Flag(default=NOT_KNOWN, group="more")
    public_statement_planned = Flag(default=NOT_KNOWN, group="more")
    sources = Items(Record("report"), optional=True)
    quotes = Items(Quote(), most=20, optional=True)


class Notice(Letter, frozen=True, kw_only=True):
    """An activity as told."""

    stage: str
    activity: str
    window: dict[str, str]
    joint: bool | str
    against: str
    ended: bool | str
    public_statement_planned: bool | str
    effects: list[str] = []
    contact: str | None = None
    sources: list[str] = []
    quotes: list[dict[str, Any]] = []


@register
class NoticeKind(Kind[Notice]):
    """Notices of activities (message catalogue 6 and 7)."""

    name, state, statuses = "notice", Notice, LETTER_STATUSES
    acts = (Tell, Close, Correct, Translate, Acknowledge, Answer)
    audience, use, section = "DESK", "U1", "desk"
    own_ground = True
    example = (
        Step(
            OWNER,
            Tell,
            {
                "from_desk": "zahedan", "to_desk": "turbat", "channel": "security", "traffic": "actual",
                "urgency": "today", "basis": "own_agency", "certainty": "likely",
                "happened": {"at": "2026-11-20", "precision": "day"},
                "place": {"km": 2, "inside": "IR", "precision": "band_only"}, "reply_wanted": False,
                "stage": "advance", "activity": "blasting", "joint": False, "against": "none",
                "window": {"at": "2026-11-24T05:00:00Z", "until": "2026-11-24T09:00:00Z", "precision": "range"},
                "effects": ["noise"], "ended": False, "public_statement_planned": False,
            },
        ),
        Step(OTHER, Acknowledge),
        Step(OWNER, Close),
    )  # fmt: skip

    def check(self, state: Notice | None, act: Act, at: Position) -> None:
        """Refuse what cannot be meant."""
        check_letter(state, act, at)
        if isinstance(act, Tell) and act.stage == "after" and act.ended is False:
            raise Refused("notice.not-ended")
        if isinstance(act, Tell | Correct) and (act.place or {}).get("inside", at.party) != at.party:
            raise Refused("place.not-own")

    def apply(self, state: Notice | None, act: Act, at: Position) -> Notice | None:
        """Fold one act in."""
        return open_state(Notice, act) if state is None else fold_letter(state, act, at)

    def may_follow(self, state: Notice, act: type[Act], party: str) -> bool:
        """Tell whether a page should offer the act now."""
        return letter_may_follow(state, act)

    def facets(self, state: Notice, owner: str, other: str) -> Facets:
        """Return what lists show."""
        return letter_facets(state, in_all(f"activity_{state.activity}"), other)
